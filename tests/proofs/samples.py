"""Proofs of real texts with choices made by hand, as an engine that errs now and then would make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from conftest import read_body
from keben.edition import derive
from keben.edition.choice import CONTEXT, Choice, Risk, Rule
from keben.edition.decisions import settle
from keben.locales import find_locale
from keben.proofs.lines import Line, lines_of
from keben.proofs.page import Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.edition.decisions import Decision
    from keben.reader import Work

FORMS = {
    "发": "發髮", "了": "了瞭", "干": "幹乾干", "后": "後后", "里": "裡里", "面": "面麵", "征": "征徵", "链": "鏈鍊", "制": "制製", "系": "系係繫",
    "台": "臺台", "范": "範范", "云": "雲云", "斗": "鬥斗", "表": "表錶", "余": "餘余", "冲": "衝沖", "准": "準准", "复": "復複", "历": "歷曆",
}  # fmt: skip
WHY = (Rule.WORD, Rule.OVERLAY, Rule.CHARACTER, Rule.NAME)
RISKS = (Risk.SURE,) * 9 + (Risk.REVIEW,) + (Risk.SURE,) * 6 + (Risk.GLOSSARY,)

BODY = "这是被发明的，为我们指明了方向，指明了方向。\n\n干部里面有人头发白了，皇后以后说。\n\n**资金链**和`后`代码里[后面]{.keep}的后方，[8000亿元]{.q}发展。\n"


def choices_in(lines: tuple[Line, ...], risks: tuple[Risk, ...] = RISKS) -> Iterator[Choice]:
    """Yield a choice for every character that has several forms."""
    number = 0
    for line in lines:
        text = line.text
        printed = "".join(segment.target for segment in line.segments if not segment.protected)
        for at, char in enumerate(text):
            if char in FORMS:
                target = printed[at] if len(printed) == len(text) else FORMS[char][0]
                risk = risks[number % len(risks)]
                yield Choice(
                    at, at + 1, char, target, Rule.TERM if risk is Risk.GLOSSARY else WHY[number % len(WHY)],
                    phrase=text[at - 1 : at + 1] if at else "",
                    alternatives=tuple(form for form in FORMS[char] if form != target),
                    views={"OpenCC": target, "jieba": FORMS[char][-1]} if risk is Risk.REVIEW else {},
                    doubt=(number * 7 % 31) / 31 if risk is Risk.REVIEW else 0.0,
                    risk=risk, before=text[max(0, at - CONTEXT) : at], after=text[at + 1 :][:CONTEXT], block=line.block,
                )  # fmt: skip
                number += 1


def proof_of(
    work: Work | None = None,
    tag: str = "zh-Hant-TW",
    decisions: tuple[Decision, ...] = (),
    risks: tuple[Risk, ...] = RISKS,
) -> Proof:
    """Make the proof of a work, or of a few sentences."""
    work = work or read_body(BODY)
    edition = derive(work.document, find_locale(tag))
    lines = lines_of(work.document, edition.document)
    of_work = [each for each in decisions if each.work == work.document.metadata.id]
    settled = settle(tuple(choices_in(lines, risks)), of_work, tag)
    return structs.replace(
        Proof(
            title=edition.title,
            work=work.document.metadata.id,
            source=find_locale(work.document.metadata.lang),
            locale=edition.locale,
            lines=lines,
            choices=settled.choices,
        ),
        decisions=decisions,
        stale=settled.stale,
        engines={"Keben": "0.1.0", "OpenCC": "1.4.2"},
        round_trip="converted back, the text is the source",
    )
