"""Glossaries as TBX: both versions and both styles; status of terms; nothing declared, nothing fetched, nothing deep."""

from __future__ import annotations

import time

import pytest

from keben.diagnostics import Diagnostic, Place, Report
from keben.glossary.tbx import MAX_DEPTH, parse_tbx
from keben.glossary.terms import TAGS, Term


def parse(text: str, script: str = "") -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    report = Report("g.tbx", text)
    return parse_tbx(text, report, script), report.diagnostics()


def pairs(text: str, script: str = "") -> list[tuple[str, str, str]]:
    terms, found = parse(text, script)
    assert found == ()
    tags = {locales: tag for tag, locales in TAGS.items()}
    return [(term.source, term.target, tags[term.locales]) for term in terms]


# The header, its processing instructions and its two styles as TBX-Basic's own examples have them.
DCA = """<?xml version="1.0" encoding="utf-8"?>
<?xml-model href="https://example.org/core.rng" type="application/xml" schematypens="http://relaxng.org/ns/structure/1.0"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>exported</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
  <transacGrp><transac type="transactionType">origination</transac><date>2010-04-17</date></transacGrp>
  <descrip type="subjectField">IT</descrip>
  <note>concept</note>
  <langSec xml:lang="en"><termSec><term>computer</term></termSec></langSec>
  <langSec xml:lang="zh-CN">
    <descripGrp><descrip type="definition">能计算</descrip><admin type="source">x</admin></descripGrp>
    <termSec><term>计算<hi>机</hi></term><termNote type="partOfSpeech">noun</termNote></termSec>
    <termSec><term>电子
      计算机</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
  </langSec>
  <langSec xml:lang="zh-TW">
    <termSec><term>電子計算機</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
    <termSec><term>計算機</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
    <termSec><term>電腦</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
      <note>教育部</note></termSec>
  </langSec>
  <langSec xml:lang="zh-HK"><termSec><term>電腦</term></termSec></langSec>
</conceptEntry>
</body><back><note>of no term</note></back></text></tbx>
"""
DCT = (
    DCA.replace('style="dca"', 'style="dct" xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"')
    .replace('<termNote type="administrativeStatus">', "<min:administrativeStatus>")
    .replace("-sts</termNote>", "-sts</min:administrativeStatus>")
    .replace('<termNote type="partOfSpeech">noun</termNote>', "<min:partOfSpeech>noun</min:partOfSpeech>")
    .replace("ed-2", "ed:3.0")
)  # fmt: skip
# Version 2 as exporters write it: a DTD named and not in the file, no namespace, `tig` and `ntig` side by side.
V2 = """<?xml version='1.0'?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en-US"><martifHeader><fileDesc><titleStmt><title>t</title><note>of no term</note></titleStmt>
<sourceDesc><p>p</p></sourceDesc></fileDesc><encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>
<text><body><termEntry id="c2"><descripGrp><descrip type="definition">d</descrip></descripGrp>
<langSet xml:lang="zh-Hans"><ntig><termGrp><term id="t">服务器</term><termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang="zh-Hant"><tig><term>伺服器 &amp; 主機</term></tig></langSet></termEntry></body></text></martif>
"""


@pytest.mark.parametrize("text", [DCA, DCT], ids=["dca", "dct"])
def test_version_3_in_both_styles(text: str) -> None:
    assert pairs(text) == pairs(text, "Hans") == [
        ("计算机", "電腦", "zh-Hant-TW"),
        ("计算机", "電腦", "zh-Hant-HK"),
        ("电子 计算机", "電腦", "zh-Hant-TW"),
        ("电子 计算机", "電腦", "zh-Hant-HK"),
    ]  # fmt: skip
    assert pairs(text, "Hant") == [
        (source, *target)
        for source in ("電子計算機", "計算機", "電腦")
        for target in (("计算机", "zh-Hans-CN"), ("電腦", "zh-Hant-HK"))
    ]


def test_version_2() -> None:
    assert pairs(V2) == [("服务器", "伺服器 & 主機", "zh-Hant")]
    assert pairs(V2, "Hant") == [("伺服器 & 主機", "服务器", "zh-Hans")]


def test_where_a_term_stands_and_its_note() -> None:
    terms, _ = parse(DCA)
    assert [(term.line, term.note) for term in terms] == [
        (13, "教育部"),
        (13, "concept"),
        (14, "教育部"),
        (14, "concept"),
    ]
    terms, _ = parse(V2)
    assert (terms[0].line, terms[0].column, terms[0].file) == (6, V2.split("\n")[5].index("服务器") + 1, "g.tbx")


def test_words_that_are_never_printed_are_no_target() -> None:
    assert (
        parse(V2.replace("</term></tig>", '</term><termNote type="administrativeStatus">forbidden</termNote></tig>'))[0]
        == ()
    )


def wrapped(body: str) -> str:
    return f"<tbx><text><body>{body}</body></text></tbx>"


