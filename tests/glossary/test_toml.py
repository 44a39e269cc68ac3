"""Glossaries as TOML: what they say, where it stands, every fault at once; written and read back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keben.diagnostics import Diagnostic, Place, Report
from keben.glossary.terms import TAGS, Term, plain_note, written_term
from keben.glossary.toml import MAX_DOTS, parse_toml, to_toml
from keben.settings import FormError


def parse(text: str) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    report = Report("g.toml", text)
    return parse_toml(text, report), report.diagnostics()


def test_everything_it_may_say() -> None:
    terms, found = parse(
        "# our words\n[zh-Hant]  # every Traditional edition\n\"郑好融\" = \"鄭好融\"\n'软\\件' = '軟體'\n\n"
        '[zh-TW]\n"信息" = { target = "資訊", note = "國教院" }\nIT = "資訊科技"\n\n'
        '[names]\npeople = [\n  "于洋", "范曾",\n]\nplaces = ["里瓦斯"]\nbodies = "台盟"\n[zh]\n"范曾" = "范曾"\n'
    )
    assert found == ()
    hant, taiwan, everywhere = TAGS["zh-Hant"], TAGS["zh-Hant-TW"], TAGS["zh"]
    assert terms == (
        Term("郑好融", "鄭好融", hant, file="g.toml", line=3, column=2),
        Term("软\\件", "軟體", hant, file="g.toml", line=4, column=2),
        Term("信息", "資訊", taiwan, note="國教院", file="g.toml", line=7, column=2),
        Term("IT", "資訊科技", taiwan, file="g.toml", line=8),
        Term("范曾", "范曾", everywhere, "person", file="g.toml", line=17, column=2),
        Term("于洋", "", everywhere, "person", file="g.toml", line=12, column=4),
        Term("范曾", "", everywhere, "person", file="g.toml", line=12, column=10),
        Term("里瓦斯", "", everywhere, "place", file="g.toml", line=14, column=12),
        Term("台盟", "", everywhere, "body", file="g.toml", line=15, column=11),
    )


def test_an_empty_file_says_nothing() -> None:
    assert parse("") == parse("# nothing yet\n[zh-Hant]\n") == ((), ())


@pytest.mark.parametrize(
    ("text", "code", "fact", "place", "hint"),
    [
        ("[zh-Hant]\n软件 = '軟體'\n", "C211", "invalid statement", Place(2, 1), "put both sides in quotes"),
        ("[zh-Hant]\n“软件” = “軟體”\n", "C211", "invalid statement", Place(2, 1), "half-width quotes"),
        ("[zh-Hant]\n'软件' = 軟體\n", "C211", "invalid value", Place(2, 8), "put both sides in quotes"),
        ("[zh-Hant]\n'软件' ＝ '軟體'\n", "C211", "expected '='", Place(2, 6), "between the two"),
        ("[zh-Hant]\n'软件': '軟體'\n", "C211", "expected '='", Place(2, 5), "between the two"),
        ("[zh]\n'软' = '軟'\n'软' = '軟'\n", "C211", "cannot overwrite a value", Place(3, 10), "take one out"),
        ("[zh]\n'软' = '軟'\n[zh]\n", "C211", "cannot declare ('zh',) twice", Place(3, 4), "take one out"),
        ("[names]\npeople = [\n'于洋'\n", "C211", "unclosed array", Place(4), "write a term as"),
        ("x = " + "[" * 5000, "C211", "maximum recursion depth exceeded", Place(1), "write a term as"),
        ("x = " + "1" * 5000, "C211", "exceeds the limit", Place(1), "write a term as"),
        ("a" + ".a" * 101, "C211", f"more than {MAX_DOTS} dots", Place(1), "a line of its own"),
        ("[zh-hnat]\n'a' = 'b'\n", "C212", "`zh-hnat` is not a known table", Place(1, 2, 7), "did you mean `zh-Hant`"),
        ("[en]\n'a' = 'b'\n", "C212", "`en` is not a known table", Place(1, 2, 2), "zh-Hant-TW"),
        ("'软件' = '軟體'\n", "C212", "`软件` stands in no table", Place(1, 2, 2), "[zh-Hant]"),
        ("people = ['于洋']\n", "C212", "`people` stands outside", Place(1, 1, 6), "[names]"),
        ("zh = 'a'\n", "C212", "`zh` is not a table", Place(1, 1, 2), "[zh]"),
        ("names = ['于洋']\n", "C212", "`names` is not a table", Place(1, 1, 5), "[names]"),
        ("[names]\nperson = ['于洋']\n", "C212", "`person` is not a known list", Place(2, 1, 6), "use one of people, places, bodies"),
        ("[zh]\n'软' = { to = '軟' }\n", "C212", "`to` is not known of a term", Place(2, 2, 1), "target"),
        ("[zh]\n'软' = ''\n", "C213", "what `软` is printed as is empty", Place(2, 2, 1), "take the term out"),
        ("[zh]\n'软' = {}\n", "C213", "what `软` is printed as is empty", Place(2, 2, 1), "take the term out"),
        ("[zh]\n'' = '軟'\n", "C213", "the left side is empty", Place(2, 2, 1), "take the term out"),
        ("[zh]\n'软' = 5\n", "C213", "what `软` is printed as is not a line", Place(2, 2, 1), "in quotes"),
        ("[zh]\n'软' = ['軟']\n", "C213", "what `软` is printed as is not a line", Place(2, 2, 1), "in quotes"),
        ("[zh]\n'软' = \"a\\u202eb\"\n", "C213", "holds U+202E", Place(2, 2, 1), "plain text"),
        ("[names]\npeople = [1]\n", "C213", "a name under `people` is not a line", Place(2, 1, 6), "in quotes"),
        ("[names]\npeople = ['甲']\nplaces = ['甲']\n", "C214", "`甲` is listed as a person and as a place", Place(2, 12, 1), "keep one"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_and_a_hint(text: str, code: str, fact: str, place: Place, hint: str) -> None:
    _, (found,) = parse(text)
    assert found.code == code
    assert fact in found.fact
    assert found.place == place
    assert hint in found.hint


def test_all_faults_come_at_once_and_what_is_right_is_kept() -> None:
    terms, found = parse("[zh-Hant]\n'一' = ''\n'二' = '貳'\n[zh-Hnas]\n[names]\nplace = []\npeople = ['', '于洋']\n")
    assert [(each.code, each.place and each.place.line) for each in found] == [
        ("C213", 2), ("C212", 4), ("C212", 6), ("C213", 7),
    ]  # fmt: skip
    assert [(term.source, term.target) for term in terms] == [("二", "貳"), ("于洋", "")]


def test_a_string_of_lines_does_not_hide_the_rest() -> None:
    terms, found = parse('[zh]\n"a" = """\n[zh-Hant]\n"b" = 1\n"""\n"c" = "d"\n')
    assert [each.code for each in found] == ["C213"]
    assert [term.source for term in terms] == ["c"]


def test_many_terms_are_read_in_time() -> None:
    lines = [f'"词{number}" = "詞{number}"' for number in range(10_000)]
    begin = time.process_time()
    terms, found = parse("[zh-Hant]\n" + "\n".join(lines))
    assert time.process_time() - begin < 3
    assert found == ()
    assert [term.line for term in terms] == list(range(2, 10_002))


def test_too_many_terms_are_a_limit() -> None:
    terms, (found,) = parse("[zh-Hant]\n" + "\n".join(f'"{number}" = "a"' for number in range(50_001)))
    assert (terms, found.code) == ((), "S004")


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 1_000_000,
        "[" * 1_000_000,
        "x = [" + "1," * 300_000,
        "x = {" * 200_000,
        '[zh]\n\'a\' = """\n' + "[" * 1_000_000 + '"""',
        "[zh]\n'a' = '''\n" + '\\"' * 500_000 + "'''",
        "[zh]\n'a' = " + "'" * 600_000,
        "[zh]\n" + " " * 1_000_000 + "'a' = 'b'",
        ("[" + "a" * 90 + "]\n") * 10_000,
        "\n".join(f"[{number}]" for number in range(100_000)),
    ],
    ids=["dots", "brackets", "list", "tables", "brackets in text", "quotes in text", "quotes", "space", "same", "many"],
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    begin = time.process_time()
    parse(text)
    assert time.process_time() - begin < 3


# ---------------------------------------------------------------- writing


def is_term(text: str) -> bool:
    try:
        return written_term(text) == text
    except FormError:
        return False


WORDS = st.text(min_size=1, max_size=8).filter(is_term)
TERMS = st.builds(Term, WORDS, WORDS, st.sampled_from(tuple(TAGS.values())), note=WORDS.map(plain_note))
NAMES = st.builds(Term, WORDS, st.just(""), st.just(TAGS["zh"]), st.sampled_from(("person", "place", "body")))


def content(terms: tuple[Term, ...]) -> set[tuple[str, str, tuple[str, ...], str]]:
    return {(term.source, term.target, term.locales, term.note) for term in terms}


@given(
    st.lists(TERMS, max_size=12, unique_by=lambda term: (term.source, term.locales)),
    st.lists(NAMES, max_size=6, unique_by=lambda term: term.source),
)
def test_what_is_written_reads_as_the_same(terms: list[Term], names: list[Term]) -> None:
    written = to_toml((*terms, *names), "a test")
    read, found = parse(written)
    assert found == ()
    assert content(read) == content((*terms, *names))
    assert {term.source: term.kind for term in read if not term.target} == {term.source: term.kind for term in names}
    assert to_toml(read, "a test") == written


def test_what_is_written_can_be_read_by_people() -> None:
    terms = (
        Term("范曾", "", TAGS["zh"], "person"),
        Term("信息", "資訊", TAGS["zh-Hant-TW"], note="國教院"),
        Term("软件", '軟"體', TAGS["zh-Hant"]),
    )
    assert to_toml(terms, "From terms.csv") == (
        '# From terms.csv\n\n[zh-Hant]\n"软件" = "軟\\"體"\n\n'
        '[zh-Hant-TW]\n"信息" = { target = "資訊", note = "國教院" }\n\n[names]\npeople = [\n  "范曾",\n]\n'
    )
