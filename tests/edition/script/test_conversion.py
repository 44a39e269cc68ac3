"""Texts and lines: what each code point becomes, and every choice among them with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from keben.diagnostics import Place
from keben.edition.choice import CONTEXT, Choice, Risk, Rule
from keben.edition.prose import Line, NameSlot
from keben.edition.script import convert_line, convert_text, way_between
from keben.edition.script.conversion import Conversion
from keben.glossary import Matcher, Term
from keben.locales import find_locale

CN = find_locale("zh-Hans-CN")
TW, HK, MO = (find_locale(tag) for tag in ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"))
TO_TW, TO_HK = way_between(CN, TW), way_between(CN, HK)


def line(*slots: str | None) -> Line:
    """Make a line whose slots stand behind one another, a column for what is protected."""
    places: list[Place | None] = []
    column = 1
    for slot in slots:
        places.append(None if slot is None else Place(1, column, len(slot)))
        column += 1 if slot is None else len(slot)
    return Line("s0p1", slots, tuple(places))


def converted(*slots: str | None) -> list[str | None]:
    return convert_line(line(*slots), TO_TW).slots()


def terms(**pairs: str) -> Matcher:
    return Matcher(Term(source, target, ("zh-Hant-TW",), note="ours") for source, target in pairs.items())


def shown(made: Conversion) -> list[tuple[int, int, str, str, str]]:
    return [(each.start, each.end, each.source, each.target, each.rule) for each in made.choices]


# ---------------------------------------------------------------- real words


@pytest.mark.parametrize(
    ("simplified", "taiwan", "hong_kong"),
    [
        # the five certain errors of OpenCC in the speech
        ("站在新征程上", "站在新征程上", "站在新征程上"),
        ("资金链", "資金鏈", "資金鏈"),
        ("为做好今年工作指明了方向", "為做好今年工作指明了方向", "為做好今年工作指明了方向"),
        ("被发明、被发现", "被發明、被發現", "被發明、被發現"),
        ("生动展示了如何发展", "生動展示了如何發展", "生動展示了如何發展"),
        # its names
        ("安伟", "安偉", "安偉"), ("郝伟", "郝偉", "郝偉"), ("翟政", "翟政", "翟政"), ("魏宁娣", "魏寧娣", "魏寧娣"),
        ("楚惠东", "楚惠東", "楚惠東"), ("王治", "王治", "王治"), ("赵学庆", "趙學慶", "趙學慶"), ("李秋红", "李秋紅", "李秋紅"),
        # words that a converter of vocabulary would change
        ("国家数据局部署", "國家數據局部署", "國家數據局部署"),
        ("支持全局运行", "支持全局運行", "支持全局運行"),
        ("国内国际双循环", "國內國際雙循環", "國內國際雙循環"),
        ("优化营商环境项目", "優化營商環境項目", "優化營商環境項目"),
        ("软件、信息、网络", "軟件、信息、網絡", "軟件、信息、網絡"),
        # characters with several forms
        ("干部干净，葡萄干，干涉", "幹部乾淨，葡萄乾，干涉", "幹部乾淨，葡萄乾，干涉"),
        ("皇后在后面", "皇后在後面", "皇后在後面"),
        ("头发发展", "頭髮發展", "頭髮發展"),
        ("里面三公里，故里", "裡面三公里，故里", "裏面三公里，故里"),
        ("吃面条的面孔", "吃麵條的面孔", "吃麪條的面孔"),
        ("范围内的模范，老范", "範圍內的模範，老范", "範圍內的模範，老范"),
        ("于洋于二〇二六年", "于洋於二〇二六年", "于洋於二〇二六年"),
        ("周末四周", "週末四周", "週末四周"),
        ("复杂、复兴、反复", "複雜、復興、反覆", "複雜、復興、反覆"),
        ("一只狗只有三只脚", "一隻狗只有三隻腳", "一隻狗只有三隻腳"),
        ("为群众着想，这里启动", "為群眾著想，這裡啟動", "為羣眾着想，這裏啓動"),
        ("台湾、平台", "臺灣、平臺", "台灣、平台"),
        ("党委、卫生、线上", "黨委、衛生、線上", "黨委、衞生、線上"),
    ],
)  # fmt: skip
def test_words(simplified: str, taiwan: str, hong_kong: str) -> None:
    assert convert_text(simplified, TO_TW).text == taiwan
    assert convert_text(simplified, TO_HK).text == hong_kong
    assert convert_text(simplified, way_between(CN, MO)).text == hong_kong


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("乾隆皇帝的乾糧", "乾隆皇帝的干粮"),
        ("著名著作，看著", "著名著作，看着"),
        ("於是於二〇二六年", "于是于二〇二六年"),
        ("裡面頭髮發展", "里面头发发展"),
        ("錢鍾書", "钱锺书"),
        ("徵稅，宮商角徵羽", "征税，宫商角徵羽"),
    ],
)
def test_words_back(traditional: str, simplified: str) -> None:
    assert convert_text(traditional, way_between(TW, CN)).text == simplified


@pytest.mark.parametrize(
    ("taiwan", "hong_kong"),
    [("這裡著力", "這裏着力"), ("臺灣", "台灣"), ("線上衛生", "線上衞生"), ("群眾為主", "羣眾為主"), ("麵粉", "麪粉")],
)
def test_words_between_regions(taiwan: str, hong_kong: str) -> None:
    assert convert_text(taiwan, way_between(TW, HK)).text == hong_kong
    assert convert_text(hong_kong, way_between(HK, TW)).text == taiwan


def test_tai_may_be_the_common_form() -> None:
    way = way_between(CN, TW, tai="台")
    assert convert_text("台湾平台，台风", way).text == "台灣平台，颱風"


def test_without_a_way_a_text_stays() -> None:
    assert convert_text("发展，裡面", None).text == "发展，裡面"
    assert convert_line(line("发", None), None).slots() == ["发", None]


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "葛\U000e0100城", "\ue000\U0010fffd", "\U0003134a", "\x00发\x00", "e\u0301", "🙂\u200d👩"]
)
def test_what_is_no_chinese_stays(text: str) -> None:
    assert convert_text(text, TO_TW).text.replace("發", "发") == text


# ---------------------------------------------------------------- slots


def test_a_phrase_is_found_across_markup_but_not_across_what_is_protected() -> None:
    assert converted("头", "发") == ["頭", "髮"]
    assert converted("头", None, "发") == ["頭", None, "發"]
    assert converted(None, "头", "", "发", None) == [None, "頭", "", "髮", None]
    assert converted() == []
    assert converted(None) == [None]
    assert converted("") == [""]


def test_a_name_is_no_part_of_a_phrase_and_keeps_its_surname() -> None:
    made = convert_line(Line("", (NameSlot("范仲淹"), None, "模范"), (None, None, None)), TO_TW)
    assert made.slots() == ["范仲淹", None, "模範"]
    assert [(each.rule, each.risk) for each in made.choices] == [(Rule.NAME, Risk.GLOSSARY), (Rule.WORD, Risk.SURE)]


HAN = st.text(alphabet="资金链新征程发展里面后干斗台范余系制表卷云冲征了链万亿明示出准并长头被“”，1a🙂", max_size=24)


@settings(deadline=None)
@given(st.lists(st.none() | HAN, max_size=6), st.sampled_from([TO_TW, TO_HK]))
def test_choices_stand_where_their_characters_do(slots: list[str | None], way: object) -> None:
    made = convert_line(line(*slots), way)  # type: ignore[arg-type]
    text = "".join(slot or "" for slot in slots)
    assert [None if each is None else len(each) for each in made.slots()] == [
        None if each is None else len(each) for each in slots
    ]
    result = "".join(slot or "" for slot in made.slots())
    source = "".join("\x00" if slot is None else slot for slot in slots)
    assert [each.start for each in made.choices] == sorted({each.start for each in made.choices})
    for each in made.choices:
        assert text[each.start : each.end] == each.source
        assert result[each.start : each.end] == each.target
        assert each.target not in each.alternatives
        assert each.alternatives
        assert each.before == text[max(0, each.start - CONTEXT) : each.start]
        assert each.after == text[each.end : each.end + CONTEXT]
        assert each.block == "s0p1"
        assert each.place
        assert source[each.place.column - 1 :][: each.place.length] == each.source


@given(HAN)
def test_only_han_changes_and_no_code_point_is_lost(text: str) -> None:
    made = convert_text(text, TO_TW).text
    assert len(made) == len(text)
    assert all(one == other or "\u3400" <= one <= "\u9fff" for one, other in zip(text, made, strict=True))


@given(HAN)
def test_without_explanation_the_text_is_the_same(text: str) -> None:
    assert convert_text(text, TO_HK, explain=False).text == convert_text(text, TO_HK).text


# ---------------------------------------------------------------- choices


def test_a_choice_says_what_decided_and_what_else_it_might_be() -> None:
    (hair,) = convert_line(line("头发"), TO_TW).choices
    assert structs.asdict(hair) | {"doubt": 0.0} == structs.asdict(
        Choice(
            1, 2, "发", "髮", Rule.WORD, phrase="头发", alternatives=("發",), before="头", block="s0p1", place=Place(1, 2, 1)
        )
    )  # fmt: skip


def test_a_choice_that_opencc_makes_otherwise_names_its_view() -> None:
    (leave, *_) = [each for each in convert_line(line("展示了如何"), TO_TW).choices if each.source == "了"]
    assert (leave.target, leave.views) == ("了", {"OpenCC": "瞭"})
    (hair,) = convert_line(line("头发"), TO_TW).choices
    assert hair.views == {}


def test_forms_that_are_one_in_a_region_are_no_choice() -> None:
    assert [each.source for each in convert_line(line("才能"), TO_TW).choices] == []
    for each in convert_line(line("才能和公里"), TO_HK).choices:
        assert each.alternatives


def test_a_character_of_the_other_script_that_stays_is_an_error() -> None:
    made = convert_line(line("髮们"), None, script="Hant")
    assert [(each.start, each.target, each.rule, each.risk) for each in made.choices] == [
        (1, "们", Rule.LEFT, Risk.ERROR)
    ]
    assert convert_line(line("髮們"), None, script="Hant").choices == ()
    asked = convert_line(line("们"), None, terms(们="们"), script="Hant")
    assert [each.rule for each in asked.choices] == [Rule.TERM]


# ---------------------------------------------------------------- terms


def test_a_term_wins_and_ends_a_phrase() -> None:
    made = convert_line(line("头发软件发展"), TO_TW, terms(软件="軟體"))
    assert made.slots() == ["頭髮軟體發展"]
    assert (2, 4, "软件", "軟體", "term") in shown(made)
    assert convert_line(line("头发"), TO_TW, terms(头="頭")).slots() == ["頭發"]


@pytest.mark.parametrize(("target", "rest"), [("電腦軟體", "頭髮"), ("軟", "頭髮"), ("软件", "頭髮")])
def test_a_term_may_be_longer_or_shorter(target: str, rest: str) -> None:
    made = convert_line(line("用软件", "理头发"), TO_TW, terms(软件=target))
    assert made.slots() == [f"用{target}", f"理{rest}"]
    assert made.declared() == [f"用{target}", "理头发"]
    hair = made.choices[-1]
    assert (hair.source, hair.start, hair.place) == ("发", 5, Place(1, 6, 1))
    assert all(len(cell) == 1 for cell in made.cells[3:])
    assert len(made.cells) == 6


def test_a_term_may_stand_across_slots() -> None:
    made = convert_line(line("软", "件的"), TO_TW, terms(软件="軟體"))
    assert made.slots() == ["軟", "體的"]
    longer = convert_line(line("软", "件的"), TO_TW, terms(软件="電腦軟體"))
    assert longer.slots() == ["電腦軟體", "的"]


def test_a_term_holds_where_the_script_stays() -> None:
    made = convert_line(line("軟件发"), None, terms(軟件="軟體"))
    assert made.slots() == ["軟體发"]
    assert shown(made) == [(0, 2, "軟件", "軟體", "term")]


def test_a_name_that_is_listed_is_converted_by_itself() -> None:
    person = Matcher([Term("于洋", "", ("zh-Hant-TW",), kind="person")])
    place = Matcher([Term("里约", "", ("zh-Hant-TW",), kind="place")])
    assert convert_line(line("对于洋人，于洋说"), TO_TW, person).slots() == ["對于洋人，于洋說"]
    assert convert_line(line("在里约里"), TO_TW, place).slots() == ["在里約裡"]


def test_a_word_of_a_region_counts_only_where_it_is_a_word() -> None:
    region = Matcher(
        [Term("据局", "X", ("zh-Hant-TW",), level="region"), Term("数据", "資料", ("zh-Hant-TW",), level="region")]
    )
    assert convert_line(line("国家数据局部署"), TO_TW, region).slots() == ["國家資料局部署"]


# ---------------------------------------------------------------- decisions


def test_a_choice_that_is_decided_otherwise_is_laid_over_the_line() -> None:
    made = convert_line(line("头", "发，软件"), TO_TW, terms(软件="電腦軟體"))
    (at,) = [at for at, each in enumerate(made.choices) if each.source == "发"]
    other = list(made.choices)
    other[at] = structs.replace(other[at], target="發", rule=Rule.DECISION, risk=Risk.GLOSSARY)
    settled = structs.replace(made, choices=tuple(other))
    assert settled.slots() == ["頭", "發，電腦軟體"]
    assert settled.declared() == ["头", "发，電腦軟體"]
    assert made.slots() == ["頭", "髮，電腦軟體"]


def test_the_place_of_a_code_point() -> None:
    made = convert_line(line("头", None, "发，", "里"), TO_TW)
    assert [made.place_of(at) for at in range(5)] == [
        Place(1, 1, 1),
        Place(1, 3, 1),
        Place(1, 4, 1),
        Place(1, 5, 1),
        None,
    ]
