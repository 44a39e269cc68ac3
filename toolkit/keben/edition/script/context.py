"""What stands around a character that no word explains: a number before a measure, the syllables of a foreign name, a surname."""

from __future__ import annotations

import re

from msgspec import Struct

from keben.edition.choice import Rule


class Reading(Struct, frozen=True):
    """The form of a character by what stands around it, and what that is."""

    form: str
    rule: Rule
    reason: str


_NUMBER = "0-9０-９零〇一二三四五六七八九十百千万萬亿億两兩几幾半数數"

USUAL = {
    "钟": "鐘",
    "签": "簽",
    "岩": "岩",
    "赞": "讚",
    "舍": "捨",
    "郁": "郁",
}
"""The usual form of a character that is a word by itself, where it is not the first one of OpenCC's table."""

_COUNTED = "狗猫鸟鸡鸭鹅猪牛羊虎龟虾鼠蚊蜂蝶兔猴蟹鸽"
"""Animals, which 隻 counts right behind it without a number too; 手 and 眼 begin words that only says something of, 只手动."""


class _Row(Struct, frozen=True):
    """For a character, a pattern of what stands before it and one of what stands behind, the form it then has, and why."""

    char: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    form: str
    reason: str


def _row(char: str, before: str, behind: str, form: str, reason: str) -> _Row:
    return _Row(char, re.compile(f"(?:{before})$" if before else ""), re.compile(behind), form, reason)


_HAN = "[\u3400-\u9fff]"

_TITLES = (
    "名叫|省长|市长|县长|区长|镇长|乡长|局长|处长|科长|厅长|主任|书记|主席|总理|部长|院长|校长|会长|理事长|董事长|秘书长|委员|代表|记者"
    "|通讯员|经理|总裁|总监|教授|博士|同志|会计|医生|老师|律师|法官|检察官|院士"
)
"""What stands before a person's name."""

_POLITE = "先生|女士|小姐|太太|同志"

_FORMS_OF_ADDRESS = f"{_POLITE}|教授|博士|老师|师傅|院士|医生|局长|主任|书记|市长|县长|省长|部长|厂长|队长|院长|校长|董事长|经理|秘书|参谋|将军|法官|律师|总|某|氏"
"""What stands behind a surname."""

_EDGE = "(?:^|[，、。；：“「（ ])"

_FAMILY_NAME = "(?<![百万异同])姓"
"""What asks for or gives a surname, and is not in 百姓."""

_FAMILIAR = f"{_EDGE}[老小阿]"
"""What stands before the surname of one who is known well."""

_APPOINTED = f"{_HAN}{{1,2}}[任为]"
"""What stands behind the surname of one who is appointed."""

_SURNAMES_IN_TEXT = {"余": "余", "范": "范", "涂": "涂", "朴": "朴", "岳": "岳", "钟": "鍾", "郁": "郁"}
"""Surnames that are other words too, each with the form of the name."""


def _surname_rows(char: str, form: str) -> tuple[_Row, ...]:
    """Return where a character is a surname, whatever it is as a word; 于 is too common a word to be told by titles."""
    return (
        _row(char, _FAMILY_NAME, "", form, "a surname"),
        _row(char, _TITLES, f"{_HAN}{{1,2}}", form, "a surname behind a title"),
        _row(char, "", _FORMS_OF_ADDRESS, form, "a surname in an address"),
        _row(char, _FAMILIAR, "", form, "a surname behind 老, 小, 阿"),
        _row(char, _EDGE, _APPOINTED, form, "a surname of one appointed"),
    )


_ROWS = (
    _row("里", f"[{_NUMBER}]余?", "", "里", "a mile after a number"),
    _row("斗", f"[{_NUMBER}]", "", "斗", "a measure after a number"),
    _row("只", f"[{_NUMBER}整]|[这那每哪呢嗰]|好几", "", "隻", "counts animals and things after a number"),
    _row("只", "", f"[{_COUNTED}]", "隻", "counts an animal or a thing"),
    _row("钟", f"[{_NUMBER}点刻分秒]", "", "鐘", "time is told by the bell"),
    _row("周", f"[{_NUMBER}上下本每首逐隔]|第[{_NUMBER}]+", "", "週", "a week after a number or 上, 下, 本, 每"),
    *(row for char, form in _SURNAMES_IN_TEXT.items() for row in _surname_rows(char, form)),
    _row("于", _FAMILY_NAME, "", "于", "a surname"),
    _row("于", _EDGE, _POLITE, "于", "a surname in an address, at the edge of a clause"),
    _row("系", "[均皆乃亦纯确]", "", "係", "to be"),
    _row("系", "某", "(?!主任|学生|老师|教师|教授|列|统|里|的)", "係", "to be, of a person in a judgment"),
    _row("谷", "", "[一二三四五六七八九十百千万]石|不可胜食", "穀", "grain"),
    _row("准", "[不唔未获核批]", "", "准", "leave, which is given or not"),
    _row("注", "", "[：:]", "註", "a note, with its colon"),
)
"""The first row that fits decides."""

