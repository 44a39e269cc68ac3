"""The published schema of `keben.toml` says what the program accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args, get_type_hints

import keben
from keben.locales import LOCALES
from keben.settings import FORMATS, PROJECT_FORMS, SLUG, NumberStyle

SCHEMA = json.loads((Path(keben.__file__).parent / "keben.schema.json").read_text(encoding="utf-8"))


def test_the_schema_has_every_key_and_no_other() -> None:
    assert set(SCHEMA["properties"]) == set(PROJECT_FORMS)
    assert SCHEMA["additionalProperties"] is False


def test_the_schema_allows_the_same_words() -> None:
    assert tuple(SCHEMA["$defs"]["editions"]["items"]["enum"]) == tuple(locale.tag for locale in LOCALES)
    assert tuple(SCHEMA["properties"]["formats"]["items"]["enum"]) == FORMATS
    for name, words in get_type_hints(NumberStyle).items():
        assert SCHEMA["properties"][name]["enum"] == list(get_args(words))
    assert SCHEMA["properties"]["theme"]["pattern"] == f"^{SLUG.pattern}$"
