"""Units, classifiers and qualifiers of Chinese figures in English: tables.

Source: house tables, made from the English of the official press and CLDR's names of units. Units are never converted.
"""

from __future__ import annotations

from msgspec import Struct

from keben.edition.numerals.hanzi import SIMPLIFIED


class Unit(Struct, frozen=True):
    """An English unit; `is_measure` keeps small numbers before it in digits, 5 kilometers beside five households."""

    one: str
    many: str
    is_measure: bool = False


DROPPED = Unit("", "")
"""A classifier that English has no word for, or none that fits what reports count with it: 412万件 is 4.12 million, 户
counts households, firms and users, 家 firms and hospitals, 架 aircraft and racks."""

_MEASURES = """
公里 千米|kilometer; 米 公尺|meter; 厘米|centimeter; 毫米|millimeter; 微米|micrometer; 纳米 奈米|nanometer; 海里|nautical mile
英里|mile; 里 华里|li|li; 平方公里 平方千米|square kilometer; 平方米 平方公尺 平米|square meter; 公顷|hectare; 亩|mu|mu
立方米 立方公尺 立方|cubic meter; 标准立方米|standard cubic meter; 升 公升|liter; 毫升|milliliter; 车道公里|lane-kilometer
吨|ton; 公吨|metric ton; 公斤 千克|kilogram; 克|gram; 毫克|milligram; 微克|microgram; 斤|jin|jin; 两|liang|liang
吨标准煤 吨标煤|ton of standard coal|tons of standard coal; 克标准煤|gram of standard coal|grams of standard coal
千克标准煤|kilogram of standard coal|kilograms of standard coal; 吨油当量|ton of oil equivalent|tons of oil equivalent
吨二氧化碳|ton of carbon dioxide|tons of carbon dioxide; 载重吨|deadweight ton; 总吨|gross ton; 吨公里|ton-kilometer
人公里|passenger-kilometer; 千瓦时|kilowatt-hour; 兆瓦时|megawatt-hour; 吉瓦时|gigawatt-hour; 瓦时|watt-hour
度 度电|kilowatt-hour; 千瓦|kilowatt; 兆瓦|megawatt; 吉瓦|gigawatt; 瓦|watt; 千伏安|kilovolt-ampere; 千伏|kilovolt; 伏|volt
焦耳|joule; 摄氏度|degree Celsius|degrees Celsius; 分贝|decibel; 兆赫|megahertz|megahertz; 赫兹|hertz|hertz; 字节|byte; 比特|bit
标准箱 标箱|TEU; 马力|horsepower|horsepower
"""

_TIMES = """
年|year; 个月|month; 周 个星期|week; 天 日|day; 小时 个小时|hour; 分钟|minute; 秒|second; 毫秒|millisecond; 个工作日 工作日|workday
岁 周岁|year; 周年|anniversary|anniversaries; 个季度 季度|quarter; 年度|year; 个学年|school year; 课时 学时|class hour
"""

_NOUNS = """
人 名 口|person|people; 人次|visit; 架次|flight; 班 班次 车次 趟 趟次 航次|trip; 列|train; 辆|vehicle; 艘|ship
张床 床 张床位|bed; 头|head|head; 次|occasion; 例|case; 集|episode; 本 册|copy|copies; 篇|article; 首|song
株 棵|tree; 人日|person-day; 所学校|school; 个国家|country|countries; 个城市|city|cities; 个县|county|counties; 个村|village
个项目|project; 家企业|company|companies; 户家庭|household
"""

_BARE = "家 户 架 个 件 套 项 场 部 条 类 台 位 所 座 处 幢 栋 间 宗 起 笔 份 张 幅 枚 块 面 支 只 匹 羽 尾 粒 桶 箱 袋 瓶 盒 包 颗 根 片 层 种 款 门 道 批 组 对 双 副 队 轮 幕 节 项次 件次 户次 例次 票 大"

PER = {"人": "person", "户": "household", "天": "day", "日": "day", "年": "year", "月": "month", "小时": "hour"}
"""Words behind a stroke, 元/人, that another table has as something else."""


def _table(rows: str, *, is_measure: bool) -> dict[str, Unit]:
    """Read `公里 千米|kilometer; 亩|mu|mu`: Chinese names, one, many; many adds an s unless written."""
    units = {}
    for row in rows.replace("\n", ";").split(";"):
        names, one, *many = (*row.strip().split("|"), "")
        for name in names.split():
            units[name] = Unit(one, (many[0] if many else "") or (one and one + "s"), is_measure)
    return units


UNITS = {
    **dict.fromkeys(_BARE.split(), DROPPED),
    **_table(_MEASURES, is_measure=True),
    **_table(_TIMES, is_measure=False),
    **_table(_NOUNS, is_measure=False),
}
"""English units by their Simplified names."""

_SENSES = """
近 将近 接近|nearly; 超 超过 逾 突破 高于 多于 余 多 几 +|more than; 约 大约 约为 左右 上下 许 来|about
不低于 不少于 至少 以上 及以上|at least; 以下 低于|below; 少于 不足 不到|less than; 不超过 不高于 最多 及以下|no more than
以内 内|within; 达 达到|; 高达|as much as; 多达 之多 上|as many as; 累计|a total of; 平均|an average of; 仅|only
日均|a daily average of; 月均|a monthly average of; 年均|an annual average of
"""

QUALIFIERS = {
    name: sense for row in _SENSES.replace("\n", ";").split(";") if row
    for names, sense in [row.strip().split("|")] for name in names.split()
}  # fmt: skip
"""What Chinese says about a figure, before or behind it, in the English words before it."""


def find_unit(name: str) -> Unit | None:
    """Look a Chinese unit up, in either script."""
    return UNITS.get(name.translate(SIMPLIFIED))


def qualifiers(written: str) -> str:
    """Return the English of qualifiers, each once; an English one is its own."""
    found = [QUALIFIERS.get(word.translate(SIMPLIFIED), word) for word in _words(written)]
    found.sort(key=lambda sense: sense != "within")  # within an average of four workdays
    return " ".join(sense for sense in dict.fromkeys(found) if sense)


def _words(written: str) -> list[str]:
    """Split 累计 超过 at its spaces, and leave `more than` whole."""
    return [written] if written.isascii() else written.split()
