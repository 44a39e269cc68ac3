"""Hostile sources, built here: each ends with its diagnostic, in little time, with nothing fetched and nothing written."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from conftest import FRONT_MATTER
from hostile.guard import CANARY, diagnostics_in, files_below, run
from keben.pipeline import build
from keben.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

CAT = "{{{{#include {0}}}}}\n\n!include {0}\n\n@include {0}\n\ninclude::{0}[]\n"

NOTES = 20_000

BODIES: dict[str, tuple[str, set[str]]] = {
    # A body and the codes that it is refused with; none if it is text like any other.
    "emphasis": ("*a_ " * 50_000, {"S004"}),
    "brackets": ("[" * 50_000, {"S004"}),
    "open links": ("[a](" * 50_000, {"S004"}),
    "open images": ("![" * 1_900, set()),
    "spans": ("[a]{" * 900 + "\n", set()),
    "quotes": (">" * 50_000, {"S004"}),
    "quotes with spaces": ("> " * 50_000, {"S004"}),
    "lists": ("\n".join("  " * depth + "- a" for depth in range(1_000)), {"S004"}),
    "containers": ("::: note\n" * 200 + "正文\n", {"S004"}),
    "straight quotes": ('"' * 150_000, {"S004"}),
    "curly quotes": ("“" * 150_000, {"S004"}),
    "backticks": (" ".join("`" * count for count in range(1, 2_500)), {"S004"}),
    "wide table": ("|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n", {"S004"}),
    "long table": ("|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n" + ("|" + "1|" * 60 + "\n") * 850, {"S004"}),
    "rings of notes": (
        " ".join(f"a[^{n}]" for n in range(NOTES))
        + "\n\n"
        + "".join(f"[^{n}]: x[^{(n + 1) % NOTES}]\n\n" for n in range(NOTES)),
        {"S004"},
    ),
    "a ring of notes": ("正文[^1]。\n\n[^1]: 一[^2]\n\n[^2]: 二[^1]\n", set()),
    "long references": (f"[a]: {'x' * 60_000}\n\n" + "[a] " * 20_000, {"S004"}),
    "references": (f"[a]: http://a.b/{'x' * 1_500}\n\n" + ("[a] " * 1_900 + "\n\n") * 3, {"S004"}),
    "entities": ("&amp; " * 50_000, {"S004"}),
    "backslashes": ("\\" * 100_000, {"S004"}),
    "a long line": ("香" * 3_000_000, {"S004"}),
    "many lines": ("a\n" * 200_000, {"S004"}),
    "many marks": (("*a* " * 500 + "\n\n") * 1_000, {"S004"}),
    "many lines of one paragraph": ("a\n" * 5_000, set()),
    "NUL": ("\0a" * 100_000, {"S002", "S004"}),
    "unseen": ("\u200b" * 100_000, {"S003", "S004"}),
    "a chart of thousands": (
        "[1元]{.q #a}\n\n::: chart\n" + "- 甲: #a\n" * 2_000 + ":::\n",
        {"S004"},
    ),
    "thousands of charts": ("[1元]{.q #a}[2元]{.q #b}\n\n" + "::: chart\n- 甲: #a\n- 乙: #b\n:::\n\n" * 2_000, set()),
    "charts in charts": ("[1元]{.q #a}\n\n" + "::: chart\n" * 8 + "- 甲: #a\n", {"S042"}),
    "digits": ("收入 " + "9" * 200_000, {"S004"}),
    "digits in a figure": (f"[{'9' * 3_000}元]{{.q}}", {"Q104"}),
    "numerals in a figure": ("[" + "九" * 3_000 + "]{.q}", {"Q104"}),
    "a great value": ("[1元]{.q value=1e999999999}", {"Q107"}),
    "look-alikes": ("[１２3件]{.q}，[𝟏𝟐件]{.q}，[١٢٣件]{.q}，[①②件]{.q}，[O0件]{.q}。", {"Q105", "Q106"}),
    "includes": (CAT.format("../secret.txt"), {"S046"}),
    "include of a system file": (CAT.format("/etc/passwd"), {"S046"}),
    "images": (
        (
            "![x](../secret.txt)\n\n![y](/etc/passwd)\n\n![z](..%2f..%2fetc/passwd)\n\n![u](\\\\127.0.0.1\\share\\x.png)\n\n"
            "![v](%2e%2e/secret.txt)\n\n![w](%252e%252e/secret.txt)\n\n![t](file:///etc/passwd)\n"
        ),
        {"S031"},
    ),
    "remote images": ("![x](http://127.0.0.1:1/x.png)\n\n![y](//127.0.0.1:1/y.png)\n", {"S031"}),
    "data images": ("![x](data:image/png;base64,iVBORw0KGgo=)\n", {"S031"}),
    "devices": ("![x](/dev/zero)\n\n![y](/proc/self/environ)\n", {"S031"}),
    "scripts": (
        (
            "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<svg onload=alert(1)>\n\n"
            '<a href="&#106;avascript:alert(1)">e</a>\n\n<iframe src="file:///etc/passwd"></iframe>\n'
        ),
        {"S020"},
    ),
    "links": (
        (
            "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](JaVa&#x73;cript:alert(1)) "
            "[e](file:///etc/passwd) <javascript:alert(1)> [f](java%0ascript:x)\n"
        ),
        {"S022"},
    ),
    "attributes": ('[a](http://a.b){onclick="x"}\n\n# 一 {onclick=x}\n\n[名]{.name style="x"}\n', {"S025"}),
    "escape codes": ("# \x1b[31mred\x1b[0m \x9b31m \u202eevil\n", {"S002", "S003"}),
    "escape codes in markup": ("[a](\x1b]8;;http://a.b\x07x)\n\n[\x1b[2J]{.q}\n", {"S002", "S029"}),
    "templates": ("{{ 7*7 }} {% raw %} ${title} $body {{ cycler.__init__.__globals__ }}\n", set()),
}

HEADS: dict[str, tuple[str, set[str]]] = {
    "aliases": (
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
        + "title: t\n",
        {"S012"},
    ),
    "a tag": ('title: !!python/object/apply:os.system ["touch build"]\n', {"S012"}),
    "a local tag": ("title: !x y\n", {"S012"}),
    "binary": ("title: !!binary aGVsbG8=\n", {"S012"}),
    "a merge": ("id: a\n<<: {title: b}\n", {"S012"}),
    "equal keys": ("id: a\nid: b\nno: yes\nver: 1.10\ndate: 2026-13-45\n", {"S013", "S014", "S015", "S016"}),
    "depth": ("title: " + "[" * 5_000 + "]" * 5_000 + "\n", {"S004"}),
    "depth of maps": ("".join(" " * depth + "a:\n" for depth in range(300)), {"S004"}),
    "length": ("title: " + "长" * 70_000 + "\n", {"S004"}),
    "a long key": ("? " + "k" * 2_000 + "\n: v\n", {"S014", "S015"}),
    "many keys": ("".join(f"k{n}: v\n" for n in range(5_000)), {"S014", "S015"}),
    "a second document": ("id: a\n--- \ntitle: b\n", {"S015"}),
    "escape codes": (
        'id: a\nlang: zh-Hans-CN\ntitle: "\\e[2J\\e]0;pwned\\a\\e]8;;http://evil\\e\\\\x"\n',
        {"S016"},
    ),
    "a lone surrogate": ('id: a\nlang: zh-Hans-CN\ntitle: "\\ud800"\n', {"S016"}),
    "a key with escape codes": ('id: a\nlang: zh-Hans-CN\ntitle: t\n"\\e[2J": x\n', {"S014"}),
    "markup in the language": ("id: a\nlang: 'zh\" onload=\"x'\ntitle: t\n", {"S016"}),
    "a theme outside": ("id: a\nlang: zh-Hans-CN\ntitle: t\ntheme: ../../etc\n", {"S016"}),
    "an output": ("id: a\nlang: zh-Hans-CN\ntitle: t\noutput: /tmp\nworks: [x]\n", {"S014"}),
}

IDS = (
    "../x", "..", ".", "/abs", "a/../../b", "a%2f..%2fb", "'a\\..\\b'", "CON", "NUL.txt", "'a:b'", "'na me'", "name.",
    "\u202egnp.exe", "Á", "x" * 64, "-rf", "~root", "$(id)", "'`id`'", '"a\\0b"', '"a\\tb"', "ａ", "a_b",
)  # fmt: skip


def write(folder: Path, text: str | bytes) -> None:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "source.md").write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("name", BODIES)
def test_a_body_under_a_sound_front_matter(tmp_path: Path, name: str) -> None:
    body, codes = BODIES[name]
    write(tmp_path, FRONT_MATTER + body)
    ran = run(tmp_path, "build", "source.md", "-f", "html", "-f", "epub", "-f", "txt")
    if codes:
        assert ran.status == 1
        assert set(ran.codes) == codes
        assert ran.files == {}
    else:
        assert ran.status == (1 if "error[" in ran.err else 0)
        assert bool(ran.files) == (ran.status == 0)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_front_matter(tmp_path: Path, name: str) -> None:
    body, codes = BODIES[name]
    write(tmp_path, body)
    ran = run(tmp_path, "check", "source.md", "--json")
    assert ran.status == 1
    found = set(diagnostics_in(ran.out))
    assert found >= (codes if name == "a long line" else {"S010", *codes})
    assert ran.files == {}


@pytest.mark.parametrize("name", HEADS)
def test_a_front_matter(tmp_path: Path, name: str) -> None:
    head, codes = HEADS[name]
    write(tmp_path, f"---\n{head}---\n\n正文。\n")
    ran = run(tmp_path, "build", "source.md")
    assert ran.status == 1
    assert set(ran.codes) == codes
    assert ran.files == {}


@pytest.mark.parametrize("identifier", IDS)
def test_an_id_that_is_no_name_of_a_folder(tmp_path: Path, identifier: str) -> None:
    write(tmp_path, FRONT_MATTER.replace("id: sample", f"id: {identifier}") + "正文。\n")
    flags = Settings(formats=("txt",), output=str(tmp_path / "in" / "build"))
    (outcome,) = build([tmp_path / "in" / "source.md"], flags)
    assert {found.code for found in outcome.diagnostics} - {"S003"} == {"S016"}
    assert list(files_below(tmp_path)) == ["in/source.md"]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("各位委員：經濟發展數據如下。".encode("big5"), "S001", "Big5"),
        ("各位委员：经济发展数据如下。".encode("gb18030"), "S001", "GB 18030"),
        ("各位委員".encode("utf-16"), "S001", "UTF-16"),
        (b"# \xff\xfe\x80abc\n\xed\xa0\x80\n", "S001", "byte 2 (0xff)"),
        (b"\xed\xa0\x80", "S001", "UTF-8"),
        (b"\xc0\xaf", "S001", "UTF-8"),
        (b"# a\0b\n", "S002", "U+0000"),
    ],
)
@pytest.mark.parametrize("head", [b"", FRONT_MATTER.encode()], ids=["bare", "headed"])
def test_a_file_in_no_encoding_or_another(tmp_path: Path, head: bytes, data: bytes, code: str, words: str) -> None:
    write(tmp_path, head + data)
    ran = run(tmp_path, "build", "source.md")
    assert ran.status == 1
    assert code in ran.codes
    assert words in ran.err or head
    assert ran.files == {}


def png(width: int, height: int, rows: int) -> bytes:
    """Write a grey PNG that says it is so large, and holds so many of its rows."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0" * width) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def svg(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'.encode()


def expanding() -> bytes:
    """Draw 10¹⁰ squares with a hundred `use`."""
    groups = ['<g id="a0"><rect width="1" height="1"/></g>']
    groups += [f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 11)]
    return svg(f'<defs>{"".join(groups)}</defs><use href="#a10"/>')


