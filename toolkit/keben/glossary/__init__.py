"""Glossaries: what words are printed as in each edition, decided by a person and not by a dictionary.

    glossary, found = load_glossary(source, project_folder, project_names, work_path, work_names)
    matches = Matcher(glossary.for_locale("zh-Hant-TW").values()).find(text)

A file is TOML, CSV or TBX by its name. Nothing of a format is loaded before a file of it is named.
"""

from __future__ import annotations

from keben.glossary.loading import load_files, load_glossary, load_vocabulary, parse_glossary
from keben.glossary.matching import Matcher
from keben.glossary.terms import Glossary, GlossaryFile, Term, unmatched

__all__ = [
    "Glossary",
    "GlossaryFile",
    "Matcher",
    "Term",
    "load_files",
    "load_glossary",
    "load_vocabulary",
    "parse_glossary",
    "unmatched",
]
