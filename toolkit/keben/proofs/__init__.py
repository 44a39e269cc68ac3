"""Edition → the page on which a person proofreads its conversion, and what was decided on it before."""
