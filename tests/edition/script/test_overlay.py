"""Our own phrases: each prints as its line says, none cuts a longer word, and what has several forms keeps all of them."""

from __future__ import annotations

from collections import Counter

import opencc
import pytest

from keben.edition.script.conversion import convert_text
from keben.edition.script.overlay import FILE, RIVALS, read_overlay, read_rivals, version_of
from keben.edition.script.tables import tables
from keben.edition.script.ways import Way, way_between
from keben.locales import find_locale

CN = find_locale("zh-Hans-CN")
TAGS = ("zh-Hant-TW", "zh-Hant-HK")
OVERLAY = read_overlay(FILE.read_text(encoding="utf-8"))
RIVAL = read_rivals(RIVALS.read_text(encoding="utf-8"))


def way_to(tag: str) -> Way:
    way = way_between(CN, find_locale(tag))
    assert way
    return way


def convert(text: str, tag: str) -> str:
    return convert_text(text, way_to(tag)).text


def as_printed(form: str, tag: str) -> str:
    """Write a Traditional form with the region's variants, by OpenCC and nothing of ours."""
    return str(opencc.OpenCC("t2tw" if tag == "zh-Hant-TW" else "t2hk").convert(form))


@pytest.mark.parametrize("tag", TAGS)
def test_every_phrase_prints_its_form_with_the_variants_of_the_region(tag: str) -> None:
    where = way_to(tag).where
    here = [phrase for phrase in OVERLAY if phrase.where in ("all", where)]
    assert len(here) > 4500
    wrong = [
        (phrase.simplified, printed)
        for phrase in here
        if (printed := convert(f"，{phrase.simplified}。", tag)) != f"，{as_printed(phrase.traditional, tag)}。"
    ]
    assert wrong == []


