"""The whole job timed beside what a user would type without Keben: `python bench/run.py` writes bench/RESULTS.md."""
