"""Where figures stand in running text, and what only looks like one. Sentences are ours; ⟦⟧ shows what is found."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.quantity import names, read_quantity
from keben.quantity.finder import Found, broken_numbers, find_quantities
from keben.quantity.names import GUARDS

TODAY = date(2026, 2, 6)
FIXED = settings(derandomize=True, deadline=None)

FIGURES = [
    "园区算力达到⟦7.8万P⟧，约占全省⟦20%⟧。",
    "产值⟦8000亿元⟧，突破⟦70万辆⟧，总量⟦127.7万辆⟧。",
    "举办演出⟦39场⟧、观众⟦68万⟧，带动消费⟦30亿元⟧。",
    "规模近⟦百亿元⟧，企业超⟦千家⟧，惠及上⟦亿人⟧，来自⟦百余家⟧单位。",
    "建成首个“⟦万架次⟧”口岸，吞吐量突破⟦百万吨⟧，每⟦百元⟧收入的成本。",
    "概况\n\n182. ⟦二零一九/二零年度⟧总收入。\n3. ⟦5亿元⟧投资。",
    "由⟦13.6%⟧降至⟦13%⟧以下，时限从⟦30个工作日⟧压缩到⟦6个工作日⟧内。",
    "增速⟦5—8%⟧，预计⟦1万—2万元⟧，工期⟦三至五年⟧，用地⟦30~40公顷⟧。",
    "粮食⟦1.4万亿斤⟧左右，绿色能源⟦5.5亿千瓦时⟧，节约⟦3万吨标准煤⟧。",
    "浓度⟦29微克/立方米⟧，也就是⟦29μg/m³⟧，单价⟦0.56元/千瓦时⟧，装机⟦12.5GW⟧。",
    "赤字率⟦4%⟧，比上年提高⟦1个百分点⟧，自然增长⟦3‰⟧。",
    "覆盖⟦三分之二⟧的县，占⟦百分之二十三点三⟧，近⟦七成⟧，其中⟦一半⟧。",
    "最低⟦零下15℃⟧，增长⟦负5%⟧，比重⟦三成五⟧，⟦负百分之三⟧，⟦零下五摄氏度⟧。",
    "From ⟦5 to 8 percent⟧; ⟦two and a half million⟧; ⟦one hundred and twenty-five thousand three hundred people⟧.",
    "投资⟦港币3.5亿元⟧，捐赠⟦澳门元500万⟧。",
    "产值翻⟦一番⟧，翻了⟦两番⟧，增长⟦1.5倍⟧，涨了⟦一倍⟧。",
    "⟦六千五百零一点八亿元⟧，⟦一百二十万⟧人口，⟦二十多个⟧国家，⟦十几万人⟧，⟦八千多万⟧群众。",
    "改革⟦三项⟧试点中的⟦两项⟧，服务⟦两类⟧人群，⟦十大⟧名城，⟦六大⟧工程，⟦十佳⟧案例，⟦四条⟧通道。",
    "连续⟦14年⟧居首，⟦五年⟧来，这⟦两年⟧，过去⟦三个月⟧，⟦四个多月⟧。",
    "市、县、乡⟦三级⟧联动，京津冀⟦三地⟧协作，⟦两期⟧工程，投资保持⟦千亿级⟧。",
    "登记⟦320个⟧⟦11.1万套⟧，共⟦142个⟧⟦12.8万套⟧。",
    "惠及⟦2900多万⟧家庭，养活⟦14亿⟧多中国人，查处⟦9000多处⟧，⟦1270多万人⟧。",
    "分别提高⟦0.9⟧、⟦5.9个百分点⟧，增长⟦1.3⟧和⟦1.4倍⟧，黄金⟦79万两⟧，至少⟦1所⟧以上，⟦11大类⟧，⟦200张⟧床位，收入倍差⟦1.92⟧，缩小⟦0.01⟧；",
    "⟦2026年2月6日⟧下午开会，⟦2025年⟧全年，⟦去年12月⟧，⟦2月6日⟧公布，截至⟦2025年⟧底。",
    "⟦2021—2025年⟧，⟦2025年1—10月⟧，⟦1-4月份⟧，⟦4月份⟧，⟦2月6日至10日⟧，⟦今年1至2月⟧。",
    "⟦二〇二六年二月六日⟧，⟦一九四九年⟧，⟦二零二零年三月⟧底。",
    "碑刻（⟦566—1990⟧）入选名录。",
    "⟦5日⟧上午召开，⟦30天⟧内办结。",
    "投资⟦人民币8000亿元⟧，出口⟦US$103.7 million⟧，捐款¥⟦500⟧。".replace("¥⟦500⟧", "⟦¥500⟧"),
    "數位經濟⟦8000億元⟧，營收⟦4兆8,530億元⟧，人均⟦3萬3,883美元⟧，⟦三個月⟧，股市站上⟦2萬點⟧。",
    "收入⟦1 500億港元⟧，全文⟦49 000字⟧，⟦二零一九/二零年度⟧，⟦2027/28年度⟧。",
    "⟦114年2月25日⟧報告，⟦民國113年⟧。",
    "產量⟦６５０１．８億元⟧，人口⟦１２３万⟧。",
    "GDP reached ⟦650.18 billion yuan⟧, up ⟦16.8 percent⟧, or ⟦RMB 8,000⟧ a head.",
    "More than ⟦11,000 enterprises⟧ in ⟦five cities⟧, ⟦two-thirds⟧ of them private, employ ⟦3.2 million people⟧.",
    "On ⟦February 6, 2026⟧ there were ⟦39⟧ performances and ⟦680 thousand visits⟧; the rate is ⟦5-8 percent⟧.",
]

NAMES = [
    "乘坐G79次列车，拨打12345热线，参加1+7+7+7部署，提供7×24小时服务。",
    "“十五五”规划，5A级景区，PM2.5浓度，C919飞机，G20峰会，5G网络，3D打印。",
    "第十一届大会，第33届，第一，第二、三名，前十，前5位，首位，并列第二。",
    "十四届全国人大三次会议，党的二十大，十九大以来，中共八大。",
    "加快“七个中心”建设，打造“三标”活动，“四个要、四个新”，“一楼一策”，“三区一廊六带”。",
    "三个代表重要思想，两个维护，四个自信，两个一百年，建军一百年奋斗目标。",
    "双核驱动，统一市场，一批项目，唯一，专一，万一，千方百计，百花齐放，亿万人民，千家万户，成百上千。",
    "百年大计，千年古都，万里长城，百姓，三门峡市，五台山，七台河，北三县，二十年代，20世纪80年代。",
    "万元GDP能耗，万元产值，两岸，两会，三农，一带一路。",
    "三年级学生，二期工程，二次创业，三步走，三次产业结构，三五成群。",
    "中央八项规定，入选“千人计划”。",
    "第十四个五年规划纲要，第五个五年计划。",
    "〔2026〕5号文件，22号线，101线，电话0371-67180000，10:30开始，比分3:2，1/3。",
    "1. 总则　2、附则　（三）说明。",
    "COVID-19, the G20, a 5A area, the 14th plan, 1+7+7+7 and version 2.5b.",
    "三次产业比为39：59.5：36.6，比例为2.6：1。",
    "建设10个亿，投入8个多亿，两个半月，三年半，1，234人。",
    "产值6501\n.8亿元，增长16.\n8%，收入6,50\n1元，US$103.7 mil\nlion。",
    "数百亿元，几千人，数十家。",
    "It cost $1.5bn, or half a million.",
    "1٢3件，见图3，表2，工业4.0，北纬30°05′。".replace("，北纬30°05′", ""),
]


def _split(marked: str) -> tuple[str, list[str]]:
    return re.sub("[⟦⟧]", "", marked), re.findall("⟦(.*?)⟧", marked)


def _texts(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_quantities(text, TODAY)]


@pytest.mark.parametrize("marked", FIGURES)
def test_figures_are_found_and_nothing_else(marked: str) -> None:
    text, figures = _split(marked)
    assert _texts(text) == figures


@pytest.mark.parametrize("text", NAMES)
def test_names_ordinals_and_sayings_are_left_alone(text: str) -> None:
    assert _texts(text) == []


@pytest.mark.parametrize("guard", GUARDS, ids=[guard.why for guard in GUARDS])
def test_every_guard_is_needed_by_a_sentence(guard: names.Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "GUARDS", tuple(each for each in GUARDS if each is not guard))
    assert any(_texts(text) for text in NAMES)


@pytest.mark.parametrize(
    ("text", "mark", "qualifier"),
    [
        ("规模近百亿元。", "近百亿元", "近"),
        ("降至13%以下。", "13%以下", "以下"),
        ("突破70万辆。", "突破70万辆", "突破"),
        ("最近5年。", "5年", ""),
        ("节约5吨。", "5吨", ""),
        ("达30亿元左右。", "30亿元左右", "左右"),
        ("平均30个工作日。", "30个工作日", ""),
        ("6个工作日内办结。", "6个工作日内", "内"),
        ("5个内陆港。", "5个", ""),
        ("3年多来。", "3年多", "多"),
        ("惠及上亿人。", "上亿人", "上"),
        ("十年翻了一番。", "翻了一番", ""),
        ("nearly 30 working days or more", "nearly 30 working days or more", "nearly or more"),
    ],
)
def test_a_mark_takes_in_the_words_that_limit(text: str, mark: str, qualifier: str) -> None:
    found = find_quantities(text)[-1]
    assert text[found.mark_start : found.mark_end] == mark
    assert found.reading.qualifier == qualifier


def test_words_around_say_what_changes() -> None:
    text = "比率从13.6%降至13%以下；贸易额6501.8亿元、增长16.8%，时限由过去平均30个工作日压缩至现在6个工作日内。"
    assert [found.change for found in find_quantities(text)] == ["from", "to", "", "by", "from", "to"]


def test_the_year_comes_from_the_text() -> None:
    def days(text: str) -> list[str]:
        return [found.reading.day for found in find_quantities(text)]

    assert days("（2026年2月6日）去年12月和3月5日") == ["2026-02-06", "2025-12", "2026-03-05"]
    assert days("4月份增长，2017年全年") == ["2017-04", "2017"]
    assert days("去年12月") == ["--12"]
    assert days("2月30日") == []


@pytest.mark.parametrize(
    "text",
    ["9" * 200_000, "万万亿亿" * 20_000, "一" * 100_000, "六千五百零", "1,23亿元", "1１2万元", "1٢3件", "约", "6501.8"],
)
def test_what_the_grammar_refuses_is_not_proposed(text: str) -> None:
    assert find_quantities(text) == ()


def test_numbers_that_cannot_be_read_are_told_with_their_reason() -> None:
    text = "约1,2345亿元，1,23万吨，12,34,567人，1,234人，图1,2,3，约１,２３４.5万人，1２3件，第1,23条，12345件，2025年"
    told = [(text[start:end], fault.code) for start, end, fault in broken_numbers(text)]
    assert told == [
        ("1,2345亿元", "Q103"), ("1,23万吨", "Q103"), ("12,34,567人", "Q103"), ("１,２３４.5万人", "Q105"), ("1２3件", "Q105"),
    ]  # fmt: skip


PIECES = st.text(
    "0123456789,.%‰+-—至一二两三十百千万亿兆点分之半零第前个元年月日家大年多余近约以上“”、，从到降增长 abRMB$",
    max_size=60,
)


@FIXED
@given(st.one_of(PIECES, st.text(max_size=60)))
def test_proposals_are_in_order_and_read_back(text: str) -> None:
    position = 0
    for found in find_quantities(text, TODAY):
        assert position <= found.start < found.end <= len(text)
        assert found.mark_start <= found.start or text[found.start : found.end].startswith(("去年", "今年"))
        position = found.end
        assert _agrees(text, found)


def _agrees(text: str, found: Found) -> bool:
    said = read_quantity(text[found.mark_start : found.mark_end], TODAY)
    return (said.value, said.upper, said.day) == (found.reading.value, found.reading.upper, found.reading.day)
