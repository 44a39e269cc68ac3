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


_CHINESE_ONLY = re.compile(f"[^0-9]*[{NUMERALS}][^0-9]*")
_SMALL = re.compile("[两兩一二三四五六七八九十]{1,3}[^0-9万萬亿億千百]*")
_UNLESS_SHARE = re.compile("[^%‰元]*")

GUARDS: tuple[Guard, ...] = (
    Guard("an ordinal: 第33届, 第一、二名", before=_before("第")),
    Guard("an ordinal: 第三、四位", before=_before(f"第[{NUMERALS}0-9]+[、和]")),
    Guard(
        "part of a code or a name: PM2.5, G20, C919",
        before=_before("[A-Za-z][-–]?|[A-Za-z]\ufffc"),
        inside=_UNLESS_SHARE,
    ),
    Guard("part of an expression: 1+7+7+7, 7×24小时", before=_before("[0-9A-Za-z+×*·][+×*·]")),
    Guard("the first part of one", behind=re.compile("[+×*·](?=[0-9NXnxA-Z])")),
    Guard("a fraction, a score, a time of day", behind=re.compile("[:：/][0-9]")),
    Guard("the rest of one", before=_before("[0-9][:：/]")),
    Guard("a document number: 〔2026〕5号", before=_before("[〔［\\[][0-9]{0,4}|[〕］\\]]")),
    Guard(
        "a place in a row: 前十, 前5位", before=_before("前"), inside=re.compile(f"[{NUMERALS}0-9]+(?:[名位强強家大]|)")
    ),
    Guard("a place in a row: 十佳之首, 列第", before=_before("[并並]列")),
    Guard(
        "a session: 十四届全国人大三次会议",
        behind=re.compile("会议|會議|全会|全會|全体会|党代会|代表大会"),
        inside=re.compile(".*次"),
    ),
    Guard(
        "a congress: 党的二十大, 十九大",
        inside=re.compile("(?:[一二]十[一二三四五六七八九]?|十[一二三四五六七八九])大"),
    ),
    Guard("a congress: 党的八大", before=_before("党的|黨的|中共|共产党|中国共产党"), inside=re.compile(".*大")),
    Guard("an enumerator: 一要, 三是", inside=_SMALL, behind=re.compile("(?:是|要)(?![要求])")),
    Guard("a decade or a century: 80年代, 20世纪", behind=re.compile("年?代|世[纪紀]")),
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
        "a list within one name: “三区一廊六带”",
        before=_before("[“「『‘][^”」』’，。；]{0,12}"),
        inside=_SMALL,
        behind=re.compile(f"[^”」』’，。；]{{0,8}}[{NUMERALS}][^”」』’，。；]{{0,6}}[”」』’]"),
    ),
    Guard(
        "a set phrase of politics",
        inside=re.compile("[两兩三四五六七八九十]个"),
        behind=re.compile(
            "代表重要|确立|意识|自信|维护|全面|毫不动摇|务必|伟大|大局|区分|必须坚持|最严|不摘|一百年|百年|结合|答案|相互|离不开|认同|服从"
        ),
    ),
    Guard(
        "a set phrase: 万元GDP能耗, 万元产值",
        inside=re.compile("[百千万]元"),
        behind=re.compile("(?:GDP|国内生产|地区生产|生产总值|工业增加值|产值|增加值|美元)"),
    ),
    Guard(
        "a saying: 百年大计, 万年, 千年古都, 千里",
        inside=re.compile("[百千万萬](?:年|里|日|家|姓|户|天|人|种|位|尺|斤|本|套|名)"),
        before=re.compile("(?<![近超逾上破达約约过到“])$"),
    ),
    Guard("a saying: 千家万户, 成百上千", behind=re.compile("[千万萬百](?:户|戶|家|上)")),
    Guard(
        "a place: 三门峡, 五台山, 七台河",
        behind=re.compile("[峡峽山河渠]"),
        inside=re.compile("[三五六七九](?:门|門|台|家)"),
    ),
    Guard("a grade of school: 三年级", behind=re.compile("[级級]")),
    Guard("a step: 三步走", behind=re.compile("走")),
    Guard("a name for itself: 5G, 4K, 3D", behind=re.compile("[A-Za-z]"), inside=re.compile("[0-9.,]+")),
)


def is_name(text: str, found: re.Match[str]) -> bool:
    """Whether a figure that a shape has found is part of a name, an ordinal or a saying."""
    start, end = found.start(), found.end()
    return any(_applies(guard, text, start, end) for guard in GUARDS)


_REACH = 20


def _applies(guard: Guard, text: str, start: int, end: int) -> bool:
    return (
        (guard.inside is None or guard.inside.fullmatch(text, start, end) is not None)
        and (guard.behind is None or guard.behind.match(text, end, end + _REACH) is not None)
        and (guard.before is None or guard.before.search(text, max(0, start - _REACH), start) is not None)
    )
