"""The words that numbers are written with: numerals, scales, qualifiers, units; tables, no rules.

Sources: GB/T 15835-2011 (numerals in publications) and the tables of facts on numbers for scales; the classifiers and
units are those of government reports and statistical communiqués, and open: an unknown unit is read as written.
"""

from __future__ import annotations

import re

from keben.units import CURRENCIES

DIGITS = {char: value for value, chars in enumerate((
    "〇零○", "一壹弌", "二贰貳两兩", "三叁叄參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖",
)) for char in chars}  # fmt: skip
ZERO = ("〇", "零", "○")
POWERS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""Powers of ten. 兆 is 10¹² as CLDR prints it for Taiwan (facts on numbers, §1)."""
TENS = {"廿": "二十", "卅": "三十"}
NUMERALS = "".join((*DIGITS, *POWERS, *TENS))

PREFIXED = "(?:瓦|克(?!拉)|米|卡|伏|赫|帕|焦|字[节節]|比特|位元)"
SMALL = f"(?:[十拾佰]|百(?!分[点點])|[千仟](?!{PREFIXED}))"
LARGE = f"(?:[万萬]?[亿億]|[万萬]|兆(?!{PREFIXED}))"
SCALE = f"(?:{SMALL}?{LARGE}|{SMALL})"
"""A scale after Arabic digits. 千 and 兆 before the name of a unit belong to it: 千瓦, 兆赫."""

ENGLISH_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
ENGLISH_SCALE = r"(?:hundred\s+)?(?:thousand|million|billion|trillion)(?=s?\b)|hundred(?=s?\b)"
ENGLISH_DIGITS = {
    word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])
} | {word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}  # fmt: skip
ENGLISH_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip

SIMPLIFIED = str.maketrans("萬億", "万亿")

BEFORE = (
    "不低于", "不少于", "不超过", "不低於", "不少於", "不超過", "超过", "超過", "突破", "接近", "将近", "將近", "大约", "大約",
    "约为", "約為", "达到", "達到", "高达", "高達", "多达", "多達", "不足", "不到", "至少", "最多", "累计", "累計", "平均",
    "日均", "月均", "年均", "不高于", "不高於", "低于", "低於", "高于", "高於", "少于", "少於", "多于", "多於", "逾", "超",
    "近", "约", "約", "达", "達", "上", "仅", "僅", "nearly", "almost", "over", "about", "around", "approximately", "roughly",
    "some", "more than", "less than", "fewer than", "no less than", "no fewer than", "no more than", "at least",
    "at most", "up to", "under", "below", "above", "within", "as much as", "as many as", "as high as", "only", "close to",
    "exceeding", "a total of", "an average of", "a daily average of", "a monthly average of", "an annual average of",
)  # fmt: skip
"""Words before a number that limit it."""
AFTER = (
    "及以上", "及以下", "以上", "以下", "以内", "以內", "左右", "上下", "之多", "内", "內", "余", "餘", "多", "许", "許", "or more",
    "or less", "or fewer", "or above", "or below", "or so", "and above", "and below", "or over", "or under",
)  # fmt: skip
"""Words after a unit that limit the number."""
BETWEEN = ("余", "餘", "多", "来", "來", "几", "幾")
"""Between number and scale or unit: 百余家, 30多万人, 十几万人."""

NOT_MORE = "(?:元[的化性]|[样樣])"
"""What makes a word of 多 and not a qualifier: 多元化, 多样."""

MONEY = tuple(
    name
    for money in CURRENCIES.values()
    for name in (*money.chinese, *money.parts, *money.english, *filter(str.isalpha, money.signs))
)
_BEFORE_NUMBER = [
    name
    for money in CURRENCIES.values()
    for name in (*money.signs, *money.chinese)
    if name in money.signs or len(name) > 1
]
CURRENCY = f"(?:{'|'.join(map(re.escape, sorted(_BEFORE_NUMBER, key=len, reverse=True)))})"
"""A currency before its number."""

CLASSIFIERS = (
    "个", "個", "件", "套", "班", "家", "项", "項", "场", "場", "次", "部", "条", "條", "类", "類", "辆", "輛", "架", "艘", "列", "台",
    "臺", "户", "戶", "人", "名", "位", "万人", "口", "所", "座", "处", "處", "幢", "栋", "棟", "间", "間", "宗", "起", "笔", "筆",
    "份", "张", "張", "本", "册", "冊", "篇", "首", "幅", "枚", "块", "塊", "面", "支", "只", "隻", "头", "頭", "匹", "羽", "尾", "株",
    "棵", "粒", "桶", "箱", "袋", "瓶", "盒", "包", "颗", "顆", "根", "片", "层", "層", "种", "種", "款", "门", "門", "道", "期",
    "批", "组", "組", "对", "對", "双", "雙", "副", "队", "隊", "届", "轮", "輪", "例", "床", "标箱", "標箱", "航次", "车次", "班次",
    "人次", "架次", "人日", "课时", "學時", "学时", "集", "幕", "节", "節", "项次", "件次", "户次", "例次", "亿人", "票",
    "艘次", "趟", "趟次", "辆次", "列次", "台套", "台次", "台班", "方面", "大类", "大類", "字", "段", "环节", "項次", "車次", "梯次", "地",
)  # fmt: skip
"""Measure words of modern Chinese that figures of reports use; 级, 届, 号, 版 and the like number and do not count."""

COUNTED = (
    "个", "個", "件", "套", "家", "项", "項", "场", "場", "次", "部", "条", "條", "类", "類", "辆", "輛", "架", "艘", "列", "台", "臺",
    "户", "戶", "人", "名", "位", "所", "座", "处", "處", "栋", "棟", "间", "間", "宗", "起", "笔", "筆", "份", "张", "張", "本", "册",
    "冊", "篇", "首", "幅", "枚", "块", "塊", "支", "种", "種", "款", "门", "門", "道", "批", "组", "組", "对", "對", "轮", "輪", "例",
    "层", "層", "班", "人次", "架次", "大", "佳", "方面", "项次", "趟", "地", "级", "級", "省", "县", "縣",
)  # fmt: skip
"""Measure words behind Chinese numerals; a smaller set, since 两头, 三口 and 四面 are words of their own."""

MEASURES = (
    # money
    "yuan", *(name for name in MONEY if not name.isascii()),
    # time
    "年", "个月", "個月", "个多月", "個多月", "个财年", "个财政年度", "個財政年度", "周", "週", "天", "日", "小时", "小時", "个小时", "個小時", "分钟", "分鐘", "秒", "毫秒", "个工作日",
    "個工作日", "工作日", "周年", "週年", "周岁", "週歲", "岁", "歲", "个季度", "個季度", "个学年", "年度",
    # length, area, volume
    "公里", "千米", "米", "厘米", "厘米", "毫米", "微米", "纳米", "奈米", "海里", "英里", "华里", "里", "平方公里", "平方千米", "平方米",
    "平方公尺", "公尺", "万平方米", "公顷", "公頃", "亩", "畝", "立方米", "立方公尺", "升", "毫升", "立方", "平方", "平米", "延米",
    "车道公里", "公里小时", "英尺", "英寸", "寸", "尺", "光年", "坪",
    # mass
    "吨", "噸", "公吨", "公噸", "公斤", "千克", "克", "毫克", "斤", "两", "吨标准煤", "噸標準煤", "吨标煤", "吨二氧化碳", "吨油当量", "克标准煤",
    "千克标准煤", "载重吨", "总吨", "吨公里", "人公里", "标准煤",
    # energy, power, data, other
    "千瓦时", "千瓦時", "兆瓦时", "吉瓦时", "瓦时", "千瓦", "兆瓦", "吉瓦", "瓦", "度", "度电", "千伏安", "千伏", "伏", "焦耳", "摄氏度", "攝氏度",
    "赫兹", "兆赫", "字节", "比特", "兆比特", "吉比特", "千兆", "标准箱", "標準箱", "标箱", "贝可", "分贝", "微克", "毫克", "摩尔", "公升",
    "标准立方米", "帕", "帕斯卡", "马力", "匹", "转", "步", "像素",
)  # fmt: skip
"""Units of measure by their Chinese names."""

SYMBOLS = (
    "%", "‰", "‱", "℃", "°C", "°", "P", "PF", "EF", "EFlops", "PFlops", "EFLOPS", "PFLOPS", "TFLOPS", "EB", "PB", "TB", "GB", "MB", "KB", "Gbps", "Mbps", "GW", "MW",
    "kW", "KW", "W", "TWh", "GWh", "MWh", "kWh", "kV", "KV", "V", "Hz", "kHz", "MHz", "GHz", "km²", "km2", "km", "m²", "m2", "m³", "m3",
    "m", "cm", "mm", "μm", "µm", "nm", "ha", "hm²", "t", "kg", "g", "mg", "μg", "µg", "ng", "L", "mL", "ml", "TEU", "tce", "tCO2",
    "kgce", "gce", "h", "d", "min", "s", "ms", "dB", "Pa", "kPa", "MPa", "J", "kJ", "MJ", "GJ", "TJ", "K", "mol", "pH",
)  # fmt: skip
"""Symbols of units, SI and others, as reports print them."""

ENGLISH_UNITS = (
    "yuan", "renminbi", "RMB", "dollars", "dollar", "US dollars", "U.S. dollars", "Hong Kong dollars", "euros", "euro", "pounds",
    "percentage points", "percentage point", "percent", "per cent", "%", "basis points", "times", "square kilometers",
    "square kilometres", "square meters", "square metres", "kilometers", "kilometres", "kilometer", "km", "meters", "metres",
    "hectares", "hectare", "mu", "acres", "cubic meters", "cubic metres", "metric tons", "tonnes", "tons", "ton", "tonne",
    "tons of standard coal", "tonnes of standard coal", "kilograms", "kilogrammes", "kilowatt-hours", "kilowatt hours", "kilowatts",
    "gigawatts", "megawatts", "terawatt-hours", "GW", "MW", "kW", "GWh", "TWh", "kWh", "people", "persons", "households",
    "visits", "trips", "vehicles", "units", "flights", "trains", "companies", "enterprises", "firms", "projects", "years",
    "year", "months", "month", "weeks", "days", "day", "hours", "hour", "minutes", "seconds", "working days", "cases", "items",
    "homes", "jobs", "students", "schools", "hospitals", "beds", "cities", "countries", "degrees", "TEUs", "degrees Celsius",
)  # fmt: skip
"""Units that English reports write out."""


NOT_BEFORE = {
    "个": "人性体案股", "個": "人性體案股", "家": "庭具电電长長乡鄉园園禽国國政居属屬畜", "人": "口均才工力造民员員类類格参參",
    "名": "单牌為为叫义義誉", "台": "阶风灣湾北中账", "部": "分门門队隊署委位长長", "条": "件例款", "期": "间間刊货貨",
    "年": "代级級轮輪龄齡", "类": "似型", "种": "子植养业族", "所": "有属屬得", "处": "理于於置", "場": "所館景", "场": "所馆景",
    "组": "织合成", "班": "子级組组", "次": "产級级要", "本": "地级科土身市省", "度": "假", "门": "票店槛户", "口": "岸号径",
    "份": "额額量", "面": "积積向", "节": "点能约目", "道": "路德", "大": "会會家学學概厦豆多中小米面量力幅型批规", "只": "有要能是",
    "地": "方区區块塊铁鐵下产產理点點位处處形球级級", "级": "别別", "張": "家", "对": "外于接应口标照方", "對": "外於接",
    "层": "次级面", "支": "持付出撑援队線线", "包": "括含装裝容", "片": "区區面", "分": "之别別", "升": "级級", "步": "走",
    "位": "数數于於置", "点": "钟鐘多半整", "字": "节節", "成": "年人员員套為为本立效果就交功长長熟", "头": "等部号", "例": "如外行", "列": "入为席车", "起": "到来步",
    "角": "色度", "转": "移型变化", "票": "据", "批": "准复次发", "克": "服", "省": "级級会會份直长長委", "县": "级域城长委政", "縣": "級域城長委政", "里": "程面", "尺": "度",
}  # fmt: skip
"""What may not follow a unit of one character, since both together are another word: 家庭, 人均, 年代."""


def alternatives(words: tuple[str, ...] | frozenset[str]) -> str:
    """Return a pattern that matches the longest of the words first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
