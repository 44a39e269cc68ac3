"""Front matter: plain YAML of strings, every rule with its place, everything told at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.diagnostics import CODES, Place, Report
from keben.document import Metadata
from keben.reader import Work, read_text
from keben.settings import Settings

FIXED = settings(derandomize=True, deadline=None)


def read_front(*lines: str) -> Work:
    """Read a source whose front matter has these lines; the first of them is line 2."""
    text = "\n".join(("---", *lines, "---", ""))
    return read_text(text, Report("sample.md", text))


def read_more(*lines: str) -> Work:
    """Read a front matter that has what is required but a title, and then these lines from line 4 on."""
    return read_front("id: sample", "lang: zh-Hans-CN", *lines)


def found_in(work: Work) -> list[tuple[str, str, str]]:
    """Return code, fact and the stretch of the source for each diagnostic."""
    return [(each.code, each.fact, stretch(work, each.place)) for each in work.diagnostics]


def stretch(work: Work, place: Place | None) -> str:
    assert place is not None
    line = work.text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


# ---------------------------------------------------------------- what it says


def test_everything_it_may_say() -> None:
    work = read_front(
        "id: zhengzhou-2026", "lang: ZH-hans-cn", "title: [坚持改革开放, 奏响主旋律]", "subtitle: 在会上的讲话", "author: 安伟", "date: 2026-02-06",
        "editions: [zh-Hant-TW, zh-Hans-CN]", "formats: [txt, pdf]", "theme: gongwen",
    )  # fmt: skip
    assert work.diagnostics == ()
    assert work.document.metadata == Metadata(
        id="zhengzhou-2026",
        lang="zh-Hans-CN",
        title=("坚持改革开放", "奏响主旋律"),
        subtitle="在会上的讲话",
        authors=("安伟",),
        date=date(2026, 2, 6),
    )
    assert work.settings == Settings(editions=("zh-Hant-TW", "zh-Hans-CN"), formats=("txt", "pdf"), theme="gongwen")
    assert work.language
    assert work.language.length == len("zh-Hans-CN")


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "true",
        "null",
        "~",
        "1.10",
        "007",
        "0x10",
        "1e3",
        "1_000",
        "12:30:00",
        "2026-02-06",
        ".inf",
        "=",
    ],
)
def test_words_stay_what_was_written(word: str) -> None:
    work = read_more(f"title: {word}")
    assert work.diagnostics == ()
    assert work.document.metadata.title == (word,)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: 甲 # 说明", ("甲",)),
        ("title: '它''s'", ("它's",)),
        ('title: "甲“乙”\\u4e19"', ("甲“乙”丙",)),
        ("title: 坚持　奏响", ("坚持　奏响",)),
        ("title:\n  - 甲\n  - '乙: 丙'", ("甲", "乙: 丙")),
        ("title: one\n  two", ("one two",)),
        ("title: >-\n  one\n  two", ("one two",)),
        ("title: |\n  一行\n", ("一行",)),
        ("title: ' 甲 '", ("甲",)),
    ],
)
def test_forms_of_a_value(written: str, title: tuple[str, ...]) -> None:
    work = read_more(*written.split("\n"))
    assert work.diagnostics == ()
    assert work.document.metadata.title == title


def test_a_table_in_braces() -> None:
    work = read_front('{id: a, lang: en, "title": 甲}')
    assert (work.diagnostics, work.document.metadata.title) == ((), ("甲",))


# ---------------------------------------------------------------- each rule

RULES = {
    "no YAML: a colon": (["title: 甲: 乙"], "S011", "mapping values are not allowed here", ":"),
    "no YAML: an open bracket": (["title: [甲"], "S011", "expected ',' or ']', but got '<stream end>'", "["),
    "no YAML: an open quote": (["title: '甲"], "S011", "found unexpected end of stream", "'"),
    "no YAML: no space": (["title:甲", "author: 乙"], "S011", "could not find expected ':'", "t"),
    "no YAML: a tab": (["title: 甲", "\tx: 1"], "S011", "found character '\\t' that cannot start any token", "\t"),
    "no YAML: a mark": (["title: @甲"], "S011", "found character '@' that cannot start any token", "@"),
    "a full-width colon": (["title：甲"], "S011", "the colon behind a key is full-width", "："),
    "an anchor": (["title: &a 甲"], "S012", "the anchor `&a` is not allowed in front matter", "&"),
    "an alias": (["title: *a"], "S012", "the alias `*a` is not allowed in front matter", "*"),
    "a tag": (["title: !!str 甲"], "S012", "the tag `tag:yaml.org,2002:str` is not allowed in front matter", "!"),
    "a tag that runs code": (["title: !!python/object/apply:os.system [id]"], "S012", "the tag `tag:yaml.org,2002:python/object/apply:os.system` is not allowed in front matter", "!"),
    "a tag of one's own": (["title: !x 甲"], "S012", "the tag `!x` is not allowed in front matter", "!"),
    "a merge key": (["<<: {title: 甲}"], "S012", "a merge key or a key that is not a word is not allowed in front matter", "<"),
    "a list as key": (["? [title]", ": 甲"], "S012", "a merge key or a key that is not a word is not allowed in front matter", "["),
    "depth": (["title: [[[[甲]]]]"], "S004", "the front matter is nested deeper than 4 levels", "["),
    "a key twice": (["title: 甲", "title: 乙"], "S013", "`title` stands twice", "title"),
    "an unknown key": (["title: 甲", "authr: 乙"], "S014", "`authr` is not a known key", "authr"),
    "a key in capitals": (["title: 甲", "Date: 2026-02-06"], "S014", "`Date` is not a known key", "Date"),
    "a key of the project": (["title: 甲", "works: [a.md]"], "S014", "`works` is not a known key", "works"),
    "an empty value": (["title:"], "S016", "`title`: is empty", "title"),
    "an empty string": (["title: ''"], "S016", "`title`: is empty", "title"),
    "an empty list": (["title: 甲", "editions: []"], "S016", "`editions`: is an empty list", "editions"),
    "an empty entry": (["title: [甲, '']"], "S016", "`title`: is empty", "title"),
    "a map for a line": (["title: {a: b}"], "S016", "`title`: is not a line of text", "title"),
    "a list in a list": (["title: [[甲]]"], "S016", "`title`: is not a line of text", "title"),
    "a list for a line": (["title: 甲", "subtitle: [乙, 丙]"], "S016", "`subtitle`: is not a line of text", "subtitle"),
    "two lines": (["title: |", "  一", "  二"], "S016", "`title`: holds a line end or a character that cannot be seen", "title"),
    "an escaped line end": (['title: "一\\n二"'], "S016", "`title`: holds a line end or a character that cannot be seen", "title"),
    "an escape for a control character": (['title: "一\\e[31m"'], "S016", "`title`: holds a line end or a character that cannot be seen", "title"),
    "a date in short": (["title: 甲", "date: 2026-2-6"], "S016", "`date`: `2026-2-6` is not a date", "date"),
    "a day that is not there": (["title: 甲", "date: 2026-02-30"], "S016", "`date`: `2026-02-30` is not a date", "date"),
    "a date in other digits": (["title: 甲", "date: ２０２６-02-06"], "S016", "`date`: `２０２６-02-06` is not a date", "date"),
    "a week date": (["title: 甲", "date: 2026-W06-5"], "S016", "`date`: `2026-W06-5` is not a date", "date"),
    "a bare language": (["title: 甲", "editions: zh"], "S016", "`editions`: `zh` is not a locale", "editions"),
    "an edition twice": (["title: 甲", "editions: [en, EN]"], "S016", "`editions`: names the same thing twice", "editions"),
    "an unknown format": (["title: 甲", "formats: [pdf, docx]"], "S016", "`formats`: `docx` is not known", "formats"),
    "a theme outside": (["title: 甲", "theme: ../x"], "S016", "`theme`: `../x` is not an id", "theme"),
    "no title": (["subtitle: 甲"], "S015", "the front matter has no `title`", "---"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_rule(rule: str) -> None:
    lines, code, fact, at = RULES[rule]
    work = read_more(*lines)
    ((told, said, where),) = found_in(work)
    assert (told, said.removeprefix("the front matter is not YAML: "), where) == (code, fact, at)
    (found,) = work.diagnostics
    assert found.is_error
    assert found.hint
    assert found.place is not None
    assert found.excerpt == work.text.split("\n")[found.place.line - 1]


@pytest.mark.parametrize("identifier", ["A", "a_b", "-a", "a.b", "../a", "a/b", "字", "a" * 64, "a b", "CON.", "ａ"])
def test_an_id_that_is_no_file_name_everywhere(identifier: str) -> None:
    work = read_front(f"id: {identifier}", "lang: en", "title: t")
    assert [(code, at) for code, _, at in found_in(work)] == [("S016", "id")]
    assert work.document.metadata.id == "untitled"


@pytest.mark.parametrize("identifier", ["a", "0", "a" * 63, "zhengzhou-cppcc-2026", "a-"])
def test_an_id(identifier: str) -> None:
    work = read_front(f"id: {identifier}", "lang: en", "title: t")
    assert (work.diagnostics, work.document.metadata.id) == ((), identifier)


def test_hints_name_the_way_out() -> None:
    hints = {
        each.fact: each.hint for each in read_more("title: 甲", "authr: 乙", "lang2: en", "editions: zh-CN").diagnostics
    }
    assert hints["`authr` is not a known key"].startswith(
        "did you mean `author`? allowed: annex, author, date, editions,"
    )
    assert hints["`lang2` is not a known key"].startswith("did you mean `lang`? ")
    assert "use one of zh-Hans-CN, " in hints["`editions`: `zh-CN` is not a locale"]


def test_everything_is_told_at_once_and_in_order() -> None:
    work = read_front(
        "id: A", "lang: zh", "subtitle: []", "date: soon", "foo: 1", "foo: 2", "theme: X", "formats: [pdf, pdf]"
    )
    assert [(code, at) for code, _, at in found_in(work)] == [
        ("S015", "---"), ("S016", "id"), ("S016", "lang"), ("S016", "subtitle"), ("S016", "date"), ("S014", "foo"), ("S013", "foo"),
        ("S016", "theme"), ("S016", "formats"),
    ]  # fmt: skip
    assert work.language is None


def test_the_body_is_read_although_the_front_matter_cannot_be() -> None:
    text = "---\ntitle: [\n---\n\n[1,23元]{.q}\n"
    work = read_text(text, Report("sample.md", text))
    assert [each.code for each in work.diagnostics] == ["S011", "Q103"]
    assert work.diagnostics[1].place == Place(5, 2, 5)


@pytest.mark.parametrize("lines", [[], ["# nothing"], ["{}"]])
def test_an_empty_front_matter_lacks_what_is_required(lines: list[str]) -> None:
    work = read_front(*lines)
    assert [fact for _, fact, _ in found_in(work)] == [
        f"the front matter has no `{key}`" for key in ("id", "lang", "title")
    ]


@pytest.mark.parametrize("lines", [["- 甲"], ["甲"], ["'甲'"], ["[]"]])
def test_a_front_matter_that_is_no_table(lines: list[str]) -> None:
    assert found_in(read_front(*lines)) == [("S011", "the front matter is not a list of `key: value`", lines[0][0])]


def test_a_second_document_cannot_hide() -> None:
    text = "---\nid: a\nlang: en\ntitle: '\n --- '\n---\n"
    assert read_text(text, Report("a.md", text)).document.metadata.title == ("---",)
    work = read_front("id: a", "lang: en", "title: t", "--- {id: b}")
    assert [(code, fact) for code, fact, _ in found_in(work)] == [
        ("S012", "a second YAML document is not allowed in front matter")
    ]


def test_front_matter_has_a_limit() -> None:
    work = read_more("title: " + "字" * 22_000)
    assert [(each.code, each.place) for each in work.diagnostics] == [("S004", Place(2))]
    bomb = [
        "a: &a [x, x]",
        *(f"{name}: &{name} [*{before}, *{before}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)),
    ]
    assert [each.code for each in read_front(*bomb).diagnostics] == ["S012"]


# ---------------------------------------------------------------- places of words for readers


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["title: 甲", "subtitle: 乙", "author: [丙, 丁]"], ["甲", "乙", "丙", "丁"]),
        (["title: '甲'", 'subtitle: "乙“丙”"'], ["甲", "乙“丙”"]),
        (["title:", "  - 甲", "  -   '乙'  # 说明", "subtitle: 丙 # 说明"], ["甲", "乙", "丙"]),
        (
            ["title: one", "  two", "subtitle: >-", "  三", "  四", "author: |", "  五"],
            ["one", "two", "三", "四", "五"],
        ),
        (["title: 甲", "theme: plain", "date: 2026-02-06", "editions: [zh-Hant-TW]"], ["甲"]),
        (["date: 2026-02-06", "author: 乙", "title: 甲"], ["甲", "乙"]),
        (["title: {甲: 乙}"], ["乙"]),
        (["title: ''"], []),
        (["title: [甲"], []),
    ],
)
def test_words_for_readers_are_found_where_they_stand(lines: list[str], words: list[str]) -> None:
    work = read_more(*lines)
    assert [stretch(work, place) for place in work.front_matter_prose] == words


LINES = st.lists(
    st.sampled_from([
        "id: a", "id: A", "lang: en", "lang: zh", "title: 甲", "title:", "  - 乙", "  - '丙", "title: |", "  丁", "author: [a, b]", "&a x: *a", "!!x y",
        "date: 2026-02-06", "? k", ": v", "{", "}", "<<: a", "# c", "\t", "theme: plain", "%YAML 1.1", "foo: {a: [b]}", "“：”", "\x00", "x: \u2028y",
    ]),
    max_size=6,
)  # fmt: skip


@FIXED
@given(LINES)
def test_any_front_matter_is_read_or_told(lines: list[str]) -> None:
    work = read_front(*lines)
    source = work.text.split("\n")
    for found in work.diagnostics:
        assert found.code in CODES
        assert found.place is None or 1 <= found.place.line <= len(source)
    for place in work.front_matter_prose:
        assert stretch(work, place).strip()
    metadata = work.document.metadata
    assert metadata.id
    assert metadata.title
