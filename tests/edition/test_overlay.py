"""The phrases put before OpenCC's own: each in a sentence, and none inside a longer word."""

from __future__ import annotations

import pytest

from keben.edition.overlay import OVERLAY, Phrase
from keben.edition.script import converter

TARGETS = ("s2tw", "s2hk")


def regional(text: str, config: str) -> str:
    """Return a text in the characters of Hong Kong, where it is for there; Taiwan's are those of the overlay."""
    return text.replace("說", "説") if config == "s2hk" else text


@pytest.mark.parametrize("config", TARGETS)
@pytest.mark.parametrize("phrase", OVERLAY, ids=lambda phrase: phrase.simplified)
def test_every_phrase_is_right_in_a_sentence(phrase: Phrase, config: str) -> None:
    converted = converter(config)(f"此处是“{phrase.simplified}”，以及我们{phrase.simplified}。")
    assert converted == regional(f"此處是“{phrase.traditional}”，以及我們{phrase.traditional}。", config)


def test_every_phrase_stands_once_keeps_its_length_and_says_why() -> None:
    phrases = [phrase.simplified for phrase in OVERLAY]
    assert len(set(phrases)) == len(phrases)
    for phrase in OVERLAY:
        assert len(phrase.simplified) == len(phrase.traditional) > 1
        assert phrase.reason


def test_a_target_is_never_another_phrase_s_source() -> None:
    sources = {phrase.simplified: phrase.traditional for phrase in OVERLAY}
    for phrase in OVERLAY:
        assert sources.get(phrase.traditional, phrase.traditional) == phrase.traditional


@pytest.mark.parametrize("config", TARGETS)
@pytest.mark.parametrize("phrase", OVERLAY, ids=lambda phrase: phrase.simplified)
def test_a_phrase_that_is_converted_stays(phrase: Phrase, config: str) -> None:
    assert converter(config)(phrase.traditional) == regional(phrase.traditional, config)


@pytest.mark.parametrize("config", TARGETS)
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
        ("了解情况，深入了解", "瞭解情況，深入瞭解"),
        ("了解决策过程", "瞭解決策過程"),
        ("了解读者，了解答案", "瞭解讀者，瞭解答案"),
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
def test_phrases_in_their_surroundings(simplified: str, traditional: str, config: str) -> None:
    assert converter(config)(simplified) == regional(traditional, config)
