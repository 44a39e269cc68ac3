"""Glossaries, regional words and decisions in a real build: what a person decided is printed, there and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keben.conversion import convert_markdown
from keben.locales import find_locale
from keben.pipeline import build, check
from keben.settings import Settings

TW, HK = "zh-Hant-TW", "zh-Hant-HK"


def write(folder: Path, body: str, **settings: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = {"id": "w", "lang": "zh-Hans-CN", "title": "样本", "editions": f"[{TW}, {HK}]", **settings}
    source = folder / "w.md"
    source.write_text(
        "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"---\n\n{body}\n", "utf-8"
    )
    return source


def texts(source: Path, output: Path) -> dict[str, str]:
    (outcome,) = build([source], Settings(formats=("txt",), output=str(output)))
    assert not outcome.failed, outcome.diagnostics
    return {file.edition: (Path(outcome.folder) / file.name).read_text("utf-8") for file in outcome.files}


def codes(source: Path) -> list[str]:
    return [found.code for found in check(source)]


def test_a_term_wins_over_every_dictionary_and_the_more_exact_one_over_the_other(tmp_path: Path) -> None:
    source = write(tmp_path, "**郑好融**平台的软件和信息。", glossary="terms.toml")
    (tmp_path / "terms.toml").write_text(
        '[zh-Hant]\n"郑好融" = "鄭好融通"\n"软件" = "軟件"\n[zh-Hant-TW]\n"软件" = "軟體"\n', "utf-8"
    )
    found = texts(source, tmp_path / "out")
    assert "鄭好融通平臺的軟體和信息" in found[TW]
    assert "鄭好融通平台的軟件和信息" in found[HK]


def test_a_term_is_found_across_the_edge_of_a_span(tmp_path: Path) -> None:
    source = write(tmp_path, "头**发**，软**件**，白头发。", glossary="terms.toml")
    (tmp_path / "terms.toml").write_text('[zh-Hant]\n"头发" = "頭髮絲"\n"软件" = "軟體"\n', "utf-8")
    (outcome,) = build([source], Settings(formats=("html",), output=str(tmp_path / "out")))
    (page,) = (Path(outcome.folder) / file.name for file in outcome.files if file.edition == TW)
    assert "軟<strong>體</strong>，白頭髮絲。" in page.read_text("utf-8")
    assert "頭髮絲" in page.read_text("utf-8").split("，")[0]


def test_a_marked_name_is_a_name_wherever_it_comes_back(tmp_path: Path) -> None:
    source = write(tmp_path, "[范曾]{.name}来了。范曾走了。", editions=f"[{TW}]")
    assert "范曾來了。范曾走了。" in texts(source, tmp_path / "out")[TW]


def test_convert_prints_what_the_edition_prints(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        "软件要尽快办，**软**件。[范曾]{.name}；范曾。",
        author="余小平",
        glossary="own.toml",
        editions=f"[{TW}]",
    )
    (tmp_path / "own.toml").write_text('[zh-Hant]\n"软件" = "軟體"\n', "utf-8")
    decide(tmp_path, ("要", "尽", "快办"), "盡")
    converted = convert_markdown(source.read_text("utf-8"), find_locale(TW), path=source)
    assert "author: 余小平" in converted.text
    assert "軟體要盡快辦，**軟**體。[范曾]{.name}；范曾。" in converted.text
    assert "軟體要盡快辦，軟體。范曾；范曾。" in texts(source, tmp_path / "out")[TW]


def test_a_work_s_term_wins_over_the_project_s(tmp_path: Path) -> None:
    (tmp_path / "keben.toml").write_text('glossary = ["all.toml"]\n', "utf-8")
    (tmp_path / "all.toml").write_text('[zh-Hant]\n"软件" = "軟件"\n"信息" = "訊息"\n', "utf-8")
    source = write(tmp_path / "docs", "软件和信息。", glossary="own.toml")
    (tmp_path / "docs" / "own.toml").write_text('[zh-Hant]\n"软件" = "軟體"\n', "utf-8")
    assert "軟體和訊息。" in texts(source, tmp_path / "out")[HK]


def test_listed_people_keep_their_surnames(tmp_path: Path) -> None:
    source = write(tmp_path, "范增益和于得水出席。", glossary="names.toml")
    (tmp_path / "names.toml").write_text('[names]\npeople = ["范增益", "于得水"]\n', "utf-8")
    assert "范增益和于得水出席。" in texts(source, tmp_path / "out")[TW]


def test_a_glossary_with_a_fault_stops_the_work_and_says_where(tmp_path: Path) -> None:
    source = write(tmp_path, "软件。", glossary="terms.toml")
    (tmp_path / "terms.toml").write_text('[zh-Hant]\n"软件" = ""\n', "utf-8")
    (outcome,) = build([source], Settings(formats=("txt",), output=str(tmp_path / "out")))
    assert outcome.failed
    assert [(found.code, found.place and found.place.line) for found in outcome.diagnostics] == [("C213", 2)]
    assert not (tmp_path / "out" / "w").exists()


def test_a_term_that_never_matches_is_told_once_and_of_a_project_never(tmp_path: Path) -> None:
    (tmp_path / "keben.toml").write_text('glossary = ["all.toml"]\n', "utf-8")
    (tmp_path / "all.toml").write_text('[zh-Hant]\n"硬件" = "硬體"\n', "utf-8")
    source = write(tmp_path, "软件。", glossary="own.toml")
    (tmp_path / "own.toml").write_text('[zh-Hant]\n"软件" = "軟體"\n"信息" = "資訊"\n', "utf-8")
    assert [code for code in codes(source) if code != "C205"] == ["C215"]


def test_regional_words_are_asked_for_and_stand_below_every_glossary(tmp_path: Path) -> None:
    body = "软件、信息和互联网；国内存款增加；司法程序；应用程序。"
    assert "軟件、信息和互聯網" in texts(write(tmp_path / "a", body), tmp_path / "out")[TW]
    asked = texts(write(tmp_path / "b", body, vocabulary="true"), tmp_path / "out")
    assert "軟體、資訊和網際網路；國內存款增加；司法程序；應用程式。" in asked[TW]
    assert "軟件、資訊和互聯網；國內存款增加；司法程序；應用程式。" in asked[HK]
    source = write(tmp_path / "c", body, vocabulary="true", glossary="own.toml")
    (tmp_path / "c" / "own.toml").write_text('[zh-Hant]\n"软件" = "軟件"\n', "utf-8")
    assert "軟件、資訊" in texts(source, tmp_path / "out")[TW]


def test_taiwan_writes_tai_as_set(tmp_path: Path) -> None:
    body = "台湾的平台，电视台。"
    assert "臺灣的平臺，電視臺。" in texts(write(tmp_path / "a", body), tmp_path / "out")[TW]
    found = texts(write(tmp_path / "b", body, tai="台"), tmp_path / "out")
    assert "台灣的平台，電視台。" in found[TW]
    assert "台灣的平台，電視台。" in found[HK]


def decide(folder: Path, at: tuple[str, str, str], printed: str, which: str = "") -> None:
    table = (
        f'[[decision]]\nwork = "w"\nedition = "{TW}"\nat = {json.dumps(at, ensure_ascii=False)}\nprint = "{printed}"\n'
    )
    (folder / "proof.toml").write_text(table + which, "utf-8")


def test_a_decision_changes_the_next_build_and_only_its_place(tmp_path: Path) -> None:
    source = write(tmp_path, "要尽快办。\n\n他说，要尽快办。\n\n要尽快办。")
    before = texts(source, tmp_path / "out")
    assert before[TW].count("儘快") == 3
    decide(tmp_path, ("要", "尽", "快办。"), "盡", "occurrence = 2\nof = 2\n")
    after = texts(source, tmp_path / "out")
    assert after[TW] == "盡快".join(before[TW].rsplit("儘快", 1))
    assert after[HK] == before[HK]
    manifest = json.loads((tmp_path / "out" / "w" / "manifest.json").read_text("utf-8"))
    assert "proof.toml" in {entry["name"] for entry in manifest["sources"]}


def test_a_decision_whose_text_has_changed_is_told_and_decides_nothing(tmp_path: Path) -> None:
    source = write(tmp_path, "要尽快办。")
    decide(tmp_path, ("要", "尽", "快办。"), "盡")
    assert "C224" not in codes(source)
    source.write_text(source.read_text("utf-8").replace("要尽快", "须尽快"), "utf-8")
    assert "C224" in codes(source)
    assert "儘快" in texts(source, tmp_path / "out")[TW]


def test_what_is_decided_needs_no_review(tmp_path: Path) -> None:
    source = write(tmp_path, "要尽快办。", editions=f"[{TW}]")
    assert codes(source) == ["C205"]
    decide(tmp_path, ("要", "尽", "快办。"), "儘")
    assert codes(source) == []


@pytest.mark.parametrize("name", ["w.zh-Hant-TW.txt"])
def test_guided_builds_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    source = write(tmp_path, "软件要尽快办。", vocabulary="true", glossary="own.toml")
    (tmp_path / "own.toml").write_text('[zh-Hant]\n"软件" = "軟件"\n', "utf-8")
    made = []
    for folder in ("one", "two"):
        texts(source, tmp_path / folder)
        made.append((tmp_path / folder / "w" / name).read_bytes())
    assert made[0] == made[1]