def encoded(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(stream, form)
    return stream.getvalue()


IMAGES: dict[str, tuple[str, bytes, str]] = {
    "a bomb": ("a.png", png(30_000, 30_000, 30), "S034"),
    "a whole bomb": ("a.png", png(19_999, 2_001, 2_001), "S034"),
    "a lie": ("a.png", encoded("JPEG"), "S032"),
    "a page": ("a.png", b"<!doctype html><script>alert(1)</script>", "S032"),
    "half of one": ("a.png", encoded("PNG")[:50], "S033"),
    "half a photograph": ("a.jpg", encoded("JPEG")[:300], "S033"),
    "a use bomb": ("a.svg", expanding(), "S034"),
    "an entity bomb": (
        "a.svg",
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("<text>&b;</text>"),
        "S035",
    ),
    "an external entity": (
        "a.svg", b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>"), "S035",
    ),
    "a script": ("a.svg", svg("<script>alert(1)</script>"), "S035"),
    "an event": ("a.svg", svg('<rect width="9" height="9" onload="alert(1)"/>'), "S035"),
    "a file inside": ("a.svg", svg('<image href="file:///etc/passwd" width="9" height="9"/>'), "S035"),
    "an address inside": ("a.svg", svg('<use href="http://127.0.0.1:1/a.svg#x"/>'), "S035"),
    "a sheet inside": ("a.svg", svg("<style>@import url(http://127.0.0.1:1/b.css);</style>"), "S035"),
    "a compressed SVG": ("a.svg", b"\x1f\x8b\x08\x00" + b"\0" * 20, "S032"),
    "nothing": ("a.png", b"", "S033"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMAGES)
def test_an_image(tmp_path: Path, name: str) -> None:
    target, data, code = IMAGES[name]
    write(tmp_path, f"{FRONT_MATTER}![图]({target})\n")
    (tmp_path / "in" / target).write_bytes(data)
    ran = run(tmp_path, "build", "source.md")
    assert (ran.status, ran.codes) == (1, [code])
    assert ran.files == {}


@pytest.mark.parametrize(
    ("target", "code"), [("../secret.txt", "S031"), ("/etc/passwd", "S031"), ("a.png", "S030"), ("gone", "S030")]
)
def test_an_image_that_is_a_link(tmp_path: Path, target: str, code: str) -> None:
    write(tmp_path, f"{FRONT_MATTER}![图](a.png)\n")
    (tmp_path / "in" / "a.png").symlink_to(target)
    ran = run(tmp_path, "build", "source.md")
    assert (ran.status, ran.codes) == (1, [code])


def test_a_folder_of_images_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.png").write_bytes(encoded("PNG"))
    write(tmp_path, f"{FRONT_MATTER}![图](fig/a.png)\n")
    (tmp_path / "in" / "fig").symlink_to("../outside")
    ran = run(tmp_path, "build", "source.md")
    assert (ran.status, ran.codes) == (1, ["S031"])


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("target", ["source.md", "gone"])
def test_a_source_that_is_a_link_to_nothing(tmp_path: Path, command: str, target: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "source.md").symlink_to(target)
    ran = run(tmp_path, command, "source.md")
    assert (ran.status, ran.codes) == (1, ["S005"])


def test_hostile_words_are_printed_as_they_stand(tmp_path: Path) -> None:
    """Markup of every kind in titles, names, notes and text reaches each format as text."""
    words = "</title><script>alert(1)</script><meta http-equiv=refresh content=0;url=//evil> {{7*7}} $body \"'&]]>"
    head = FRONT_MATTER.replace("样本", "'" + words.replace("'", "''") + "'")
    head = head.replace("date:", "author: '" + words.replace("'", "''") + "'\ndate:")
    shown = re.sub(r"([<>\[\]\\*_&])", r"\\\1", words)
    write(tmp_path, f"{head}# {shown}\n\n{shown}[^1]\n\n`{words}`\n\n[^1]: {shown}\n")
    ran = run(tmp_path, "build", "source.md")
    assert (ran.status, ran.codes) == (0, [])
    assert sorted(name.rpartition(".")[2] for name in ran.files) == ["epub", "html", "json", "pdf", "txt"]
    page = ran.files["build/sample/sample.zh-Hans-CN.html"].decode()
    assert "<script" not in page
    assert "refresh" not in re.sub(r"&lt;meta http-equiv=refresh", "", page)
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6
    assert ran.files["build/sample/sample.zh-Hans-CN.txt"].decode().count(words) == 6


def test_a_network_name_in_a_link_is_not_looked_up(tmp_path: Path) -> None:
    write(tmp_path, FRONT_MATTER + "[站](http://keben.invalid/x) <https://keben.invalid> <a@keben.invalid>\n")
    ran = run(tmp_path, "build", "source.md")
    assert (ran.status, ran.codes) == (0, [])
    assert "http://keben.invalid/x" in ran.files["build/sample/sample.zh-Hans-CN.html"].decode()


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 1), 1)", "network"),
        ("import socket; socket.getaddrinfo('keben.invalid', 80)", "network"),
        ("import os; os.fork() or __import__('socket').create_connection(('127.0.0.1', 1), 1); os.wait()", "network"),
        ("import os; os.system('true')", "process"),
        ("open('../outside.txt', 'w')", "write"),
        ("open('../secret.txt')", "read"),
        ("open('/etc/passwd', 'rb')", "read"),
        ("open('more.txt', 'w')", "write"),
    ],
)
def test_the_cage_holds(tmp_path: Path, code: str, caught: str) -> None:
    """What guards the other tests must be able to fail."""
    write(tmp_path, FRONT_MATTER)
    with pytest.raises(AssertionError, match=f"^{caught} "):
        run(tmp_path, program=("-c", f"try:\n    {code}\nexcept (OSError, PermissionError):\n    pass"))