CONCEPT = '<conceptEntry><langSec xml:lang="zh-CN"><termSec><term>甲</term></termSec></langSec><langSec xml:lang="zh-TW"><termSec><term>乙</term></termSec></langSec></conceptEntry>'


@pytest.mark.parametrize(
    ("text", "code", "fact", "hint"),
    [
        ("", "C211", "not XML: no element found", "export it again"),
        ("[zh]\n'a' = 'b'", "C211", "not XML: syntax error", "export it again"),
        (wrapped("<a>"), "C211", "not XML: mismatched tag", "export it again"),
        ("<html/>", "C211", "begins with `<html>`", "as TBX"),
        ("<tbx/>", "C211", "no concept has words in zh-Hans", "export the languages"),
        (wrapped("<conceptEntry/>"), "C211", "no concept has words", "export the languages"),
        (wrapped(CONCEPT.replace("zh-TW", "en")), "C211", "no concept has words", "export the languages"),
        (wrapped(CONCEPT.replace(' xml:lang="zh-TW"', "")), "C211", "no `xml:lang`", "languages named"),
        (wrapped(CONCEPT.replace("zh-TW", "zh")), "C212", "`zh` names no script", "zh-Hans, zh-Hant"),
        (wrapped(CONCEPT.replace("zh-TW", "zh-CHT")), "C212", "`zh-CHT` is not a known form", "zh-Hans, zh-Hant"),
        (wrapped(CONCEPT.replace("乙", " ")), "C213", "what `甲` is printed as is empty", "take the term out"),
        (wrapped(CONCEPT.replace("甲", "")), "C213", "a term is empty", "take the term out"),
        (wrapped(CONCEPT.replace("甲", "甲" * 201)), "C213", "is longer than 200", "the words alone"),
        ('<?xml version="1.0" encoding="gb2312"?>' + wrapped(CONCEPT), "C211", "declares the encoding", "UTF-8"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]>' + wrapped("&a;"), "C211", "holds `<!DOCTYPE tbx [`", "without a DTD"),
        ('<!DOCTYPE tbx SYSTEM "a>b" [<!ENTITY a "b">]>' + wrapped("&a;"), "C211", "holds `<!ENTITY`", "without a DTD"),
        ('<!DOCTYPE tbx SYSTEM "a>b" []>' + wrapped("&a;"), "C211", "`&a;` is explained nowhere", "itself"),
        ('<!DOCTYPE tbx SYSTEM "/etc/passwd">' + wrapped("<note>&a;</note>"), "C211", "`&a;` is explained nowhere", "itself"),
        (wrapped("&a;"), "C211", "not XML: undefined entity", "export it again"),
        (wrapped("<a>" * 100 + "</a>" * 100), "S004", f"{MAX_DEPTH} levels", "export what"),
        ("<!DOCTYPE" * 500_000, "C211", "not XML", "export it again"),
        (wrapped("<a/>" * 1_000_001), "S004", "1,000,000 elements", "export what"),
        (wrapped(CONCEPT * 50_001), "S004", "more than 50,000 terms", "export those"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_a_hint(text: str, code: str, fact: str, hint: str) -> None:
    begin = time.process_time()
    terms, found = parse(text)
    assert time.process_time() - begin < 5
    assert terms == ()
    assert [each.code for each in found] == [code]
    assert fact in found[0].fact
    assert hint in found[0].hint


def test_a_fault_has_its_line() -> None:
    _, (found,) = parse("<tbx>\n\n" + CONCEPT.replace("zh-TW", "zh").replace("</langSec>", "</langSec>\n") + "</tbx>")
    assert found.place == Place(4)


def test_all_on_one_line_takes_no_longer() -> None:
    text = wrapped("".join(CONCEPT.replace("甲", f"甲{number}") for number in range(20_000)))
    begin = time.process_time()
    terms, found = parse(text)
    assert time.process_time() - begin < 4
    assert found == ()
    assert len(terms) == 20_000
    assert all(text.startswith(term.source, term.column - 1) for term in terms)


def test_an_element_of_another_namespace_is_no_term() -> None:
    text = wrapped(CONCEPT).replace("<tbx>", '<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:x="urn:x">')
    assert pairs(text.replace("<term>甲", "<x:term>丙</x:term><term>甲")) == [("甲", "乙", "zh-Hant-TW")]


def test_markup_that_is_out_of_place_is_no_fault_of_ours() -> None:
    odd = "<tig><tig><tig><term>零</term></tig></tig></tig><langSec><termSec><term>一</term></termSec></langSec><termSec/><term>二</term><note>三</note>"
    assert pairs(wrapped(odd + CONCEPT.replace("<term>甲</term>", "<term>甲</term><conceptEntry/><langSec/>"))) == [
        ("甲", "乙", "zh-Hant-TW")
    ]


def test_the_first_form_counts_if_one_is_given_twice() -> None:
    again = '<langSec xml:lang="zh-Hant-TW"><termSec><term>丁</term></termSec></langSec></conceptEntry>'
    assert pairs(wrapped(CONCEPT.replace("</conceptEntry>", again))) == [("甲", "乙", "zh-Hant-TW")]
