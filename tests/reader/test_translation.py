"""`NAME.TAG.md` beside `NAME.md`: which files are translations, and what their front matter may say."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from keben.locales import find_locale
from keben.reader import Work, read, text_for
from keben.reader.translation import source_beside, translations_beside

CHINESE = "---\nid: small\nlang: zh-Hans-CN\ntitle: 贸易\n{}---\n\n增长[16.8%]{{.q #growth}}。\n"
ENGLISH = "---\nlang: en\ntitle: Trade\n{}---\n\nUp [16.8 percent]{{q=growth}}.\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(work: Work) -> list[str]:
    return [found.code for found in work.diagnostics]


def translated(folder: Path, front_matter: str, source: str = "") -> Work:
    path = write(folder, "small.md", CHINESE.format(source))
    write(folder, "small.en.md", ENGLISH.format(front_matter))
    (work,) = read(path).translations
    return work


def test_a_translation_takes_from_its_source_what_is_the_same_in_every_language(tmp_path: Path) -> None:
    work = translated(
        tmp_path, "author: [An Wei]\nsubtitle: A talk\n", "author: 安伟\nsubtitle: 讲话\ndate: 2026-02-06\n"
    )
    metadata = work.document.metadata
    assert codes(work) == []
    assert (metadata.id, metadata.lang, metadata.date) == ("small", "en", date(2026, 2, 6))
    assert (metadata.title, metadata.subtitle, metadata.authors) == (("Trade",), "A talk", ("An Wei",))
    assert work.name == str(tmp_path / "small.en.md")


@pytest.mark.parametrize(
    ("front_matter", "source", "expected"),
    [
        ("id: small\n", "", []),
        ("id: other\n", "", ["T602"]),
        ("date: 2026-02-06\n", "", ["T603"]),
        ("editions: [en]\nformats: [txt]\ntheme: plain\n", "", ["T603"] * 3),
        ("annex: true\nverify: false\n", "", ["T603"] * 2),
        ("", "subtitle: 讲话\nauthor: 安伟\n", ["T604", "T604"]),
        ("subtitle: A talk\n", "", []),  # words that only the translation has are its own
        ("titel: Trade\n", "", ["S014"]),
        ("theme: [a, b]\n", "", ["S016", "T603"]),
    ],
)
def test_keys(tmp_path: Path, front_matter: str, source: str, expected: list[str]) -> None:
    assert codes(translated(tmp_path, front_matter, source)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Up.\n", ["S010"]),
        ("---\nlang: en\ntitle: Trade\n", ["S010"]),
        ("---\ntitle: Trade\n---\n\nUp.\n", ["S015"]),
        ("---\nlang: en\n---\n\nUp.\n", ["S015"]),
        ("---\nlang: zh-Hans-CN\ntitle: Trade\n---\n\nUp.\n", ["T602"]),
        ("---\nlang: english\ntitle: Trade\n---\n\nUp.\n", ["S016"]),
        ("---\nlang: [\n---\n\nUp.\n", ["S011"]),
        ("", ["S010"]),
    ],
)
def test_front_matter_that_is_missing_or_wrong(tmp_path: Path, text: str, expected: list[str]) -> None:
    source = write(tmp_path, "small.md", CHINESE.format(""))
    write(tmp_path, "small.en.md", text)
    work = read(source)
    assert codes(work) == []
    assert codes(work.translations[0]) == expected


def test_a_translation_that_is_no_text(tmp_path: Path) -> None:
    source = write(tmp_path, "small.md", CHINESE.format(""))
    (tmp_path / "small.en.md").write_bytes(ENGLISH.format("").encode("utf-16"))
    assert codes(read(source).translations[0]) == ["S001"]
    (tmp_path / "small.en.md").unlink()
    (tmp_path / "small.en.md").mkdir()
    assert codes(read(source).translations[0]) == ["S005"]
    (tmp_path / "small.en.md").rmdir()
    (tmp_path / "small.en.md").symlink_to("nowhere.md")
    assert codes(read(source).translations[0]) == ["S005"]


def test_a_translation_read_by_itself(tmp_path: Path) -> None:
    write(tmp_path, "small.md", CHINESE.format(""))
    (found,) = read(write(tmp_path, "small.en.md", ENGLISH.format(""))).diagnostics
    assert (found.code, found.fact) == ("T601", "this is a translation of `small.md`")
    assert found.hint == "name `small.md`; this is built with it if its `editions` name en"


def test_a_file_that_is_only_named_like_one(tmp_path: Path) -> None:
    alone = write(tmp_path, "small.en.md", CHINESE.format(""))
    assert source_beside(alone) is None
    assert codes(read(alone)) == []
    assert source_beside(tmp_path / "small.md") is None
    assert source_beside(write(tmp_path, "notes.fr.md", "")) is None


def test_a_source_of_its_own_in_a_language_that_the_other_covers(tmp_path: Path) -> None:
    write(tmp_path, "small.md", CHINESE.format(""))
    own = write(tmp_path, "small.zh-Hant-TW.md", CHINESE.format("").replace("zh-Hans-CN", "zh-Hant-TW"))
    assert codes(read(own)) == []
    assert read(tmp_path / "small.md").translations == ()


def test_only_languages_that_the_source_does_not_cover(tmp_path: Path) -> None:
    source = write(tmp_path, "small.md", CHINESE.format(""))
    for locale in ("zh-Hant-TW", "zh-Hans-CN", "en", "EN", "fr"):
        write(tmp_path, f"small.{locale}.md", ENGLISH.format(""))
    found = translations_beside(source, find_locale("zh-Hant-HK"))
    assert [(path.name, locale.tag) for path, locale in found] == [("small.en.md", "en")]
    found = translations_beside(source, find_locale("en"))
    assert [path.name for path, _ in found] == ["small.zh-Hans-CN.md", "small.zh-Hant-TW.md"]


def test_which_text_an_edition_is_made_from(tmp_path: Path) -> None:
    source = write(tmp_path, "small.md", "---\nid: small\nlang: en\ntitle: Trade\n---\n\nUp [16.8%]{.q #growth}.\n")
    for tag in ("zh-Hans-CN", "zh-Hant-HK"):
        write(tmp_path, f"small.{tag}.md", f"---\nlang: {tag}\ntitle: 貿易\n---\n\n增[16.8%]{{q=growth}}。\n")
    work = read(source)
    assert [codes(each) for each in work.translations] == [[], []]
    made = {tag: text_for(work, find_locale(tag)) for tag in ("en", "zh-Hans-CN", "zh-Hant-HK", "zh-Hant-TW")}
    assert made["en"] is work
    assert [each.document.metadata.lang for each in made.values() if each] == [
        "en",
        "zh-Hans-CN",
        "zh-Hant-HK",
        "zh-Hans-CN",
    ]
    assert text_for(read(write(tmp_path, "lone.md", CHINESE.format(""))), find_locale("en")) is None


def test_faults_of_the_source_do_not_become_faults_of_its_translation(tmp_path: Path) -> None:
    source = write(tmp_path, "small.md", CHINESE.format("").replace("16.8%", "1,68%"))
    write(tmp_path, "small.en.md", ENGLISH.format("") + "\n[]{q=other}\n")
    work = read(source)
    assert codes(work)
    assert codes(work.translations[0]) == []


def test_a_name_as_long_as_a_file_may_have(tmp_path: Path) -> None:
    longest = os.pathconf(tmp_path, "PC_NAME_MAX")
    assert read(write(tmp_path, "a" * (longest - 3) + ".md", CHINESE.format(""))).translations == ()


def test_images_of_a_translation_are_among_the_assets(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes((Path(__file__).parent.parent / "torture-dot.png").read_bytes())
    source = write(tmp_path, "small.md", CHINESE.format(""))
    write(tmp_path, "small.en.md", ENGLISH.format("") + "\n![A chart](a.png)\n")
    work = read(source)
    assert work.document.images == ()
    assert list(work.assets) == ["a.png"]


def test_a_name_that_the_caller_gives(tmp_path: Path) -> None:
    source = write(tmp_path, "small.md", CHINESE.format(""))
    write(tmp_path, "small.en.md", ENGLISH.format(""))
    assert read(source, "docs/small.md").translations[0].name == "docs/small.en.md"
