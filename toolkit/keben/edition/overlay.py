"""Phrases that OpenCC 1.4 converts wrongly, with the right form and the reason.

Each is put before OpenCC's own dictionaries. They were found by reading converted text; each has a test.
Where the wrong form is right in a longer phrase, that phrase is here too, since the longest one wins.
"""

from __future__ import annotations

from msgspec import Struct


class Phrase(Struct, frozen=True):
    """A Simplified phrase, its Traditional form before a region's variants of characters, and why OpenCC misses it."""

    simplified: str
    traditional: str
    reason: str


_LE = "the particle 了 after a verb is taken for 瞭, to see clearly"
_LIAOJIE = "了 is part of 瞭解, to understand, whatever follows"
_ROAD = "征 is a march here, not 徵, to levy"
_CHAIN = "a chain of supply is 鏈; 鍊 is a variant for ornaments"
_HAIR = "发 begins a word of its own and is taken for 髮, hair, with the character before it"
_PLAY = "一出 is taken for 一齣, one play"
_LEAVE = "准 is leave, not 準, a standard"


def _phrases(reason: str, *pairs: str) -> tuple[Phrase, ...]:
    """Read `说明了 說明了` as a phrase; one word stands for itself."""
    return tuple(Phrase(pair.split()[0], pair.split()[-1], reason) for pair in pairs)


def _hair() -> tuple[Phrase, ...]:
    """Return what meets in 市长|发言, 结束|发布 and 资金|发放."""
    before = zip("长头结束断金美护理落华秀短染卷须", "長頭結束斷金美護理落華秀短染卷須", strict=True)
    after = tuple(zip("布展言放挥表动起电证力", "佈展言放揮表動起電證力", strict=True))
    return tuple(Phrase(f"{a}发{b}", f"{x}發{y}", _HAIR) for a, x in before for b, y in after)


OVERLAY: tuple[Phrase, ...] = (
    *_phrases("斗 is a measure here, not 鬥, to fight", "三斗"),
    *_phrases(_ROAD, "新征程", "征程", "远征 遠征"),
    *_phrases("徵, to levy or to show, after 远", "远征求 遠徵求", "远征收 遠徵收", "远征地 遠徵地", "远征集 遠徵集", "远征兆 遠徵兆"),
    *_phrases(_CHAIN, "资金链 資金鏈", "人才链 人才鏈", "创新链 創新鏈"),
    *_phrases(
        _LE,
        "指明了", "表明了", "说明了 說明了", "证明了 證明了", "阐明了 闡明了", "查明了", "发明了 發明了", "声明了 聲明了",
        "申明了", "点明了 點明了", "写明了 寫明了", "标明了 標明了", "讲明了 講明了", "探明了", "判明了", "辨明了", "挑明了",
        "照明了", "天明了", "失明了", "文明了", "鲜明了 鮮明了", "透明了", "光明了", "高明了",
        "展示了", "显示了 顯示了", "了如何", "了如下", "了如此", "了如今", "了如果", "了如同", "了如期", "了如实 了如實", "了如雷", "了如潮",
        "了然后 了然後", "了然而", "了解决 了解決", "了解放", "了解除", "了解读 了解讀", "了解释 了解釋", "了解答", "了解说 了解說",
        "了解析", "了解剖",
    ),
    *_phrases(
        _LIAOJIE, "了解决策 瞭解決策", "了解决定 瞭解決定", "了解读者 瞭解讀者", "了解说明 瞭解說明", "了解答案 瞭解答案",
    ),
    *_phrases(
        _HAIR,
        "被发 被發", "被发布 被發佈", "括发 括發", "括发布 括發佈", "长发现 長發現", "长发给 長發給", "长发出 長發出", "长发来 長發來", "长发送 長發送",
        "长发育 長發育", "金发行 金發行", "假发票 假發票",
    ),
    *_hair(),
    *_phrases(
        "并 joins two verbs and is taken for 併發, to break out together",
        "并发布 並發佈", "并发出 並發出", "并发挥 並發揮", "并发表 並發表", "并发放 並發放", "并发送 並發送", "并发起 並發起",
        "并发动 並發動", "并发言 並發言",
    ),
    *_phrases("被髮, loose hair, in the words of the classics", "被发左衽 被髮左衽", "被发文身 被髮文身", "被发缨冠 被髮纓冠"),
    *_phrases(_PLAY, "一出"),
    *_phrases(
        "齣 counts plays", "一出戏 一齣戲", "一出大戏 一齣大戲", "一出好戏 一齣好戲", "一出悲剧 一齣悲劇", "一出喜剧 一齣喜劇",
        "一出闹剧 一齣鬧劇", "一出话剧 一齣話劇", "一出豫剧 一齣豫劇", "一出京剧 一齣京劇",
    ),
    *_phrases(_LEAVE, "市场准入 市場准入", "不准"),
    *_phrases("準 is exact", "不准确 不準確", "不准时 不準時"),
)  # fmt: skip
