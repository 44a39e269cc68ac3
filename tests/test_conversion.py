"""`convert_markdown` and `convert_plain`: prose changes where it stands, everything else keeps its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, NEWS, SPEECH
from keben.conversion import convert_markdown, convert_plain
from keben.diagnostics import Report
from keben.edition.script import way_between
from keben.errors import SourceError
from keben.locales import LOCALES, find_locale
from keben.reader import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from keben.locales import Locale

CN, TW, HK, MO = (find_locale(tag) for tag in ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"))
CHINESE = [locale for locale in LOCALES if locale.is_chinese]


def markdown(text: str, target: Locale, name: str = "-") -> str:
    """Return the converted text of a Markdown source."""
    return convert_markdown(text, target, name).text


def plain(text: str, target: Locale, source: Locale | None = None) -> str:
    """Return the converted text of a text."""
    return convert_plain(text, target, source).text


def in_language(text: str, target: Locale) -> str:
    """Return a source whose front matter names the locale that it was converted to."""

    def renamed(found: re.Match[str]) -> str:
        return f"lang: {target.tag}" if way_between(find_locale(found[1]), target) else found[0]

    return re.sub("lang: (zh-Han[st]-[A-Z]{2})", renamed, text, count=1)


# ---------------------------------------------------------------- one construct after another

# Source and what stands there for Taiwan. 发 and 发展 show what is prose; 发 in anything else must stay.
CONSTRUCTS = {
    "paragraph": ("发展“头发‘发’”", "發展「頭髮『發』」"),
    "heading": ("# 发展", "# 發展"),
    "heading closed": ("## 发展 ##", "## 發展 ##"),
    "heading with an id": ("# 发展 {#fa}", "# 發展 {#fa}"),
    "heading with an id like its words": ("# 发 {#发}", "# 發 {#发}"),
    "heading closed with an id": ("# 发 {#发} #", "# 發 {#发} #"),
    "heading under a line": ("发展\n===", "發展\n==="),
    "heading under a line with an id": ("发\n发展 {#发}\n---", "發\n發展 {#发}\n---"),
    "emphasis": ("*头*发，**发***展*，***发展***", "*頭*髮，**發***展*，***發展***"),
    "emphasis beside marks": ("的**“发”**展，GDP**“发”**a", "的**「發」**展，GDP**「發」**a"),
    "underscores": ("_发展_ __发展__", "_發展_ __發展__"),
    "code": ("`发展` ``发`展`` 发展", "`发展` ``发`展`` 發展"),
    "fenced code": ("```发 发展\n发展\n```\n发展", "```发 发展\n发展\n```\n發展"),
    "tilde fence": ("~~~\n发展\n\n发展\n~~~", "~~~\n发展\n\n发展\n~~~"),
    "unclosed fence": ("```\n发展", "```\n发展"),
    "indented code": ("    发展\n\t发展\n\n发展", "    发展\n\t发展\n\n發展"),
    "link": ("[发展](https://a.example/发?发#发)", "[發展](https://a.example/发?发#发)"),
    "link to an id": ("[发展](#发) ", "[發展](#发) "),
    "link with a title": ('[发展](https://a.example/发 "发展的“题”")', '[發展](https://a.example/发 "發展的「題」")'),
    "title in single marks": ("[发展](https://a.example '发')", "[發展](https://a.example '發')"),
    "title in brackets": ("[发展](https://a.example (发))", "[發展](https://a.example (發))"),
    "title like its address": ('[发](https://a.example/发 "发")', '[發](https://a.example/发 "發")'),
    "title over two lines": ('> [发](https://a.example\n> "发\n> 展")', '> [發](https://a.example\n> "發\n> 展")'),
    "link in pointed brackets": ('[发](<https://a.example/发 展> "发")', '[發](<https://a.example/发 展> "發")'),
    "link that may not be published": ("[发展](./发.md '发')", "[發展](./发.md '發')"),
    "link that is none": ("[发展](发 展)", "[發展](發 展)"),
    "autolink": ("<https://a.example/发展>发展", "<https://a.example/发展>發展"),
    "reference": ("[发展][发]\n\n[发]: https://a.example/发", "[發展][发]\n\n[发]: https://a.example/发"),
    "reference that is its own label": (
        "[发展][]、[发展]、[*发*]\n\n[发展]: https://a.example/发\n[*发*]: https://a.example",
        "[发展][]、[发展]、[*发*]\n\n[发展]: https://a.example/发\n[*发*]: https://a.example",
    ),
    "title of a reference": (
        '[发展][a]\n\n[a]: https://a.example/发 "发展的“题”"',
        '[發展][a]\n\n[a]: https://a.example/发 "發展的「題」"',
    ),
    "title below its reference": ("[x][a]\n\n[a]: <发>\n  '发\n发展'", "[x][a]\n\n[a]: <发>\n  '發\n發展'"),
    "reference nobody calls": ("[发]: https://a.example '发'", "[发]: https://a.example '發'"),
    "definition inside code": ("    [a]: https://a.example '发'", "    [a]: https://a.example '发'"),
    "image": ("发![发*展*](发.png '发')发", "發![發*展*](发.png '發')發"),
    "image alone": ('![发展](发展.png "发展")', '![發展](发展.png "發展")'),
    "image with an id": ("![发](发.png){#fa}", "![發](发.png){#fa}"),
    "image by reference": ("![发][b] ![发]\n\n[b]: 发.png '发'\n[发]: 发.png", "![發][b] ![发]\n\n[b]: 发.png '發'\n[发]: 发.png"),
    "image in a link": ("[![发](发.png)](https://a.example/发)", "[![發](发.png)](https://a.example/发)"),
    "span q": ("[6501.8亿元]{.q #trade of=2025}", "[6501.8億元]{.q #trade of=2025}"),
    "count stays ungrouped": ("[3417班]{.q}", "[3417班]{.q}"),
    "span q that cannot be read": ("[数百亿元]{.q}", "[數百億元]{.q}"),
    "span keep": ("[发展**发**]{.keep #fa}发展", "[发展**发**]{.keep #fa}發展"),
    "span name": ("[范仲淹]{.name}模范", "[范仲淹]{.name}模範"),
    "span name ends a phrase": ("[头]{.name}发展", "[頭]{.name}發展"),
    "span of an unknown class": ("[发展]{.发}", "[發展]{.发}"),
    "subscript": ("发<sub>发</sub>", "發<sub>發</sub>"),
    "ruby": ("<ruby>发<rt>发</rt></ruby>", "<ruby>發<rt>发</rt></ruby>"),
    "HTML comment": ("发<!-- 发展 -->展", "發<!-- 发展 -->展"),
    "HTML attributes": ("<b title='发'>发</b>", "<b title='发'>發</b>"),
    "HTML block": ("<div>\n发展\n</div>\n\n发展", "<div>\n发展\n</div>\n\n發展"),
    "entities": ("&ldquo;发&rdquo;&#21457;&amp;&nbsp;发", "&ldquo;發&rdquo;&#21457;&amp;&nbsp;發"),
    "escapes": (r"\*发\*\\发\[发\]", r"\*發\*\\發\[發\]"),
    "hard breaks": ("发  \n展\\\n发", "發  \n展\\\n發"),
    "soft break inside a phrase": ("头\n发", "頭\n髮"),
    "list": ("- 发\n- 展\n\n1. 发\n   发展", "- 發\n- 展\n\n1. 發\n   發展"),
    "list with tabs": ("-\t发\n\t发展\n\n\t发展", "-\t發\n\t發展\n\n\t發展"),
    "list that reads as its mark": ("1. 1. 发\n- - 发", "1. 1. 發\n- - 發"),
    "quote": ("> 发\n> > 展发\n发展", "> 發\n> > 展發\n發展"),
    "table": ("|发|`发`|\n|:--|--:|\n|发|**发**|", "|發|`发`|\n|:--|--:|\n|發|**發**|"),
    "table without outer bars": ("发 | 发展\n--|--\n发 | 发", "發 | 發展\n--|--\n發 | 發"),
    "bars in cells": (r"|发\|发|`发\|发`|发|" + "\n|-|-|-|", r"|發\|發|`发\|发`|發|" + "\n|-|-|-|"),
    "definition list": ("发展\n:   发\n\n    展发", "發展\n:   發\n\n    展發"),
    "note": ("发[^发]\n\n[^发]: 发展\n    续发", "發[^发]\n\n[^发]: 發展\n    續發"),
    "note nobody calls": ("[^a]: 发展“发”", "[^a]: 發展「發」"),
    "note written twice": ("x[^a]\n\n[^a]: 发\n\n[^a]: 发展", "x[^a]\n\n[^a]: 發\n\n[^a]: 發展"),
    "container": ("::: note\n发展\n:::", "::: note\n發展\n:::"),
    "unknown container": ("::: tip 发\n发展\n:::", "::: tip 发\n發展\n:::"),
    "open container": ("::: note\n发展", "::: note\n發展"),
    "verse": ("::: verse\n头\n发\n:::", "::: verse\n頭\n發\n:::"),
    "rule and blank lines": ("发\n\n---\n\n\n发", "發\n\n---\n\n\n發"),
    "white space": ("发\t展  \n\t\n  \n发\u3000\u00a0", "發\t展  \n\t\n  \n發\u3000\u00a0"),
    "quotation across markup": ("“**发**`发`[发]{.keep}‘[3班]{.q}’”", "「**發**`发`[发]{.keep}『[3班]{.q}』」"),
    "other writing": ("ABC 123 ひらがな 한국어 é 🙂", "ABC 123 ひらがな 한국어 é 🙂"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CONSTRUCTS.values(), ids=CONSTRUCTS)
def test_constructs(source: str, expected: str) -> None:
    assert markdown(source, TW) == expected
    assert markdown(FRONT_MATTER + source, TW) == in_language(FRONT_MATTER, TW).replace("样本", "樣本") + expected


@pytest.mark.parametrize("source", [source for source, _ in CONSTRUCTS.values()], ids=CONSTRUCTS)
def test_constructs_stay_in_the_source_s_own_locale(source: str) -> None:
    assert markdown(FRONT_MATTER + source, CN) == FRONT_MATTER + source
    assert markdown(FRONT_MATTER + source, find_locale("zh-Hans-SG")) == FRONT_MATTER + source


@pytest.mark.parametrize(
    ("lang", "target", "source", "expected"),
    [
        ("zh-Hant-TW", CN, "「幹部『頭髮』」裡面**臺灣**`髮`", "“干部‘头发’”里面**台湾**`髮`"),
        ("zh-Hant-HK", CN, "「幹部『頭髮』」裏面着力", "“干部‘头发’”里面着力"),
        ("", CN, "「幹部『頭髮』」裡面 [髮]{.keep}", "“干部‘头发’”里面 [髮]{.keep}"),
        ("zh-Hant-TW", HK, "「裡面」著力，臺", "「裏面」着力，台"),
        ("zh-Hant-HK", TW, "「裏面」着力，台", "「裡面」著力，臺"),
        ("zh-Hant-HK", MO, "「裏面」着力，“台”", "「裏面」着力，“台”"),
        ("zh-Hant-TW", TW, "“发展”「頭髮」", "“发展”「頭髮」"),
        ("en", TW, "“Hello” 发", "“Hello” 发"),
        ("", TW, "GDP**“发展”**", "GDP**「發展」**"),
        ("", CN, "AI**「發展」**技術", "AI**“发展”**技术"),
    ],
)
def test_languages(lang: str, target: Locale, source: str, expected: str) -> None:
    front = f"---\nid: a\nlang: {lang}\ntitle: A\n---\n\n" if lang else ""
    assert markdown(front + source, target) == in_language(front, target) + expected


# ---------------------------------------------------------------- front matter


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("title: 发展“题”", "title: 發展「題」"),
        ("title: 发展   # 发", "title: 發展   # 发"),
        ("title: '发展''发'", "title: '發展''發'"),
        ('title: "发展\\"发\\"\\u53d1"', 'title: "發展\\"發\\"\\u53d1"'),
        ("title: [发展, '发', \"发\"]", "title: [發展, '發', \"發\"]"),
        ("title:\n  - 发展\n  - 发", "title:\n  - 發展\n  - 發"),
        ("title: >-\n  发展\n  发\n\n  发", "title: >-\n  發展\n  發\n\n  發"),
        ("title: | # 发\n  发展", "title: | # 发\n  發展"),
        ("title: 发展\n  发", "title: 發展\n  發"),
        ('title: "发展\n  发"', 'title: "發展\n  發"'),
        ("title: 发\u2028  展\nsubtitle: 发", "title: 發\u2028  展\nsubtitle: 發"),
        ("title: a\nsubtitle: 发\nauthor: [发, 范仲淹]", "title: a\nsubtitle: 發\nauthor: [發, 范仲淹]"),
        ("title: a\ntheme: 发\noutput: 发展", "title: a\ntheme: 发\noutput: 发展"),
        ("title: a\n发展: 发\n# 发展", "title: a\n发展: 发\n# 发展"),
        ("title: a\ntitle: 发", "title: a\ntitle: 發"),
        ("title: ''\nsubtitle:", "title: ''\nsubtitle:"),
    ],
)
def test_front_matter(source: str, expected: str) -> None:
    frame = "---\nid: fa\nlang: zh-Hans-CN\n{}\n---\n发展\n"
    assert markdown(frame.format(source), TW) == in_language(frame.format(expected), TW).replace(
        "---\n发展", "---\n發展"
    )


@pytest.mark.parametrize(
    "front",
    [
        "title: [发展",
        "title: 'a\n发展: ]",
        "title: &a 发展",
        "title: !!str 发展",
        "- 发展",
        "发展",
        "title: a: b: 发",
    ],
)
def test_front_matter_that_cannot_be_read_stops_the_conversion(front: str) -> None:
    with pytest.raises(SourceError) as caught:
        markdown(f"---\n{front}\n---\n\n发展\n", TW, "a.md")
    assert {found.code for found in caught.value.diagnostics} <= {"S011", "S012"}
    assert all(found.hint and found.path == "a.md" for found in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("---\ntitle: 发展\n\n发展", "---\ntitle: 發展\n\n發展"),  # never closed, so it is text
        ("发展\n---\ntitle: 发\n---\n", "發展\n---\ntitle: 發\n---\n"),
        ("---\nlang: zh\ntitle: 发展\n---\n发展", "---\nlang: zh\ntitle: 發展\n---\n發展"),
        ("---\ntitle: 发展\ndate: 去年\n---\n发展", "---\ntitle: 發展\ndate: 去年\n---\n發展"),
        ("\n\n---\ntitle: 发展\n...\n发展", "\n\n---\ntitle: 發展\n...\n發展"),
        ("---\n---\n发展", "---\n---\n發展"),
        ("", ""),
        ("\n", "\n"),
    ],
)
def test_other_faults_of_the_front_matter_do_not(source: str, expected: str) -> None:
    assert markdown(source, TW) == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [("发\x00展", "S002"), ("发\x1b[31m", "S002"), ("[" * 3000, "S004"), ("> " * 40 + "发", "S004")],
)
def test_what_cannot_be_read_whole_stops_the_conversion(source: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        markdown(source, TW)
    assert {found.code for found in caught.value.diagnostics} == {code}
    assert str(caught.value).startswith("`-` has ")


# ---------------------------------------------------------------- the whole at once

UNREADABLE = "span q that cannot be read"
"""Stands in the document as a protected span, so that no word of it is taken for a figure, but is converted here."""

TORTURE = FRONT_MATTER.replace("title: 样本", "title: [发展, '“题”']\nauthor: 范仲淹\nsubtitle: >-\n  发\n  展") + "\n\n".join(
    source.replace("[^a]", f"[^a{number}]").replace("[^发]", f"[^发{number}]").replace("[a]", f"[a{number}]")
    for number, (name, (source, _)) in enumerate(CONSTRUCTS.items())
    if name not in ("unclosed fence", "open container", UNREADABLE)
) + "\n"  # fmt: skip
HAN = re.compile("[\u3400-\u9fff“”‘’「」『』]")


def skeleton(text: str) -> Any:
    """Return the document that a text reads as, with its words blanked and everything else as it is."""
    return blanked(msgspec.to_builtins(read_text(text, Report("-", text)).document))


def blanked(value: Any, *, kept: bool = False) -> Any:
    if isinstance(value, list | tuple):
        return [blanked(each, kept=kept) for each in value]
    if not isinstance(value, dict):
        return value
    kind = str(value.get("type"))
    kept = kept or kind == "keep"
    words = {"text": ("text",), "quantity": ("text", "scale", "unit", "qualifier"), "link": ("title",)}.get(
        str(kind), ()
    )
    if "lang" in value:
        words = ("title", "subtitle", "authors")
    return {key: (len(each) if key in words and not kept else blanked(each, kept=kept)) for key, each in value.items()}


def endings(text: str, kind: str) -> str:
    ends = {"LF": ["\n"], "CRLF": ["\r\n"], "CR": ["\r"], "mixed": ["\r\n", "\n", "\r"]}[kind]
    lines = text.split("\n")
    return "".join(line + ends[number % len(ends)] for number, line in enumerate(lines[:-1])) + lines[-1]


@pytest.mark.parametrize("target", CHINESE, ids=lambda locale: locale.tag)
@pytest.mark.parametrize("kind", ["LF", "CRLF", "CR", "mixed"])
def test_everything_but_prose_is_the_same_in_the_torture_text(kind: str, target: Locale) -> None:
    source = endings(TORTURE, kind)
    converted = markdown(source, target)
    assert HAN.sub("□", converted) == HAN.sub("□", in_language(source, target))
    assert len(converted) == len(source)
    assert re.findall(r"\r\n|\r|\n", converted) == re.findall(r"\r\n|\r|\n", source)
    assert skeleton(endings_gone(converted)) == skeleton(in_language(TORTURE, target))
    assert (converted == source) == (target.script == "Hans")
    assert converted == endings(markdown(TORTURE, target), kind)


def endings_gone(text: str) -> str:
    return re.sub(r"\r\n|\r", "\n", text)


def test_the_torture_text_is_converted_as_its_parts_are() -> None:
    converted = markdown(TORTURE, TW)
    apart = ("open container", UNREADABLE, "link that is none")  # the last one's words are another construct's label
    for name, (source, expected) in CONSTRUCTS.items():
        if source != expected and "[^" not in source and "[a]" not in source and name not in apart:
            assert expected in converted, name
    assert "title: [發展, '「題」']\nauthor: 范仲淹\nsubtitle: >-\n  發\n  展" in converted


@pytest.mark.parametrize("target", [TW, HK, MO], ids=lambda locale: locale.tag)
def test_converting_twice_is_converting_once(target: Locale) -> None:
    once = markdown(TORTURE, target)
    assert markdown(once, target) == once


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK"])
def test_the_torture_text_comes_back(tag: str) -> None:
    assert markdown(markdown(TORTURE, find_locale(tag)), CN) == TORTURE


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
@pytest.mark.parametrize("target", [TW, HK], ids=lambda locale: locale.tag)
def test_the_real_works(source: Path, target: Locale) -> None:
    text = source.read_text(encoding="utf-8")
    converted = markdown(text, target)
    assert HAN.sub("□", converted) == HAN.sub("□", in_language(text, target))
    assert skeleton(converted) == skeleton(in_language(text, target))
    assert re.findall(r"\{[^}]*\}", converted) == re.findall(r"\{[^}]*\}", text)
    assert not re.search("[“”‘’]|徵程|資金鍊|指明瞭", converted)
    assert re.search("title: 市政協委員|- 堅持改革開放不動搖", converted)
    assert markdown(converted, CN) == text


# ---------------------------------------------------------------- laws

PIECES = st.one_of(
    st.text(alphabet="发展头资金链里面干“”‘’「」，。 \t*_`[]()<>!#|:;&\\{}-=+~\"'.^1a/", max_size=12),
    st.sampled_from([source for name, (source, _) in CONSTRUCTS.items() if name != UNREADABLE]),
)
JOINTS = st.sampled_from(
    ["", "\n", "\n\n", "\r\n", "\r", "\n> ", "\n- ", "\n\n    ", "\n\t", "|", "\n\n1. ", " ", "\n: "]
)
FRONTS = st.sampled_from(
    [
        "",
        FRONT_MATTER,
        FRONT_MATTER.replace("zh-Hans-CN", "zh-Hant-TW"),
        "---\ntitle: 发\n---\n",
        "---\r\nid: a\r\ntitle: '发\r\n  展'\r\n---\r\n",
        "---\ntitle: [发\n---\n",
        "---\n",
    ]
)
SOURCES = st.builds(
    lambda front, parts: front + "".join(piece + joint for piece, joint in parts),
    FRONTS,
    st.lists(st.tuples(PIECES, JOINTS), max_size=6),
)


@settings(deadline=None, max_examples=150)
@given(SOURCES, st.sampled_from(CHINESE))
def test_any_text_keeps_everything_but_han_and_quotation_marks(text: str, target: Locale) -> None:
    try:
        converted = markdown(text, target)
    except SourceError:
        return
    assert HAN.sub("□", converted) == HAN.sub("□", in_language(text, target))
    assert re.findall(r"\r\n|\r|\n", converted) == re.findall(r"\r\n|\r|\n", text)


# Between “ and “ a line end is a space, as between words; between 「 and 「 it is nothing.
MARK = "(?:[“”‘’「」『』]|&[lr]dquo;)"
MARKS_MEET = re.compile(rf"{MARK}[^\u3400-\u9fffa-z0-9\n]*\n[^\u3400-\u9fffa-z0-9\n]*{MARK}")


@settings(deadline=None, max_examples=100)
@given(SOURCES, st.sampled_from(CHINESE))
def test_any_text_reads_as_the_same_document_but_for_its_words(text: str, target: Locale) -> None:
    text = endings_gone(text)
    assume(not MARKS_MEET.search(text))
    try:
        converted = markdown(text, target)
    except SourceError:
        return
    assert skeleton(converted) == skeleton(in_language(text, target))


@settings(deadline=None, max_examples=60)
@given(SOURCES, st.sampled_from(CHINESE))
def test_any_text_stays_in_its_own_locale(text: str, target: Locale) -> None:
    own = f"---\nid: a\nlang: {target.tag}\ntitle: 发展\n---\n{text}"
    try:
        assert markdown(own, target) == own
    except SourceError:
        return


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("发展“头发‘发’”", "發展「頭髮『發』」"),
        ("# 发展 `发` [发]{.keep}", "# 發展 `發` [發]{.keep}"),  # no markup is known here
        ("发\r\n展\r发\n\n发", "發\r\n展\r發\n\n發"),
        ("\ufeff 发\t\u3000\u00a0发 \v\f", "\ufeff 發\t\u3000\u00a0發 \v\f"),
        ("“发\n展”", "「發\n展」"),
        ("\n\r\n\r", "\n\r\n\r"),
        ("", ""),
        ("发\x00展\x00", "發\x00展\x00"),
    ],
)
def test_plain_text(source: str, expected: str) -> None:
    assert plain(source, TW) == expected


def test_plain_text_of_a_known_locale() -> None:
    assert plain("裏面「着」", TW, HK) == "裡面「著」"
    assert plain("“发展”", CN, CN) == "“发展”"
    assert plain("「發展」", CN) == "“发展”"


@settings(deadline=None)
@given(st.text(alphabet="发展头资“”‘’「」 \t\r\n\u3000\u2028a1", max_size=40), st.sampled_from(CHINESE))
def test_plain_text_keeps_its_white_space(text: str, target: Locale) -> None:
    converted = plain(text, target)
    assert HAN.sub("□", converted) == HAN.sub("□", text)
