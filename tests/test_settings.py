"""Settings: `keben.toml` with its places, layers over one another, and the project that governs a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT
from keben.diagnostics import Diagnostic, Place, Report
from keben.locales import LOCALES
from keben.settings import (
    DEFAULTS,
    FORMATS,
    FormError,
    NumberStyle,
    Settings,
    find_project,
    iso_date,
    lines,
    list_of,
    load_settings,
    locale_tag,
    one_of,
    resolve,
    slug,
    text,
    unknown_hint,
    yes_or_no,
)  # fmt: skip


def load(content: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    report = Report("keben.toml", content)
    return load_settings(report, content), report.diagnostics()


def test_everything_it_may_say() -> None:
    loaded, found = load(
        'works = ["docs_src/a/a.md", "docs_src/乙/乙.md"]\neditions = ["zh-hans-cn", "zh-Hant-TW"]\nformats = "pdf"\ntheme = "gongwen"\nannex = true\noutput = "out/書"\n'
    )
    assert found == ()
    assert loaded == Settings(
        works=("docs_src/a/a.md", "docs_src/乙/乙.md"),
        editions=("zh-Hans-CN", "zh-Hant-TW"),
        formats=("pdf",),
        theme="gongwen",
        annex=True,
        output="out/書",
    )


def test_an_empty_file_leaves_all_to_the_defaults() -> None:
    assert load("") == (Settings(), ())
    assert resolve(Settings()) == DEFAULTS
    assert Settings(formats=FORMATS, theme="plain", annex=False, output="build", verify=True) == DEFAULTS


def test_the_project_of_this_checkout_is_sound() -> None:
    loaded, found = load((ROOT / "keben.toml").read_text(encoding="utf-8"))
    assert found == ()
    assert all((ROOT / work).is_file() for work in loaded.works)


@pytest.mark.parametrize(
    ("content", "code", "fact", "place"),
    [
        ("work = []\n", "S014", "`work` is not a known key", Place(1, 1, 4)),
        ('\n  "lang" = "en"\n', "S014", "`lang` is not a known key", Place(2, 4, 4)),
        ("[themes]\na = 1\n", "S014", "`themes` is not a known key", Place(1, 2, 6)),
        ("[[works]]\na = 1\n", "S016", "`works`: is not a line of text", Place(1, 3, 5)),
        ("theme.name = 'x'\n", "S016", "`theme`: is not a line of text", Place(1, 1, 5)),
        ("works = []\n", "S016", "`works`: is an empty list", Place(1, 1, 5)),
        ("output = 1\n", "S016", "`output`: is not a line of text", Place(1, 1, 6)),
        ("output = ''\n", "S016", "`output`: is empty", Place(1, 1, 6)),
        ('output = "a\\u001b[31m"\n', "S016", "`output`: holds a line end or a character that cannot be seen", Place(1, 1, 6)),
        ("editions = [1]\n", "S016", "`editions`: is not a line of text", Place(1, 1, 8)),
        ("editions = ['zh-CN']\n", "S016", "`editions`: `zh-CN` is not a locale", Place(1, 1, 8)),
        ("formats = ['PDF']\n", "S016", "`formats`: `PDF` is not known", Place(1, 1, 7)),
        ("theme = '../x'\n", "S016", "`theme`: `../x` is not an id", Place(1, 1, 5)),
        ("theme = true\n", "S016", "`theme`: is not a line of text", Place(1, 1, 5)),
        ("works = ['a']\nworks = ['b']\n", "S011", "the file is not TOML: cannot overwrite a value", Place(2, 14)),
        ("works = [\n'a'\n", "S011", "the file is not TOML: unclosed array", Place(3)),
        ("works: a\n", "S011", "the file is not TOML: expected '=' after a key in a key/value pair", Place(1, 6)),
        ("a = " + "[" * 5000, "S011", "the file is not TOML: maximum recursion depth exceeded", Place(1)),
    ],
    ids=[
        "unknown", "quoted", "table", "tables", "dotted", "no works", "number", "empty", "escape", "no word", "no locale", "no format", "no slug",
        "boolean", "twice", "open", "colon", "deep",
    ],
)  # fmt: skip
def test_a_fault_has_its_place(content: str, code: str, fact: str, place: Place) -> None:
    loaded, (found,) = load(content)
    assert (found.code, found.fact.split(" while ")[0], found.is_error) == (code, fact, True)
    if code != "S011":
        assert found.place == place
    else:
        assert found.place is not None
        assert found.place.line == place.line
    assert found.hint
    assert loaded == Settings()


def test_a_number_of_thousands_of_digits_is_a_fault_of_the_file() -> None:
    _, (found,) = load("x = " + "1" * 5000)
    assert found.code == "S011"


def test_all_faults_come_at_once_and_what_is_right_is_kept() -> None:
    loaded, found = load('theme = "X"\noutput = "out"\nfoo = 1\neditions = ["en", "en"]\n')
    assert [(each.code, each.place and each.place.line) for each in found] == [("S016", 1), ("S014", 3), ("S016", 4)]
    assert loaded == Settings(output="out")


# ---------------------------------------------------------------- layers


def test_the_last_layer_that_says_something_counts() -> None:
    project = Settings(works=("a.md",), editions=("zh-Hans-CN",), theme="gongwen")
    front_matter = Settings(editions=("zh-Hant-TW", "en"), formats=("epub",))
    flags = Settings(formats=("pdf", "txt"), output="elsewhere")
    assert resolve(project, front_matter, flags) == Settings(
        works=("a.md",),
        editions=("zh-Hant-TW", "en"),
        formats=("pdf", "txt"),
        theme="gongwen",
        annex=False,
        output="elsewhere",
        verify=True,
    )
    assert resolve(flags, project) == resolve(project, flags)


def test_a_layer_without_a_word_changes_nothing() -> None:
    layer = Settings(
        works=("a.md",), editions=("en",), formats=("pdf",), theme="x", annex=True, output="y", verify=False
    )
    assert resolve(layer, Settings(), Settings(editions=())) == layer


def test_glossaries_stay_with_the_layer_that_names_them() -> None:
    project, found = load('glossary = ["words.toml", "terms.csv"]\n')
    assert (project, found) == (Settings(glossary=("words.toml", "terms.csv")), ())
    assert load('glossary = "words.toml"\n') == (Settings(glossary=("words.toml",)), ())
    assert resolve(project, Settings(glossary=("own.toml",))).glossary == ()


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("value", [None, 1, 1.5, True, {}, b"x", date(2026, 2, 6), ["a", "b"]])
def test_a_line_is_text(value: object) -> None:
    with pytest.raises(FormError, match="is not a line of text"):
        text(value)


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a\x00", "a\u2028b", "a\u202eb", "a\u200bb", "a\ufeffb"])
def test_a_line_has_nothing_unseen(value: str) -> None:
    with pytest.raises(FormError, match="cannot be seen"):
        text(value)


def test_a_line_may_have_any_space_and_loses_it_at_its_ends() -> None:
    assert text(" 坚持　奏响\u00a0x \n") == "坚持　奏响\u00a0x"
    assert lines("甲") == ("甲",)
    assert lines(["甲", " 乙 "]) == ("甲", "乙")


def test_lists_take_one_value_and_nothing_twice() -> None:
    numbers = list_of(one_of(("a", "b")))
    assert numbers("a") == ("a",)
    assert numbers(["b", "a"]) == ("b", "a")
    for wrong in ([], ["a", "a"], ["a", "c"], "", [["a"]]):
        with pytest.raises(FormError):
            numbers(wrong)


@pytest.mark.parametrize(("value", "read"), [(True, True), (False, False), ("true", True), (" false ", False)])
def test_yes_or_no(value: object, read: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert yes_or_no(value) is read


@pytest.mark.parametrize("value", ["yes", "True", "1", "", 1, 0, None, [True], ["true"]])
def test_what_is_neither_yes_nor_no(value: object) -> None:
    with pytest.raises(FormError):
        yes_or_no(value)


def test_a_work_may_take_back_what_the_project_wants() -> None:
    assert resolve(Settings(annex=True), Settings(annex=False)).annex is False
    assert resolve(Settings(annex=True), Settings()).annex is True


@pytest.mark.parametrize("word", ["2026-02-06", "1000-01-01", "9999-12-31", "2024-02-29"])
def test_dates(word: str) -> None:
    assert iso_date(word).isoformat() == word


@pytest.mark.parametrize(
    "word",
    ["2026-2-6", "20260206", "2026-02-30", "0000-01-01", "2026-02-06T00:00", "2026-W06-5", "٢٠٢٦-02-06", "2025-02-29"],
)
def test_what_is_no_date(word: str) -> None:
    with pytest.raises(FormError, match="is not a date"):
        iso_date(word)


def test_a_switch_is_on_or_off() -> None:
    assert [yes_or_no(value) for value in (True, "true", False, "false")] == [True, True, False, False]
    for value in ("no", "True", 1, 0, None, ["true"], ""):
        with pytest.raises(FormError, match="neither"):
            yes_or_no(value)


def test_a_long_word_is_cut_in_the_message() -> None:
    with pytest.raises(FormError) as caught:
        slug("A" * 5000)
    assert len(caught.value.fact) < 100
    assert locale_tag("EN") == "en"
    with pytest.raises(FormError) as caught:
        locale_tag("zh")
    assert all(locale.tag in caught.value.hint for locale in LOCALES)


def test_a_hint_names_the_nearest_word_and_all_of_them() -> None:
    assert unknown_hint("tittle", ("title", "author")) == "did you mean `title`? allowed: author, title"
    assert unknown_hint("xyz", ("title", "author")) == "allowed: author, title"


# ---------------------------------------------------------------- the project of a folder


def test_the_nearest_project_upward_governs(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    (tmp_path / "keben.toml").touch()
    (tmp_path / "a" / "b" / "keben.toml").mkdir()  # a folder of that name is no project
    assert find_project(inner) == tmp_path.resolve()
    (tmp_path / "a" / "keben.toml").touch()
    assert find_project(inner) == (tmp_path / "a").resolve()
    assert find_project(inner / ".." / "none") == (tmp_path / "a").resolve()


def test_a_folder_without_a_project() -> None:
    assert find_project(Path("/")) is None


# ---------------------------------------------------------------- numbers


def test_how_numbers_are_printed_is_set_by_three_keys() -> None:
    assert DEFAULTS.numbers == Settings().numbers == NumberStyle("yuan", "word", "萬億")
    loaded, found = load('yuan = "RMB"\npercent = "sign"\ntrillion = "兆"\n')
    assert found == ()
    assert loaded.numbers == NumberStyle("RMB", "sign", "兆")
    assert resolve(loaded, Settings(percent="word")).numbers == NumberStyle("RMB", "word", "兆")


@pytest.mark.parametrize("line", ["yuan = 'CNY'", "percent = '%'", "trillion = '万亿'", "percent = true"])
def test_other_words_are_faults(line: str) -> None:
    loaded, (found,) = load(line + "\n")
    assert found.code == "S016"
    assert loaded == Settings()
