"""`keben convert` from outside: bytes in, bytes out, diagnostics apart."""

from __future__ import annotations

import json
import subprocess
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from conftest import NEWS, SPEECH
from keben.conversion import convert_markdown
from keben.locales import find_locale

if TYPE_CHECKING:
    from pathlib import Path

BOM = b"\xef\xbb\xbf"


def convert(*arguments: str, cwd: Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "keben", "convert", *arguments]
    done = subprocess.run(command, cwd=cwd, input=stdin or b"", capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    return done


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_a_source_is_converted_to_stdout_and_nothing_is_said(source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    done = convert("--to", "zh-Hant-TW", str(source), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == convert_markdown(before.decode(), find_locale("zh-Hant-TW"), path=source).text
    assert source.read_bytes() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.md", "# 发展 `发`\r\n", "# 發展 `发`\r\n"),
        ("a.markdown", "`发`", "`发`"),
        ("A.MD", "`发`", "`发`"),
        ("a.txt", "# 发展 `发`\r发\n", "# 發展 `發`\r發\n"),
        ("a", "`发`", "`發`"),
        ("发.md", "发", "發"),
    ],
)
def test_a_name_says_whether_it_is_markdown(tmp_path: Path, name: str, data: str, expected: str) -> None:
    (tmp_path / name).write_bytes(data.encode())
    done = convert("--to", "zh-Hant-TW", name, cwd=tmp_path)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, expected, b"")


@pytest.mark.parametrize("arguments", [("-",), ()])
def test_standard_input_is_markdown(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = convert("--to", "zh-Hant-HK", *arguments, cwd=tmp_path, stdin="“里”`里`".encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "「裏」`里`", b"")


@pytest.mark.parametrize("name", ["a.md", "a.txt", "-"])
def test_a_byte_order_mark_stays_the_first_thing(tmp_path: Path, name: str) -> None:
    data = BOM + "---\nid: a\nlang: zh-Hans-CN\ntitle: 发展\n---\n\n发展\r\n".encode()
    (tmp_path / "a.md").write_bytes(data)
    (tmp_path / "a.txt").write_bytes(data)
    done = convert("--to", "zh-Hant-TW", name, cwd=tmp_path, stdin=data)
    assert (done.returncode, done.stderr) == (0, b"")
    expected = data.replace("发展".encode(), "發展".encode())
    assert done.stdout == (expected if name == "a.txt" else expected.replace(b"zh-Hans-CN", b"zh-Hant-TW"))


@pytest.mark.parametrize("data", [b"", BOM, b"\n", b"\r\r\n", b" \t"])
def test_nothing_stays_nothing(tmp_path: Path, data: bytes) -> None:
    done = convert("--to", "zh-Hant-TW", "-", cwd=tmp_path, stdin=data)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, b"")


