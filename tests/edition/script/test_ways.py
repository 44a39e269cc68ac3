"""Which converter leads from one locale to another, and what it may not touch."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import NEWS, SPEECH, read_body
from keben.edition import derive, script
from keben.edition.overlay import OVERLAY
from keben.locales import find_locale
from keben.tree import plain_text

if TYPE_CHECKING:
    from keben.locales import Locale

CN, SG = find_locale("zh-Hans-CN"), find_locale("zh-Hans-SG")
TW, HK, MO = find_locale("zh-Hant-TW"), find_locale("zh-Hant-HK"), find_locale("zh-Hant-MO")
EN = find_locale("en")


def convert(text: str, source: str | None, target: str) -> str:
    (converted,) = script.convert([text], find_locale(source) if source else None, find_locale(target))
    assert converted is not None
    return converted


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (CN, TW, ("s2tw",)),
        (CN, HK, ("s2hk",)),
        (CN, MO, ("s2hk",)),
        (SG, TW, ("s2tw",)),
        (CN, SG, ()),
        (CN, CN, ()),
        (TW, CN, ("tw2s",)),
        (HK, SG, ("hk2s",)),
        (MO, CN, ("hk2s",)),
        (TW, HK, ("tw2t", "t2hk")),
        (MO, TW, ("hk2t", "t2tw")),
        (HK, MO, ()),
        (None, TW, ("s2tw",)),
        (None, MO, ("s2hk",)),
        (None, CN, ("t2s",)),
        (CN, EN, ()),
        (EN, TW, ()),
    ],
)
def test_each_change_of_norm_has_its_configurations(
    source: Locale | None, target: Locale, expected: tuple[str, ...]
) -> None:
    assert script.configurations(source, target) == expected


def test_print_never_goes_through_the_configurations_for_other_vocabulary_or_old_forms() -> None:
    used = {name for names in script._CONFIGS.values() for name in names}
    assert not used & {"s2t", "s2twp", "s2hkp", "tw2sp", "hk2sp"}


# Words, their forms in Taiwan and in Hong Kong, as the schools and governments there print them.
@pytest.mark.parametrize(
    ("simplified", "taiwan", "hong_kong"),
    [
        ("锚定创新才有活力", "錨定創新才有活力", "錨定創新才有活力"),
        ("为群众服务", "為群眾服務", "為羣眾服務"),
        ("着力", "著力", "着力"),
        ("这里", "這裡", "這裏"),
        ("平台", "平臺", "平台"),
        ("启动", "啟動", "啓動"),
        ("国家卫生健康委", "國家衛生健康委", "國家衞生健康委"),
        ("皇后和后天", "皇后和後天", "皇后和後天"),
        ("干部干事，干净的饼干", "幹部幹事，乾淨的餅乾", "幹部幹事，乾淨的餅乾"),
        ("面粉与方面", "麵粉與方面", "麪粉與方面"),
        ("复兴、复杂、反复", "復興、複雜、反覆", "復興、複雜、反覆"),
        ("头发与发展", "頭髮與發展", "頭髮與發展"),
        ("一只船只只有", "一隻船隻只有", "一隻船隻只有"),
        ("国家数据局部署六大试点", "國家數據局部署六大試點", "國家數據局部署六大試點"),
        ("支持全局运行，优化双循环", "支持全局運行，優化雙循環", "支持全局運行，優化雙循環"),
    ],
)
def test_words_take_the_characters_and_keep_the_vocabulary(simplified: str, taiwan: str, hong_kong: str) -> None:
    assert convert(simplified, "zh-Hans-CN", "zh-Hant-TW") == taiwan
    assert convert(simplified, "zh-Hans-CN", "zh-Hant-HK") == hong_kong
    assert convert(simplified, "zh-Hans-SG", "zh-Hant-MO") == hong_kong


@pytest.mark.parametrize("source", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO", None])
def test_traditional_text_becomes_simplified(source: str | None) -> None:
    assert convert("臺灣的幹部乾淨利落，頭髮與發展", source, "zh-Hans-CN") == "台湾的干部干净利落，头发与发展"


def test_hong_kong_text_becomes_taiwan_s_and_back() -> None:
    assert convert("這裏着力為羣眾服務，啓動平台", "zh-Hant-HK", "zh-Hant-TW") == "這裡著力為群眾服務，啟動平臺"
    assert convert("這裡著力為群眾服務，啟動平臺", "zh-Hant-TW", "zh-Hant-HK") == "這裏着力為羣眾服務，啓動平台"


def test_punctuation_digits_and_latin_letters_stay() -> None:
    text = "“‘發’”，。、；：？！（）《》【】——……·—～ 6501.8 PM2.5 GDP m³ ㎡ Ⅷ ① 🙂 é\t\u3000\u00a0"
    assert convert(text, "zh-Hans-CN", "zh-Hant-TW") == text


def test_a_phrase_is_found_across_markup_but_not_across_what_is_protected() -> None:
    assert script.convert(["头", "发"], CN, TW) == ["頭", "髮"]
    assert script.convert(["头", None, "发"], CN, TW) == ["頭", None, "發"]
    assert script.convert([None, "头", "", "发", None], CN, TW) == [None, "頭", "", "髮", None]
    assert script.convert([], CN, TW) == []
    assert script.convert([None], CN, TW) == [None]
    assert script.convert([""], CN, TW) == [""]


def test_between_locales_of_one_norm_nothing_is_converted() -> None:
    assert script.convert(["发展", None, "羣裡"], CN, SG) == ["发展", None, "羣裡"]


@pytest.mark.parametrize("name", ["s2tw", "s2hk"])
def test_terms_stand_first_in_segmentation_and_in_the_first_stage(name: str) -> None:
    folder = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    config = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    made = script.with_terms(config, {"资金链": "資金鏈"}, folder)
    opening, *variants = made["conversion_chain"]
    for dictionary in (made["segmentation"]["dict"], opening["dict"]):
        assert dictionary["match_policy"] == "short_circuit"
        assert dictionary["dicts"][0] == {"type": "inline", "entries": {"資金鏈": "資金鏈", "资金链": "資金鏈"}}
    assert len(variants) == len(config["conversion_chain"]) - 1 > 0
    files = [each["file"] for each in _dictionaries(made)]
    assert files
    assert all(Path(each).is_absolute() and Path(each).is_file() for each in files)


def _dictionaries(value: object) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [found for each in value for found in _dictionaries(each)]
    if not isinstance(value, dict):
        return []
    return ([value] if "file" in value else []) + [found for each in value.values() for found in _dictionaries(each)]


def test_a_converter_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script.converter.cache_clear()
    assert script.converter("s2tw")("资金链") == "資金鏈"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"])
@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_converting_an_edition_once_more_changes_nothing(source: Path, tag: str) -> None:
    once = convert(source.read_text(encoding="utf-8"), "zh-Hans-CN", tag)
    assert convert(once, "zh-Hans-CN", tag) == once
    assert convert(once, None, tag) == once


HAN = st.text(
    alphabet="资金链新征程发展里面后干斗台范余系制表卷云冲征了链万亿明示出准并长头被髮鏈乾裡“”，1a", max_size=24
)


@settings(deadline=None)
@given(HAN, st.sampled_from(list(script._CONFIGS.values())))
def test_length_is_kept_so_that_slots_can_be_cut(text: str, names: tuple[str, ...]) -> None:
    for name in names:
        assert len(script.converter(name)(text)) == len(text)


@settings(deadline=None)
@given(st.lists(st.none() | HAN, max_size=6), st.sampled_from([TW, HK, MO]))
def test_slots_stay_slots(slots: list[str | None], target: Locale) -> None:
    converted = script.convert(slots, CN, target)
    assert [None if each is None else len(each) for each in converted] == [
        None if each is None else len(each) for each in slots
    ]


@pytest.mark.parametrize(
    ("name", "traditional"),
    [
        ("余秋雨", "余秋雨"),
        ("余华", "余華"),
        ("范仲淹", "范仲淹"),
        ("干宝", "干寶"),
        ("郁达夫", "郁達夫"),
        ("种师道", "种師道"),
        ("于都", "于都"),
        ("范县", "范縣"),
        ("余杭区", "餘杭區"),
        ("余额宝", "餘額寶"),
        ("干部学院", "幹部學院"),
        ("种业振兴", "種業振興"),
        ("郁金香节", "鬱金香節"),
        ("少林寺碑碣", "少林寺碑碣"),
        ("郑好融", "鄭好融"),
    ],
)
def test_a_name_keeps_its_surname_and_other_names_are_words(name: str, traditional: str) -> None:
    document = read_body(f"[{name}]{{.name}}\n").document
    (block,) = derive(document, TW).document.blocks
    assert plain_text(block) == traditional


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("3里路", "3里路"),
        ("这里", "這裡"),
        ("5斗米", "5斗米"),
        ("2只船", "2隻船"),
        ("１０里", "１０里"),
        ("PM2.5里", "PM2.5里"),
    ],
)
def test_a_digit_before_a_measure_word_is_a_numeral(written: str, printed: str) -> None:
    assert convert(written, "zh-Hans-CN", "zh-Hant-TW") == printed


def test_the_overlay_is_part_of_the_converter() -> None:
    plain = opencc.OpenCC("s2tw").convert
    ours = script.converter("s2tw")
    assert any(plain(phrase.simplified) != ours(phrase.simplified) for phrase in OVERLAY)


INTERRUPTED = """
import os, signal
import builtins
from keben.edition import script

real = builtins.__import__

def interrupting(name, *rest):
    if name == "opencc":
        os.kill(os.getpid(), signal.SIGINT)
    return real(name, *rest)

builtins.__import__ = interrupting
try:
    script.converter("s2tw")
except KeyboardInterrupt:
    import sys
    print("opencc" in sys.modules)
"""


def test_an_interrupt_waits_until_the_engine_is_loaded() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + INTERRUPTED
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (ended.stdout, ended.stderr) == ("True\n", "")
