"""The committed tables are what their sources make."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path

import opencc
import pytest

import keben
from keben.edition.script.compiling import make, opencc_dictionary
from keben.edition.script.overlay import FILE, version_of
from keben.edition.script.tables import FOLDER, SOURCES, tables

PACKAGE = Path(keben.__file__).parent


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    jieba = distribution("jieba")
    assert jieba.version == json.loads((FOLDER / SOURCES).read_text(encoding="utf-8"))["jieba"]
    return make(Path(str(jieba.locate_file("jieba/dict.txt"))).read_text(encoding="utf-8"))


def test_the_tables_are_made_from_their_sources_byte_for_byte(made: dict[str, bytes]) -> None:
    written = {str(path.relative_to(PACKAGE)) for path in FOLDER.iterdir()} | {"scripts.json"}
    assert written == made.keys()
    for name, content in made.items():
        assert (PACKAGE / name).read_bytes() == content, f"{name} is old: run `make tables`"


def test_they_say_what_they_were_made_from(made: dict[str, bytes]) -> None:
    sources = json.loads(made[f"edition/script/tables/{SOURCES}"])
    assert sources["OpenCC"] == opencc.__version__
    assert sources["overlay"] == version_of(FILE.read_text(encoding="utf-8"))


def test_one_to_many_characters_are_those_of_opencc_in_its_order() -> None:
    several = {key: forms for key, forms in opencc_dictionary("STCharacters").items() if len(key) == 1 < len(forms)}
    assert tables().many == several