def test_the_terminal_s_encoding_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")
    done = convert("--to", "zh-Hant-TW", "-", cwd=tmp_path, stdin="发🙂".encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "發🙂", b"")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--to", "zh", "a.md"), 2, "`zh` is not a locale of Keben; use one of zh-Hans-CN, "),
        (("--to", "zh-TW", "a.md"), 2, "`zh-TW` is not a locale of Keben"),
        (("--to", "en", "a.md"), 2, "nothing is converted to en; it needs a translation"),
        (("--from", "en", "--to", "zh-Hant-TW", "a.md"), 2, "nothing is converted from en; it needs a translation"),
        (("--from", "zh", "--to", "zh-Hant-TW", "a.md"), 2, "`zh` is not a locale of Keben"),
        (("--from", "zh-Hans-CN", "a.md"), 2, "--to"),
        (("a.md",), 2, "--to"),
        (("--to", "zh-Hant-TW", "a.md", "b.md"), 2, "b.md"),
        (("--to", "zh-Hant-TW", "--loud", "a.md"), 2, "--loud"),
        (("--to", "zh-Hant-TW", "none.md"), 2, "there is no source `none.md`"),
        (("--to", "zh-Hant-TW", "empty"), 2, "`empty` holds 0 sources"),
        (("--to", "zh-Hant-TW", "work"), 1, "work/nul.md:6:2: error[S002]: the control character U+0000"),
        (("--to", "zh-Hant-TW", "gb.md"), 1, "error[S001]: byte 0 (0xb7) is not UTF-8\n  hint: the file looks like GB 18030"),
        (("--to", "zh-Hant-TW", "nul.md"), 1, "nul.md:2:2: error[S002]: the control character U+0000"),
        (("--to", "zh-Hant-TW", "yaml.md"), 1, "yaml.md:2:8: error[S011]: the front matter is not YAML"),
    ],
)  # fmt: skip
def test_faults_go_to_stderr_with_a_status_and_nothing_goes_to_stdout(
    tmp_path: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    (tmp_path / "a.md").write_text("发", encoding="utf-8")
    (tmp_path / "gb.md").write_bytes("发展是第一要务，改革开放不动摇".encode("gb18030"))
    (tmp_path / "nul.md").write_bytes("发\n展\0".encode())
    (tmp_path / "yaml.md").write_text("---\ntitle: [发\n---\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "nul.md").write_bytes("---\nid: a\n---\n\n发\n展\0".encode())
    done = convert(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert done.stdout == b""
    assert says in done.stderr.decode()


def test_the_tag_may_be_in_any_case(tmp_path: Path) -> None:
    done = convert("--to", "ZH-hant-tw", "-", cwd=tmp_path, stdin="发".encode())
    assert (done.returncode, done.stdout.decode()) == (0, "發")


def test_help(tmp_path: Path) -> None:
    done = convert("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "--to TAG" in done.stdout.decode()
    assert done.stderr == b""


def test_a_folder_of_one_work_is_its_source(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.md").write_text("---\nid: a\n---\n发", encoding="utf-8")
    (tmp_path / "work" / "NOTES.md").write_text("里", encoding="utf-8")
    done = convert("--to", "zh-Hant-TW", "work", cwd=tmp_path)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "---\nid: a\n---\n發", b"")


def test_standard_input_in_another_encoding_is_named_with_the_byte(tmp_path: Path) -> None:
    for codec, name in (("gb18030", "GB 18030"), ("big5", "Big5"), ("utf-16-le", "UTF-16")):
        done = convert("--to", "zh-Hant-TW", "-", cwd=tmp_path, stdin="中文：今天的天下太平。".encode(codec))
        told = done.stderr.decode()
        assert (done.returncode, done.stdout) == (1, b"")
        assert "error[S001]: byte " in told
        assert f"the file looks like {name}; save it as UTF-8" in told


def test_a_byte_that_is_no_text_is_named_with_its_offset(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("发展".encode() + b"\xff" + "发".encode())
    done = convert("--to", "zh-Hant-TW", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("a.txt: error[S001]: byte 6 (0xff) is not UTF-8\n")


# ---------------------------------------------------------------- what it is written in


@pytest.mark.parametrize(
    ("source", "arguments", "expected"),
    [
        ("皇后和里长", ("--to", "zh-Hant-TW"), "皇后和里長"),
        ("發展與頭髮，皇后和里面", ("--to", "zh-Hant-TW"), "發展與頭髮，皇后和里面"),
        ("皇后和里面", ("--from", "zh-Hant-HK", "--to", "zh-Hant-TW"), "皇后和里面"),
        ("皇后和里面", ("--from", "zh-Hans-SG", "--to", "zh-Hant-TW"), "皇后和裡面"),
        ("裏面「着」", ("--from", "zh-Hant-MO", "--to", "zh-Hant-TW"), "裡面「著」"),
        ("“发”", ("--from", "zh-Hans-SG", "--to", "zh-Hans-CN"), "“发”"),
        ("---\nlang: zh-Hans-CN\n---\n里面", ("--from", "zh-Hant-HK", "--to", "zh-Hant-TW"), "---\nlang: zh-Hant-TW\n---\n里面"),
        ("---\nlang: en\n---\n里面", ("--from", "zh-Hans-CN", "--to", "zh-Hant-TW"), "---\nlang: zh-Hant-TW\n---\n裡面"),
        ("---\nlang: 'zh-hans-cn' # 发\n---\n发", ("--to", "zh-Hant-HK"), "---\nlang: 'zh-Hant-HK' # 发\n---\n發"),
        ("---\nlang: >-\n  zh-Hans-CN\n---\n发", ("--to", "zh-Hant-HK"), "---\nlang: >-\n  zh-Hant-HK\n---\n發"),
    ],
)  # fmt: skip
def test_the_script_is_given_or_told_by_the_front_matter_or_the_characters(
    tmp_path: Path, source: str, arguments: tuple[str, ...], expected: str
) -> None:
    done = convert(*arguments, cwd=tmp_path, stdin=source.encode())
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, expected, b"")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("葛\U000e0100城的头发", "葛\U000e0100城的頭髮"),  # a variation selector
        ("\ue000发\U000f0000\u0378\U0010fffd", "\ue000發\U000f0000\u0378\U0010fffd"),  # private or not assigned
        ("𠮷野家发，𪚥，㐀，鿿", "𠮷野家發，𪚥，㐀，鿿"),
        ("e\u0301发\u200d👩\u200d🔬", "e\u0301發\u200d👩\u200d🔬"),
        ("發与髮，头发", "發與髮，頭髮"),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_characters_that_are_none_of_its_business_stay(tmp_path: Path, name: str, source: str, expected: str) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    done = convert("--to", "zh-Hant-TW", name, cwd=tmp_path)
    assert (done.returncode, done.stdout.decode()) == (0, expected)
    assert [code in done.stderr.decode() for code in ("S007", "error")] == ["\ue000" in source, False]


# ---------------------------------------------------------------- every choice


def explained(*arguments: str, cwd: Path, stdin: bytes | None = None) -> list[dict[str, Any]]:
    done = convert("--explain", *arguments, cwd=cwd, stdin=stdin)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_choice_is_a_line_of_json_with_all_its_fields(tmp_path: Path) -> None:
    (found,) = explained("--to", "zh-Hant-TW", cwd=tmp_path, stdin="“了”".encode())
    assert list(found) == [
        "start", "end", "from", "to", "rule", "phrase", "reason", "alternatives", "engines", "risk", "doubt"
    ]  # fmt: skip
    assert (found["start"], found["end"], found["from"], found["to"], found["rule"]) == (1, 2, "了", "了", "character")
    assert (found["alternatives"], found["engines"]) == (["瞭"], {})
    shown = explained("--to", "zh-Hant-TW", cwd=tmp_path, stdin="展示了如何".encode())
    assert [each["engines"] for each in shown if each["from"] == "了"] == [{"OpenCC": "瞭"}]
    (band,) = explained("--to", "zh-Hant-TW", cwd=tmp_path, stdin="发带".encode())
    assert (band["rule"], band["phrase"], band["reason"]) == ("overlay", "发带", "hair 髮")


def test_where_nothing_is_chosen_nothing_is_said(tmp_path: Path) -> None:
    assert explained("--to", "zh-Hant-TW", cwd=tmp_path, stdin=b"") == []
    assert explained("--to", "zh-Hant-TW", cwd=tmp_path, stdin="安伟 abc".encode()) == []


def test_what_stays_in_the_other_script_is_among_them(tmp_path: Path) -> None:
    done = convert("--explain", "--to", "zh-Hant-TW", cwd=tmp_path, stdin="這們說發展們们".encode())
    assert (done.returncode, b"warning[C204]" in done.stderr) == (0, True)
    (left,) = map(json.loads, done.stdout.splitlines())
    assert (left["start"], left["from"], left["to"], left["rule"], left["risk"]) == (6, "们", "们", "left", "error")


OFFSETS = (
    "---\nid: a\nlang: zh-Hans-CN\ntitle: '头发''里面'\n---\n\n里面\n头**发**🙂𠮷里\n\n"
    "| 甲 | 头发\\|里面\\|公里 |\n|---|---|\n| `a\\|b` 里 | \\|头\\|发带 |\n\n[里面](https://a.example '头发')\n\n[^a]: 发\n"
)


@pytest.mark.parametrize("mark", [b"", BOM])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_offsets_are_those_of_the_file_and_of_what_is_printed(
    tmp_path: Path, name: str, ending: str, mark: bytes
) -> None:
    data = mark + OFFSETS.replace("\n", ending).encode()
    (tmp_path / name).write_bytes(data)
    source, printed = data.decode(), convert("--to", "zh-Hant-TW", name, cwd=tmp_path).stdout.decode()
    found = explained("--to", "zh-Hant-TW", name, cwd=tmp_path)
    assert len(source) == len(printed)
    assert [each["start"] for each in found] == sorted({each["start"] for each in found})
    assert len(found) >= 15
    for each in found:
        assert source[each["start"] : each["end"]] == each["from"]
        assert printed[each["start"] : each["end"]] == each["to"]


# ---------------------------------------------------------------- much at once


SENTENCE = "国家数据局部署六大试点，展示了如何发展头发里面的干部。"


@pytest.mark.parametrize(
    ("sentence", "megabytes"), [(SENTENCE, 1), ("发", 1), (SENTENCE.strip("。").replace("，", ""), 1)]
)
def test_a_long_line_is_converted_in_time_that_grows_with_it(tmp_path: Path, sentence: str, megabytes: int) -> None:
    def seconds(size: int) -> float:
        (tmp_path / "a.txt").write_text(sentence * (size // len(sentence.encode())), encoding="utf-8")
        start = perf_counter()
        done = convert("--to", "zh-Hant-TW", "a.txt", cwd=tmp_path)
        assert done.returncode == 0
        assert done.stdout.decode().replace("髮", "發").count("發") == sentence.count("发") * (
            size // len(sentence.encode())
        )
        return perf_counter() - start

    small = seconds(megabytes << 17)
    assert seconds(megabytes << 20) < 20 * small


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_over_the_limit_nothing_is_converted(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SENTENCE * ((10 << 20) // len(SENTENCE.encode())), encoding="utf-8")
    done = convert("--to", "zh-Hant-TW", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "error[S004]" in done.stderr.decode()
