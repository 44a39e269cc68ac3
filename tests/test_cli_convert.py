"""`keben convert` from outside: bytes in, bytes out, diagnostics apart."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

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
    assert done.stdout.decode() == convert_markdown(before.decode(), find_locale("zh-Hant-TW"))
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
    assert done.stdout == data.replace("发展".encode(), "發展".encode())


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
