"""The page as a file: complete without anything else, the same every time, and readable without its script."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import weasyprint
from msgspec import structs

from conftest import SPEECH, read_body
from keben.diagnostics import Place
from keben.edition.choice import Choice, Risk, Rule
from keben.edition.decisions import Decision
from keben.proofs.page import Proof, page
from keben.proofs.words import doubts_of, forms_of, why
from keben.reader import read
from proofs.samples import proof_of

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

GRAVE = (Risk.REVIEW, Risk.ERROR, Risk.SURE, Risk.GLOSSARY)


def tree(proof: Proof) -> ET.Element:
    root: ET.Element = weasyprint.HTML(string=page(proof)).etree_element
    return root


def text(element: ET.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def facts(root: ET.Element) -> dict[str, str]:
    return {text(each[0]): text(each[1]) for each in root.findall(".//header//dl/div")}


def test_the_same_proof_is_the_same_page() -> None:
    assert page(proof_of(read(SPEECH))) == page(proof_of(read(SPEECH)))


def test_the_head_says_what_this_is() -> None:
    root = tree(proof_of(risks=GRAVE))
    count = len(proof_of().choices)
    risks = {risk: sum(each.risk is risk for each in proof_of(risks=GRAVE).choices) for risk in Risk}
    assert facts(root) == {
        "work": "sample",
        "edition": "zh-Hant-TW 繁體中文（臺灣）",
        "source": "zh-Hans-CN 简体中文（中国大陆）",
        "choices": f"{count}: {risks[Risk.ERROR]} error, {risks[Risk.REVIEW]} review, {risks[Risk.GLOSSARY]} glossary, {risks[Risk.SURE]} sure",
        "to review": str(risks[Risk.ERROR] + risks[Risk.REVIEW]),
        "decided": "0",
        "made by": "Keben 0.1.0, OpenCC 1.4.2",
        "round trip": "converted back, the text is the source",
    }
    assert text(root.find(".//title")) == "Proof of 樣本 (zh-Hant-TW)"
    assert text(root.find(".//h1")) == "樣本"


def test_stale_decisions_stand_at_the_top() -> None:
    stale = Decision("sample", "zh-Hant-TW", "发", "髮", "白头", "了", place=Place(12))
    root = tree(proof_of(decisions=(stale,)))
    (item,) = root.findall(".//*[@class='stale']//li")
    assert text(item) == "line 12: 白头发了 → 髮"
    assert not tree(proof_of()).findall(".//*[@class='stale']")


def test_each_column_is_in_its_own_language() -> None:
    root = tree(proof_of(tag="zh-Hant-HK"))
    for name, lang in (("s", "zh-Hans-CN"), ("t", "zh-Hant-HK")):
        assert {each.get("lang") for each in root.findall(f".//main//p[@class='{name}']")} == {lang}
    assert {each.get("lang") for each in root.findall(".//*[@class='form']")} == {"zh-Hant-HK"}
    assert {each.get("lang") for each in root.findall(".//*[@class='at']")} == {"zh-Hans-CN"}
    assert root.get("lang") == "en"


def test_both_texts_are_there_whole() -> None:
    proof = proof_of(read(SPEECH))
    rows = [row for row in tree(proof).findall(".//main/div") if "names" not in row.get("class", "")]
    assert [tuple(text(column) for column in row) for row in rows] == [
        ("".join(each.source for each in line.segments), "".join(each.target for each in line.segments))
        for line in proof.lines
    ]


def test_without_the_script_every_choice_leads_to_what_is_said_of_it() -> None:
    proof = proof_of(risks=GRAVE)
    root = tree(proof)
    links = [each.get("href") for each in root.findall(".//main//a")]
    assert links == [f"#n{number}" for number in range(1, len(proof.choices) + 1)]
    said = {each.get("id"): text(each) for each in root.findall(".//li[@value]")}
    assert set(said) == {f"n{number}" for number in range(1, len(proof.choices) + 1)}
    for number, (choice, doubt) in enumerate(zip(proof.choices, doubts_of(proof.choices), strict=True), 1):
        entry = said[f"n{number}"]
        for words in (choice.before + choice.source + choice.after, why(choice), choice.phrase, doubt, *choice.views):
            assert words in entry
        assert all(form in entry for form in forms_of(choice))
    groups = {each.get("class"): each.get("open") for each in root.findall(".//details")}
    assert groups == {"error": "", "review": "", "glossary": "", "sure": None}


@pytest.mark.parametrize(
    ("risks", "expected"), [(GRAVE, "error"), ((Risk.REVIEW, Risk.SURE), "review"), ((Risk.SURE,), "all")]
)
def test_the_gravest_is_shown_first(risks: tuple[Risk, ...], expected: str) -> None:
    assert [each.get("value") for each in tree(proof_of(risks=risks)).findall(".//input[@checked]")] == [expected]


def test_a_choice_in_no_line_is_shown_all_the_same() -> None:
    proof = proof_of()
    lost = Choice(0, 1, "发", "髮", Rule.WORD, before="白", after="了", block="nowhere")
    root = tree(structs.replace(proof, choices=(*proof.choices, lost)))
    assert text(root.findall(".//main/div")[-1]) == "白发了髮"


# ---------------------------------------------------------------- safety


def test_it_asks_for_nothing_and_runs_only_what_the_policy_knows() -> None:
    html = page(proof_of(read(SPEECH)))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    style_hash, script_hash = (b64encode(sha256(each.encode()).digest()).decode() for each in (style, script))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )
    root = weasyprint.HTML(string=html).etree_element
    assert {each.tag for each in root.iter()}.isdisjoint({"img", "link", "iframe", "object", "embed", "form", "base"})
    names = {name for each in root.iter() for name in each.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("src", "style")}
    assert all(each.get("href", "").startswith("#") for each in root.iter("a"))
    assert not re.search(r"url\(|@import|https?:|eval|innerHTML|fetch\(|XMLHttp", style + script)


HOSTILE = "</script><script>alert(1)</script><!--<b onmouseover='x' title=\"y\">&amp;</style></textarea>"


def test_nothing_that_a_document_or_a_reviewer_writes_is_markup() -> None:
    proof = proof_of(read_body("发展"))
    (choice,) = (each for each in proof.choices if each.source == "发")
    bad = structs.replace(
        choice, before=HOSTILE, after=HOSTILE, phrase=HOSTILE, views={HOSTILE: HOSTILE}, alternatives=(HOSTILE, "髮"), block=HOSTILE
    )  # fmt: skip
    decision = Decision("sample", "zh-Hant-TW", "发", "發", HOSTILE, HOSTILE, note=HOSTILE, by=HOSTILE)
    line = structs.replace(proof.lines[0], block=HOSTILE, label=HOSTILE, segments=(structs.replace(proof.lines[0].segments[0], source=HOSTILE, target=HOSTILE),))  # fmt: skip
    proof = structs.replace(
        proof, title=HOSTILE, work=HOSTILE, choices=(bad,), lines=(line,), decisions=(decision,), stale=(decision,),
        engines={HOSTILE: HOSTILE}, round_trip=HOSTILE,
    )  # fmt: skip
    clean = tree(proof_of(read_body("发展")))
    root = tree(proof)
    allowed = {each.tag for each in clean.iter()} | {"section", "ul"}
    assert {each.tag for each in root.iter() if isinstance(each.tag, str)} <= allowed
    assert len(root.findall(".//script")) == len(clean.findall(".//script")) == 2
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or name == "title"]
    assert text(root.find(".//h1")) == HOSTILE
