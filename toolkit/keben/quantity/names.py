"""What looks like a figure and is none: ordinals, names, codes, sayings; one row a rule, with an example."""

from __future__ import annotations

import re

from msgspec import Struct

from keben.quantity.words import NUMERALS


class Guard(Struct, frozen=True):
    """A rule that takes a proposal back: what stands before, in, or behind it; all that are given must match."""

    why: str
    before: re.Pattern[str] | None = None
    inside: re.Pattern[str] | None = None
    behind: re.Pattern[str] | None = None


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


_SMALL = re.compile("[两兩一二三四五六七八九十]{1,3}[^0-9万萬亿億千百]*")
_NO_SHARE = re.compile("[^%‰元]*")

GUARDS: tuple[Guard, ...] = (
    Guard("an ordinal: 第33届, 第一、二名", before=_before("第")),
    Guard("an ordinal: 第三、四位", before=_before(f"第[{NUMERALS}0-9]+[、和]")),
    Guard(
        "part of a code or a name: PM2.5, G20, C919",
        before=_before("[A-Za-z][-–]?"),
        inside=_NO_SHARE,
    ),
    Guard(
        "cut off before its scale: 10个亿, 8个多亿",
        behind=re.compile("多?[万萬亿億]"),
        inside=re.compile(".*[个個]多?"),
    ),
    Guard("cut off before a half: 两个半月, 三年半", behind=re.compile("半(?![导導径徑成])")),
    Guard(
        "cut off before its scale: $1.5bn, half a million",
        behind=re.compile(
            r"(?: ?(?:bn|mn|m|b|trn|tn|million|billion)\b)| a (?:hundred|thousand|million|billion)", re.IGNORECASE
        ),
    ),
    Guard(
        "the rest of a number with a full-width comma: 1，234人",
        before=_before("[0-9]，"),
        inside=re.compile("[0-9]{3}(?![0-9]).*"),
    ),
    Guard(
        "the rest of a number cut by a line end: 6501⏎.8亿元",
        before=_before("[\u4e00-\u9fff][0-9,]+(?:[.,]?[\n ][.,]|[.,][\n ]|(?<=,[0-9]{2}) |\n)"),
        inside=re.compile("[0-9].*"),
    ),
    Guard("cut off within its scale by a line end: 103.7 mil⏎lion", behind=re.compile(" [a-z]{1,6}\n[a-z]")),
    Guard("no number: 数百亿元, 几千人", before=_before("[数數几幾]"), inside=re.compile("[十百千万萬亿億]+[^0-9]*")),
    Guard("behind a digit of another script: 1٢3", before=re.compile(r"(?![0-9])\d$")),
    Guard("a term of a ratio: 3.9：59.5", behind=re.compile("[:：][0-9]")),
    Guard(
        "a place in a row: 前十, 前5位", before=_before("前"), inside=re.compile(f"[{NUMERALS}0-9]+(?:[名位强強家大]|)")
    ),
    Guard(
        "a session: 十四届全国人大三次会议",
        behind=re.compile("会议|會議|全会|全會|全体会|党代会|代表大会"),
        inside=re.compile(".*次"),
        before=re.compile("(?<!召[开開])(?<!举行)(?<!舉行)(?<!了)$"),
    ),
    Guard(
        "a congress: 党的二十大, 十九大",
        inside=re.compile("(?:[一二]十[一二三四五六七八九]?|十[一二三四五六七八九])大"),
    ),
    Guard("a congress: 党的八大", before=_before("党的|黨的|中共|共产党|中国共产党"), inside=re.compile(".*大")),
    Guard(
        "a plan: 第十四个五年规划",
        before=_before("个|個"),
        inside=re.compile("[三五]年"),
        behind=re.compile("[规規计計]"),
    ),
    Guard(
        "in quotation marks, small numerals make a name: “七个中心”, “四个要、四个新”",
        before=_before("[“「『‘][^”」』’，。；0-9]{0,8}"),
        inside=_SMALL,
        behind=re.compile("[^“「『‘，。；]{0,8}[”」』’]"),
    ),
    Guard(
        "a set phrase of politics",
        inside=re.compile("[两兩三四五六七八九十]个"),
        behind=re.compile(
            "代表重要|确立|意识|自信|维护|全面|毫不动摇|务必|伟大|大局|区分|必须坚持|最严|不摘|一百年|百年|结合|答案|相互|离不开|认同|服从"
        ),
    ),
    Guard("a set phrase: 八项规定", inside=re.compile("八[项項]"), behind=re.compile("[规規]定")),
    Guard("a programme: 千人计划", inside=re.compile("[百千万萬][人家户名]"), behind=re.compile("计划|計劃|工程")),
    Guard("a place: 北三县", before=_before("[北南东西]"), inside=re.compile("[三四五六]县")),
    Guard(
        "a place: 三门峡, 五台山, 七台河",
        behind=re.compile("[峡峽山河渠]"),
        inside=re.compile("[三五六七九](?:门|門|台|家)"),
    ),
    Guard("a set phrase: 两个一百年", before=_before("[两兩][个個]"), inside=re.compile("一百年")),
    Guard(
        "a set phrase: 建军一百年奋斗目标, 百年变局",
        inside=re.compile("一?百年"),
        behind=re.compile("奋斗|目标|未有|大[变變计計]|变局|變局"),
    ),
)


def is_name(text: str, start: int, end: int) -> bool:
    """Whether a figure that a shape has found is part of a name, an ordinal or a saying."""
    return any(_applies(guard, text, start, end) for guard in GUARDS)


_REACH = 20


def _applies(guard: Guard, text: str, start: int, end: int) -> bool:
    return (
        (guard.inside is None or guard.inside.fullmatch(text, start, end) is not None)
        and (guard.behind is None or guard.behind.match(text, end, end + _REACH) is not None)
        and (guard.before is None or guard.before.search(text, max(0, start - _REACH), start) is not None)
    )