@pytest.mark.parametrize("form", ["epub", "html", "txt"])
def test_the_cage_finds_the_canary(tmp_path: Path, form: str) -> None:
    write(tmp_path, f"{FRONT_MATTER}{CANARY}\n")
    with pytest.raises(AssertionError, match="the canary is in"):
        run(tmp_path, "build", "source.md", "-f", form)


def test_the_cage_finds_what_is_attached_to_a_pdf(tmp_path: Path) -> None:
    """A theme may attach files of its own, and the guard looks into the streams of a PDF."""
    write(tmp_path, FRONT_MATTER.replace("date:", "theme: own\ndate:") + "正文。\n")
    theme = tmp_path / "in" / "themes" / "own"
    theme.mkdir(parents=True)
    (tmp_path / "in" / "keben.toml").write_text("")
    (theme / "theme.toml").write_text('parent = "plain"\n')
    (theme / "own.css").write_text(CANARY)
    page = '<p>$title $metadata $styles $body</p><a rel="attachment" href="http:&#47;&#47;theme.invalid/own.css">x</a>'
    (theme / "document.html").write_text(page)
    with pytest.raises(AssertionError, match="the canary is in"):
        run(tmp_path, "build", "source.md", "-f", "pdf")


def test_cells_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    body = "[-12.5%]{.q}、[+3%]{.q}、[5=cmd|' /C calc'!A0]{.q}、[1件]{.q unit==1+1}、[2件]{.q unit=＝1}\n"
    write(tmp_path, FRONT_MATTER + body)
    ran = run(tmp_path, "quantities", "list", "source.md", "--csv")
    cells = [cell for line in ran.out.splitlines()[1:] for cell in line.split(",")]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "＝", "＋", "＠"))] == []
    assert [cell for cell in cells if cell.startswith("-")] == ["-0.125"]
    assert {"'-12.5%", "'=1+1", "'＝1"} <= set(cells)


@pytest.mark.parametrize("name", ["emphasis", "quotes", "rings of notes", "NUL", "long references", "many lines"])
def test_convert_passes_no_half_text_off_as_a_whole(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    ran = run(tmp_path, "convert", "--to", "zh-Hant-TW", stdin=(FRONT_MATTER + BODIES[name][0]).encode())
    assert ran.status == 1
    assert ran.out == ""
    assert Counter(ran.codes).keys() <= {"S002", "S004"}


def test_a_name_that_drives_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, "")
    name = "\x1b[31m\u202ered.md"
    (tmp_path / "in" / name).write_text("x", encoding="utf-8")
    ran = run(tmp_path, "check", name)
    assert ran.status == 1
    assert ran.err.startswith("\\x1b[31m\\u202ered.md:1:1: error[S010]")
    ran = run(tmp_path, "build", name)
    assert ran.out == "\\x1b[31m\\u202ered.md: nothing made\n"
    assert set(files_below(tmp_path / "in")) == {"source.md", name}
