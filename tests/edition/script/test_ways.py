"""Which way leads from one locale to another, and what it may not touch."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import read_body
from keben.edition import derive
from keben.edition.script import convert_text, way_between
from keben.edition.script.engine import converter
from keben.edition.script.ways import _WAYS, way_again
from keben.locales import LOCALES, find_locale
from keben.tree import plain_text

if TYPE_CHECKING:
    from keben.locales import Locale

CN, SG = find_locale("zh-Hans-CN"), find_locale("zh-Hans-SG")
TW, HK, MO = find_locale("zh-Hant-TW"), find_locale("zh-Hant-HK"), find_locale("zh-Hant-MO")
EN = find_locale("en")


def convert(text: str, source: str | None, target: str) -> str:
    way = way_between(find_locale(source) if source else None, find_locale(target), text)
    return convert_text(text, way).text


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (CN, TW, ("s2t", "t2tw")),
        (CN, HK, ("s2t", "t2hk")),
        (CN, MO, ("s2t", "t2hk")),
        (SG, TW, ("s2t", "t2tw")),
        (CN, SG, ()),
        (CN, CN, ()),
        (TW, CN, ("tw2s",)),
        (HK, SG, ("hk2s",)),
        (MO, CN, ("hk2s",)),
        (TW, HK, ("tw2t", "t2hk")),
        (MO, TW, ("hk2t", "t2tw")),
        (HK, MO, ()),
        (None, TW, ("s2t", "t2tw")),
        (None, MO, ("s2t", "t2hk")),
        (None, CN, ("t2s",)),
        (CN, EN, ()),
        (EN, TW, ()),
    ],
)
def test_each_change_of_norm_has_its_configurations(
    source: Locale | None, target: Locale, expected: tuple[str, ...]
) -> None:
    way = way_between(source, target)
    assert (*way.before, *way.after) == expected if way else expected == ()


def test_print_never_goes_through_the_configurations_for_other_vocabulary() -> None:
    used = {name for way in _WAYS.values() for name in (*way.before, *way.after)}
    assert not used & {"s2twp", "s2hkp", "tw2sp", "hk2sp"}


def test_only_the_way_from_simplified_chooses() -> None:
    assert {(way.given, way.wanted) for way in _WAYS.values() if way.chooses} == {("s", "tw"), ("s", "hk")}
    assert {way.where for way in _WAYS.values() if way.wanted == "hk"} == {"HK"}
    assert {way.where for way in _WAYS.values() if way.wanted == "tw"} == {"TW"}


@pytest.mark.parametrize("target", [locale for locale in LOCALES if locale.is_chinese], ids=lambda locale: locale.tag)
def test_the_way_of_an_edition_in_its_own_characters_chooses_nothing(target: Locale) -> None:
    assert not way_again(target).chooses


@pytest.mark.parametrize(
    ("text", "target", "given"),
    [
        ("发展", TW, "s"),
        ("發展", TW, "t"),
        ("發展後发", HK, "t"),
        ("發发", HK, "s"),
        ("发展發", HK, "s"),
        ("里面", TW, "s"),
        ("GDP", TW, "s"),
        ("發展", CN, "t"),
        ("发展", CN, None),
        ("发展的髮", CN, "t"),
        ("里面", CN, "t"),
    ],
)
def test_the_characters_of_a_text_tell_its_script(text: str, target: Locale, given: str | None) -> None:
    way = way_between(None, target, text)
    assert (way and way.given) == given


def test_a_tai_is_for_taiwan() -> None:
    for source in (CN, HK):
        way = way_between(source, TW, tai="台")
        assert way
        assert way.tai == "台"
    hong_kong = way_between(CN, HK, tai="台")
    assert hong_kong
    assert hong_kong.tai == "臺"
    assert convert_text("台湾", hong_kong).text == "台灣"


@pytest.mark.parametrize("source", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO", None])
def test_traditional_text_becomes_simplified(source: str | None) -> None:
    assert convert("臺灣的幹部乾淨利落，頭髮與發展", source, "zh-Hans-CN") == "台湾的干部干净利落，头发与发展"


def test_hong_kong_text_becomes_taiwan_s_and_back() -> None:
    assert convert("這裏着力為羣眾服務，啓動平台", "zh-Hant-HK", "zh-Hant-TW") == "這裡著力為群眾服務，啟動平臺"
    assert convert("這裡著力為群眾服務，啟動平臺", "zh-Hant-TW", "zh-Hant-HK") == "這裏着力為羣眾服務，啓動平台"


def test_punctuation_digits_and_latin_letters_stay() -> None:
    text = "“‘發’”，。、；：？！（）《》【】——……·—～ 6501.8 PM2.5 GDP m³ ㎡ Ⅷ ① 🙂 é\t\u3000\u00a0"
    assert convert(text, "zh-Hans-CN", "zh-Hant-TW") == text


def test_between_locales_of_one_norm_nothing_is_converted() -> None:
    assert way_between(CN, SG) is None
    assert convert_text("发展，羣裡", way_between(CN, SG)).text == "发展，羣裡"


@pytest.mark.parametrize("name", sorted({name for way in _WAYS.values() for name in (*way.before, *way.after)}))
def test_what_opencc_gets_after_a_null_is_converted_too(name: str) -> None:
    plain = converter(name)
    assert plain("\0发\0發\0") == f"\0{plain('发')}\0{plain('發')}\0"
    assert plain("\0\0") == "\0\0"


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


INTERRUPTED = """
import os, signal
import builtins
from keben.edition.script.engine import converter

real = builtins.__import__

def interrupting(name, *rest):
    if name == "opencc":
        os.kill(os.getpid(), signal.SIGINT)
    return real(name, *rest)

builtins.__import__ = interrupting
try:
    converter("s2t")
except KeyboardInterrupt:
    import sys
    print("opencc" in sys.modules)
"""


def test_an_interrupt_waits_until_the_engine_is_loaded() -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n" + INTERRUPTED
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert (ended.stdout, ended.stderr) == ("True\n", "")