def test_every_phrase_has_a_character_with_several_forms_or_none_of_it_would_count() -> None:
    many = tables().many.keys()
    assert [phrase.simplified for phrase in OVERLAY if many.isdisjoint(phrase.simplified)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_phrase_became_stays(tag: str) -> None:
    variants = opencc.OpenCC("t2tw" if tag == "zh-Hant-TW" else "t2hk").convert
    printed = [as_printed(phrase.traditional, tag) for phrase in OVERLAY if phrase.where in ("all", way_to(tag).where)]
    assert [text for text in printed if variants(text) != text] == []


def test_every_phrase_stands_once_in_its_region_keeps_its_length_and_says_why() -> None:
    assert [key for key, count in Counter((each.simplified, each.where) for each in OVERLAY).items() if count > 1] == []
    for phrase in OVERLAY:
        assert len(phrase.simplified) == len(phrase.traditional) > 1, phrase
        assert phrase.reason.strip() == phrase.reason != ""
        assert phrase.where in ("all", "TW", "HK")


def test_both_files_are_sorted_and_begin_with_their_version() -> None:
    for path in (FILE, RIVALS):
        text = path.read_text(encoding="utf-8")
        assert version_of(text) == "2026.11"
        assert text.endswith("\n")
        assert not any(line.startswith("#") for line in text.splitlines()[2:])
    for rows in ([(each.simplified, each.where) for each in OVERLAY], [each.simplified for each in RIVAL]):
        assert rows == sorted(rows)


def test_a_target_is_never_another_phrase_s_source() -> None:
    """Such a phrase would be changed when an edition is converted again."""
    sources: dict[str, set[str]] = {}
    for phrase in OVERLAY:
        sources.setdefault(phrase.simplified, set()).add(phrase.traditional)
    for phrase in OVERLAY:
        assert phrase.traditional in sources.get(phrase.traditional, {phrase.traditional}), phrase


def test_phrases_with_several_forms_have_different_ones_of_one_length() -> None:
    assert [each for each, count in Counter(rival.simplified for rival in RIVAL).items() if count > 1] == []
    for rival in RIVAL:
        assert len(set(rival.forms)) == len(rival.forms) > 1, rival
        assert {len(form) for form in rival.forms} == {len(rival.simplified)}, rival
        assert rival.remark


@pytest.mark.parametrize("tag", TAGS)
def test_a_phrase_with_several_forms_is_printed_as_one_of_them_and_knows_the_rest(tag: str) -> None:
    """The usual form is ours, else OpenCC's; a phrase that is cut in two is decided by its parts."""
    plain = opencc.OpenCC("s2t").convert
    for rival in RIVAL:
        decided = convert_text(f"，{rival.simplified}。", way_to(tag)).decided
        if any(each.spelling.phrase != rival.simplified for each in decided):
            continue
        known = tables().forms(rival.simplified, way_to(tag).where)
        assert known, rival
        if {*rival.forms} <= {*known.forms}:
            forms = {as_printed(form, tag) for form in (*rival.forms, plain(rival.simplified), known.forms[0])}
            assert convert(f"，{rival.simplified}。", tag)[1:-1] in forms, rival
        else:
            assert known.reason, rival  # the overlay has the last word


HONG_KONG = {"說": "説", "項鍊": "項鏈", "一目瞭然": "一目了然"}
"""What Hong Kong writes otherwise."""


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        # 征: a march, and everything else
        ("站在新征程上", "站在新征程上"),
        ("踏上征程，征程万里", "踏上征程，征程萬里"),
        ("长征、东征、远征军、出征、征战", "長征、東征、遠征軍、出征、征戰"),
        ("征途、征服者", "征途、征服者"),
        ("象征", "象徵"),
        ("特征", "特徵"),
        ("特征程度", "特徵程度"),
        ("象征新征程", "象徵新征程"),
        ("征求意见", "徵求意見"),
        ("应征", "應徵"),
        ("征收", "徵收"),
        ("征地、征用、征集、征文、征稿", "徵地、徵用、徵集、徵文、徵稿"),
        ("征兵、征订、征召、征婚", "徵兵、徵訂、徵召、徵婚"),
        ("综合征、体征、表征程度", "綜合徵、體徵、表徵程度"),
        ("深远征兆", "深遠徵兆"),
        # 链: a chain, and a necklace
        ("推动创新链、产业链、资金链、人才链融合", "推動創新鏈、產業鏈、資金鏈、人才鏈融合"),
        ("供应链、价值链、区块链、食物链", "供應鏈、價值鏈、區塊鏈、食物鏈"),
        ("资金链条、创新链接", "資金鏈條、創新鏈接"),
        ("项链、金项链", "項鍊、金項鍊"),
        # 明了: clear, and the particle
        ("简单明了", "簡單明瞭"),
        ("一目了然", "一目瞭然"),
        ("不明了", "不明瞭"),
        ("通俗明了，明了事理", "通俗明瞭，明瞭事理"),
        ("指明了方向、说明了问题", "指明了方向、說明了問題"),
        ("表明了态度，证明了实力", "表明了態度，證明了實力"),
        ("主题更加鲜明了", "主題更加鮮明了"),
        ("聪明了、精明了", "聰明了、精明了"),
        # 了: the particle before 如, 然 and 解
        ("作出了如下规定", "作出了如下規定"),
        ("介绍了如何申报", "介紹了如何申報"),
        ("取得了如此成绩", "取得了如此成績"),
        ("了如指掌", "瞭如指掌"),
        ("开完了会，讨论了然后散去", "開完了會，討論了然後散去"),
        ("了然于心", "瞭然於心"),
        ("提出了解决办法", "提出了解決辦法"),
        ("问题得到了解决", "問題得到了解決"),
        ("为了解决问题，除了解放思想", "為了解決問題，除了解放思想"),
        ("了解情况，深入了解", "了解情況，深入了解"),
        ("了解决策过程", "了解決策過程"),
        ("了解读者，了解答案", "了解讀者，了解答案"),
        ("了望塔、瞭望", "瞭望塔、瞭望"),
        ("了结此事", "了結此事"),
        # 发: to send and to begin, not hair
        ("市长发言，秘书长发表讲话", "市長發言，秘書長發表講話"),
        ("增长发力，家长发现", "增長發力，家長發現"),
        ("总结发言，活动结束发放奖金", "總結發言，活動結束發放獎金"),
        ("不断发挥优势", "不斷發揮優勢"),
        ("资金发放，基金发行，黄金发卡", "資金發放，基金發行，黃金髮卡"),
        ("中美发布、完美发挥", "中美發佈、完美發揮"),
        ("治理发展，保护发展", "治理發展，保護發展"),
        ("牵头发起，带头发言", "牽頭發起，帶頭發言"),
        ("包括发动机和发电", "包括發動機和發電"),
        ("被发现、被发明、被发布、被发放", "被發現、被發明、被發佈、被發放"),
        ("并发布公告，并发挥作用", "並發佈公告，並發揮作用"),
        ("虚假发票", "虛假發票"),
        ("长发、头发、白发、理发、假发、金发", "長髮、頭髮、白髮、理髮、假髮、金髮"),
        ("短发女孩，怒发冲冠，千钧一发", "短髮女孩，怒髮衝冠，千鈞一髮"),
        ("结发夫妻，美发店，护发素", "結髮夫妻，美髮店，護髮素"),
        ("并发症", "併發症"),
        ("生长发育", "生長發育"),
        # 一出, 准
        ("政策一出手就见效，一出现", "政策一出手就見效，一出現"),
        ("这一出戏和一出好戏", "這一齣戲和一齣好戲"),
        ("一出生", "一出生"),
        ("市场准入负面清单", "市場准入負面清單"),
        ("不准酒后驾车", "不准酒後駕車"),
        ("数字不准确", "數字不準確"),
        ("准备、标准、准确、准许", "準備、標準、準確、准許"),
    ],
)  # fmt: skip
def test_phrases_in_their_surroundings(simplified: str, traditional: str, tag: str) -> None:
    for taiwan, hong_kong in HONG_KONG.items() if tag == "zh-Hant-HK" else ():
        traditional = traditional.replace(taiwan, hong_kong)
    assert convert(simplified, tag) == traditional