_BY_CHARACTER = {char: [row for row in _ROWS if row.char == char] for char in {row.char for row in _ROWS}}

_REACH = 4
"""Code points before a character that a row looks at."""

_SYLLABLES = frozenset(
    "阿埃艾安昂奥澳巴白班邦鲍贝本比彼别宾波伯博布蔡查达戴丹当德登邓迪蒂丁东杜顿多厄恩尔法范菲费芬夫弗福富盖甘冈高戈哥格根古瓜"
    "哈海汉豪赫黑亨洪胡华怀霍基吉季加贾简杰金卡凯坎考柯科克肯孔库奎拉莱兰朗劳勒雷里理利莉林琳隆卢鲁路伦罗洛马麦曼毛梅门蒙米密明"
    "莫墨默姆穆纳娜奈南内能尼宁纽努诺欧帕潘佩彭皮平珀普奇齐钱乔切琴丘让热日荣茹若撒萨塞赛桑沙珊尚绍舍申圣施什史士舒朔司斯思松苏"
    "索塔泰坦汤唐陶特滕提图托瓦万旺威韦维魏温沃乌吴伍武西希夏香肖谢辛休雅亚扬耶伊因英尤约扎詹哲珍兹子佐"
)
"""Characters that transcribe foreign syllables."""

_BEFORE_A_NAME = "于在至到从和与及向往，、。（《“「的是"

_FOREIGN = {
    "里": "里",
    "杰": "傑",
    "松": "松",
    "布": "布",
    "范": "范",
    "舍": "舍",
    "谷": "谷",
    "台": "臺",
    "斗": "斗",
    "余": "余",
    "后": "后",
}
"""What is written for a syllable of a foreign name."""

SURNAMES = "于余范涂干姜郁种卜岳沈游温朴钟"
"""Surnames that Traditional text writes alike, while the same character as a word is 於, 餘, 範 and so on."""

_SURNAME_FORMS = {char: char for char in SURNAMES} | {"温": "溫", "钟": "鍾"}

_NO_PERSON = (
    "余杭", "余姚", "余干", "余江", "余庆", "余额", "余热", "余粮", "郁南", "郁金", "干将", "干部", "干休", "干警", "干群", "干线", "干细胞",
    "种业", "种子", "种植", "种质", "种苗", "种养", "种粮", "范例", "范文", "范本", "范畴", "涂料", "涂层", "涂装", "涂鸦", "姜饼", "姜茶", "姜糖",
    "游客", "游戏", "游乐", "游艇", "温室", "温泉", "温州", "钟楼", "钟鼓", "钟表", "钟山", "钟点", "朴素", "朴实",
)  # fmt: skip
"""How names begin that are a place's or a thing's, though the first character is a surname too."""


def read_around(text: str, place: int) -> Reading | None:
    """Read a character by itself from what stands before it and beside it."""
    char = text[place]
    for row in _BY_CHARACTER.get(char, ()):
        if row.before.search(text, max(0, place - _REACH), place) and row.behind.match(text, place + 1):
            return Reading(row.form, Rule.CHARACTER, row.reason)
    if char in _FOREIGN and _is_foreign(text, place):
        return Reading(_FOREIGN[char], Rule.CHARACTER, "a syllable of a foreign name")
    if char in USUAL:
        return Reading(USUAL[char], Rule.CHARACTER, "")
    return None


def _is_foreign(text: str, place: int) -> bool:
    """Whether a character stands among at least two more that transcribe syllables, or beside a middle dot."""
    start, end = place, place + 1
    while start and text[start - 1] in _SYLLABLES and place - start < 6:
        start -= 1
    while end < len(text) and text[end] in _SYLLABLES and end - place < 6:
        end += 1
    before = text[start - 1 : start]
    alone = not before or before in _BEFORE_A_NAME
    dotted = before in ("·", "‧", "・") or text[end : end + 1] in ("·", "‧", "・")
    return end - start >= (2 if dotted else 3 if alone else 4)


_IN_NAMES = frozenset("里斗丑谷松余范后冲志采岩舍曲折朴征卷郁岳游沈台")
"""Characters that stay as they are in the names of people and places, where no word says otherwise."""


def in_a_name(char: str) -> str:
    """Return how a name writes a character that no word explains, if it writes it as Simplified text does."""
    return char if char in _IN_NAMES else ""


def surname_of(text: str) -> str:
    """Return how the first character of a person's name is written, if it is a surname with a form of its own."""
    is_person = 2 <= len(text) <= 4 and not text.startswith(_NO_PERSON)
    return _SURNAME_FORMS.get(text[0], "") if is_person else ""
