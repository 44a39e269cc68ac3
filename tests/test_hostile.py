"""Hostile sources end with a diagnostic, within time and memory, and with nothing fetched or written."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FRONT_MATTER

SECONDS, BYTES = 20, 1 << 30

GUARD = """
import socket
def _refuse(*_, **__): raise SystemExit("a connection was tried")
socket.socket.connect = _refuse
"""

BODIES = {
    "backticks": " ".join("`" * count for count in range(1, 2500)),
    "brackets": "[" * 50_000,
    "links": "[a](" * 50_000,
    "emphasis": "*a_ " * 50_000,
    "entities": "&" * 100_000,
    "quotes": ">" * 50_000,
    "lists": "\n".join("  " * depth + "- a" for depth in range(3000)),
    "table": "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n",
    "rings": "".join(f"a[^{n}]" for n in range(20_000))
    + "\n\n"
    + "".join(f"[^{n}]: x[^{(n + 1) % 20_000}]\n\n" for n in range(20_000)),
    "references": f"[a]: {'x' * 60_000}\n\n" + "[a] " * 20_000,
    "long line": "香" * 3_000_000,
    "include": "{{#include ../../../../etc/passwd}}",
    "script": "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>",
    "link schemes": "[a](data:text/html,x) [b](vbscript:x) [c](JaVa&#x73;cript:alert(1))",
    "digits": f"[{'9' * 200_000}件]{{.q}}",
    "images": "![x](../../../../../../etc/passwd)\n\n![y](/etc/passwd)\n\n![z](..%2f..%2fetc/passwd)\n\n![u](\\\\127.0.0.1\\x.png)",
    "remote image": "![x](http://127.0.0.1:1/x.png)",
}

HEADS = {
    "alias bomb": "a: &a [x,x]\nb: &b [*a,*a]\ntitle: t\n",
    "tag": 'title: !!python/object/apply:os.system ["touch pwned"]\n',
    "equal keys": "id: a\nid: b\n",
    "deep": "title: " + "[" * 5000 + "]" * 5000 + "\n",
    "long": "title: " + "长" * 70_000 + "\n",
    "escapes": 'id: a\nlang: zh-Hans-CN\ntitle: "\\e[2Jx"\n',
}


def build(folder: Path, text: str | bytes) -> subprocess.CompletedProcess[bytes]:
    source = folder / "in" / "source.md"
    source.parent.mkdir()
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(GUARD)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

    done = subprocess.run(
        [sys.executable, "-m", "keben", "build", "in/source.md", "-o", "out", "-f", "epub", "-f", "html", "-f", "txt"],
        cwd=folder, capture_output=True, check=False, timeout=SECONDS, preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(folder / "guard")},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    assert b"connection" not in done.stderr
    return done


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused(tmp_path: Path, name: str) -> None:
    done = build(tmp_path, FRONT_MATTER + BODIES[name])
    assert done.returncode == 1
    assert b"error[" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", HEADS)
def test_hostile_front_matter_is_refused(tmp_path: Path, name: str) -> None:
    done = build(tmp_path, f"---\n{HEADS[name]}---\n\n正文\n")
    assert done.returncode == 1
    assert b"error[S0" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["guard", "in"]
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize("data", [b"# \xff\xfe", "樣".encode("big5"), b"# a\0b", b"\xed\xa0\x80"])
def test_what_is_not_utf_8_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert build(tmp_path, data).returncode == 1


def test_template_syntax_is_text(tmp_path: Path) -> None:
    done = build(tmp_path, FRONT_MATTER + "{{ 7*7 }} $body ${title} {% raw %}\n")
    assert done.returncode == 0
    for form in ("html", "txt"):
        text = (tmp_path / f"out/sample/sample.zh-Hans-CN.{form}").read_text(encoding="utf-8")
        assert "{{ 7*7 }} $body ${title} {% raw %}" in text


def test_markup_in_titles_stays_text(tmp_path: Path) -> None:
    head = FRONT_MATTER.replace("样本", "'</title><script>alert(1)</script>\"&'")
    assert build(tmp_path, head + "正文\n").returncode == 0
    page = (tmp_path / "out/sample/sample.zh-Hans-CN.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_smart_quotes_and_long_digits_come_to_an_end(tmp_path: Path) -> None:
    assert build(tmp_path, FRONT_MATTER + '"' * 150_000 + "\n\n" + "9" * 200_000 + "\n").returncode in (0, 1)


@pytest.mark.parametrize("target", ["/etc/passwd", "loop"])
def test_links_out_of_the_work_are_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "link.png").symlink_to(target if target != "loop" else tmp_path / "link.png")
    text = FRONT_MATTER + "![图](../link.png)\n\n![图](link.png)\n"
    (tmp_path / "in2").mkdir()
    done = build(tmp_path, text)
    assert done.returncode == 1
    assert b"root:" not in done.stdout + done.stderr
