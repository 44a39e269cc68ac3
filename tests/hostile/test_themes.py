"""Hostile themes of a project: nothing outside the theme is read, nothing is fetched, and every fault is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import FRONT_MATTER
from hostile.guard import CANARY, run

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (
    '<!DOCTYPE html><html lang="$lang"><head><title>$title</title>$metadata $styles</head><body>$body {}</body></html>'
)
FONT = "html { font-family: var(--song); }\n"
PARENT = 'parent = "plain"\n'


def project(folder: Path, files: dict[str, str | bytes], theme: str = "own") -> Path:
    """Make a project with one work that asks for a theme, and files below `themes/`."""
    source = folder / "in"
    source.mkdir()
    (source / "keben.toml").write_text("")
    (source / "a.md").write_text(FRONT_MATTER.replace("date:", f"theme: {theme}\ndate:") + "正文。\n", encoding="utf-8")
    for name, content in files.items():
        path = source / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return source


TABLES: dict[str, tuple[str, dict[str, str | bytes], str, str]] = {
    # The theme asked for, its files, the code, and words of the diagnostic.
    "its own parent": ("own", {"own/theme.toml": 'parent = "own"\n'}, "F403", "`own` → `own`"),
    "a ring": (
        "own",
        {"own/theme.toml": 'parent = "b"\n', "b/theme.toml": 'parent = "c"\n', "c/theme.toml": 'parent = "b"\n'},
        "F403",
        "`b` → `c` → `b`",
    ),
    "a parent outside": ("own", {"own/theme.toml": 'parent = "../own"\n'}, "S016", "`../own` is not an id"),
    "a parent by path": ("own", {"own/theme.toml": 'parent = "/etc"\n'}, "S016", "`/etc` is not an id"),
    "no such parent": ("own", {"own/theme.toml": 'parent = "plane"\n'}, "F403", "no theme `plane`"),
    "broken": ("own", {"own/theme.toml": "name = \n"}, "F403", "not TOML"),
    "deep": ("own", {"own/theme.toml": "a = " + "[" * 100_000}, "F403", "not TOML"),
    "not text": ("own", {"own/theme.toml": b"\xff\xfe"}, "F403", "not UTF-8 at byte 0"),
    "no table": ("own", {"own/print.css": FONT}, "F403", "no `theme.toml`"),
    "nothing in it": ("own", {"own/theme.toml": ""}, "F403", "`document.html` is missing"),
    "fonts in one line": ("own", {"own/theme.toml": PARENT + 'fonts.song = "Song"\n'}, "S016", "`song` is not a table"),
    "a font that is a number": (
        "own",
        {"own/theme.toml": PARENT + "[fonts.song]\nzh-Hans-CN = 5\n"},
        "S016",
        "`song.zh-Hans-CN`",
    ),
    "a font with a line end": (
        "own",
        {"own/theme.toml": PARENT + '[fonts.song]\nzh-Hans-CN = ["a\\n}"]\n'},
        "S016",
        "`song.zh-Hans-CN`",
    ),
    "an unknown locale": ("own", {"own/theme.toml": PARENT + '[fonts.song]\nzh-XX = ["a"]\n'}, "S016", "`zh-XX`"),
    "an unknown role": ("own", {"own/theme.toml": PARENT + '[fonts.sing]\nzh-Hans-CN = ["a"]\n'}, "S016", "`song`"),
    "an unknown key": ("own", {"own/theme.toml": PARENT + 'font = "a"\n'}, "S014", "`fonts`"),
    "a style sheet that is not text": (
        "own",
        {"own/theme.toml": PARENT, "own/print.css": b"\xff"},
        "F403",
        "`print.css` is not UTF-8",
    ),
    "an EPUB sheet that is not text": (
        "own",
        {"own/theme.toml": PARENT, "own/epub.css": b"p{}\n\xff"},
        "F403",
        "`epub.css` is not UTF-8 at byte 4",
    ),
    "a page without text": (
        "own",
        {"own/theme.toml": PARENT, "own/document.html": "$metadata $styles"},
        "F403",
        "no `$body`",
    ),
    "a page that asks for more": (
        "own",
        {"own/theme.toml": PARENT, "own/document.html": PAGE.replace("{}", "$bodies")},
        "F403",
        "`$bodies`",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_broken_theme(tmp_path: Path, name: str) -> None:
    theme, files, code, words = TABLES[name]
    project(tmp_path, files, theme)
    ran = run(tmp_path, "build", "a.md")
    assert (ran.status, ran.codes) == (1, [code])
    assert words in ran.err
    assert ran.files == {}


@pytest.mark.parametrize("name", ["theme.toml", "print.css"])
@pytest.mark.parametrize(
    "kind", ["a link out", "a link to itself", "a link to nothing", "a folder", "a pipe", "a giant"]
)
def test_a_file_of_a_theme_that_is_none(tmp_path: Path, name: str, kind: str) -> None:
    themes = project(tmp_path, {"own/theme.toml": PARENT}) / "themes"
    path = themes / "own" / name
    path.unlink(missing_ok=True)
    match kind:
        case "a link out":
            path.symlink_to("../../../secret.txt")
        case "a link to itself":
            path.symlink_to(name)
        case "a link to nothing":
            path.symlink_to("gone")
        case "a folder":
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case _:
            with path.open("wb") as file:
                file.truncate(40_000_000)
    ran = run(tmp_path, "build", "a.md")
    assert (ran.status, ran.codes) == (1, ["F403"])
    assert f"`{name}`" in ran.err
    assert ran.files == {}


@pytest.mark.parametrize("target", ["../..", "../../outside", "/etc"])
def test_a_theme_that_is_a_link_out_of_the_project(tmp_path: Path, target: str) -> None:
    """With `plain` at the secret's folder, a page that attaches a file of the theme would publish the secret."""
    attach = PAGE.replace("{}", '<a rel="attachment" href="http:&#47;&#47;theme.invalid/secret.txt">x</a>')
    themes = project(tmp_path, {"own/theme.toml": PARENT, "own/document.html": attach}) / "themes"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text(CANARY)
    (themes / "plain").symlink_to(target)
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert (ran.status, ran.codes) == (1, ["F403"])
    assert "link out of the project" in ran.err


def test_a_theme_that_is_a_link_inside_the_project(tmp_path: Path) -> None:
    themes = project(tmp_path, {"base/theme.toml": PARENT}) / "themes"
    (themes / "own").symlink_to("base")
    ran = run(tmp_path, "build", "a.md", "-f", "html")
    assert (ran.status, ran.codes) == (0, [])


@pytest.mark.parametrize("name", ["../in/themes/own", "own/../own", "/etc", "..", "own/", "OWN", ""])
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    project(tmp_path, {"own/theme.toml": PARENT})
    ran = run(tmp_path, "build", "a.md", "-f", "txt", "-t", name)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.files == {}


STYLES: dict[str, str] = {
    "an import": "@import url(http://127.0.0.1:1/a.css);",
    "an import of a file": "@import 'file:///etc/passwd';",
    "an import of a secret": "@import '../../../secret.txt';",
    "a background": "body { background: url(file:///etc/passwd); }",
    "a background above": "body { background: url(../../secret.txt); }",
    "an encoded background": "body { background: url(%2e%2e/%2e%2e/secret.txt); }",
    "a twice encoded background": "body { background: url(%252e%252e/secret.txt); }",
    "a background without a scheme": "body { background: url(//127.0.0.1:1/x.png); }",
    "cloud metadata": "body { background: url(http://169.254.169.254/latest/meta-data/); }",
    "a background in capitals": "body { background: url(FILE:///etc/passwd); }",
    "a backslash": "body { background: url(..\\\\..\\\\secret.txt); }",
    "a marker": "ul, p { display: list-item; list-style-image: url(http://127.0.0.1:1/m.png); }",
    "content": "p::before { content: url(/etc/passwd); }",
    "a page": "@page { background: url(http://127.0.0.1:1/x.png); }",
    "a border": "p { border: 1px solid; border-image: url(http://127.0.0.1:1/x.png) 1; }",
    "a script": "body { background: url('javascript:alert(1)'); }",
    "a colour profile": "@color-profile --c { src: url(http://127.0.0.1:1/c.icc); }",
}


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_that_fetches(tmp_path: Path, name: str) -> None:
    sheet = f"{STYLES[name]}\n{FONT}"
    project(tmp_path, {"own/theme.toml": PARENT, "own/print.css": sheet})
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert (ran.status, ran.codes) == (1, ["P502"])
    assert ran.files == {}


@pytest.mark.parametrize("source", ["url(http://127.0.0.1:1/f.woff2)", "url(file:///etc/passwd)", "url(../f.ttf)"])
def test_a_font_that_is_fetched(tmp_path: Path, source: str) -> None:
    sheet = f"@font-face {{ font-family: Own; src: {source}; }}\nhtml {{ font-family: Own, var(--song); }}\n"
    project(tmp_path, {"own/theme.toml": PARENT, "own/print.css": sheet})
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert ran.status == 1
    assert set(ran.codes) == {"P502"}
    assert ran.files == {}


PARTS: dict[str, tuple[str, str]] = {
    "an attachment": ('<a rel="attachment" href="file:///etc/hostname">x</a>', "F403"),
    "an attachment above": ('<a rel="attachment" href="../../secret.txt">x</a>', "P502"),
    "an attachment by root": ('<a rel="attachment" href="/etc/passwd">x</a>', "P502"),
    "an attached link": ('<link rel="attachment" href="/etc/passwd"/>', "F403"),
    "an image": ('<img src="/etc/passwd"/>', "P502"),
    "an image above": ('<img src="..%2f..%2fsecret.txt"/>', "P502"),
    "a remote image": ('<img src="http://127.0.0.1:1/x.png"/>', "F403"),
    "a remote image without a scheme": ('<img src="//127.0.0.1:1/x.png"/>', "F403"),
    "an image behind entities": ('<img src="http:&#47;&#47;127.0.0.1:1/x.png"/>', "P502"),
    "an object": ('<object data="/etc/passwd"></object>', "F403"),
    "a frame": ('<embed src="x"/><iframe src="/etc/passwd"></iframe>', "F403"),
    "a script": ("<script>fetch('x')</script>", "F403"),
    "an event": ('<p onclick="alert(1)">x</p>', "F403"),
    "a base": ('<base href="/etc/"/><img src="passwd"/>', "F403"),
    "a style sheet": ('<link rel="stylesheet" href="/x.css"/>', "F403"),
    "a style of its own": ("<style>body { background: url(/etc/passwd) }</style>", "P502"),
    "an import": ("<style>@import 'a.css';</style>", "P502"),
    "an SVG": ('<svg width="9" height="9"><image href="/etc/passwd" width="9" height="9"/></svg>', "P502"),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_page_that_fetches(tmp_path: Path, name: str) -> None:
    part, code = PARTS[name]
    project(tmp_path, {"own/theme.toml": PARENT, "own/document.html": PAGE.replace("{}", part)})
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert (ran.status, ran.codes) == (1, [code])
    assert ran.files == {}


CLOSED: dict[str, str] = {
    "an import": "@import 'a.css';",
    "a remote import": "@IMPORT url(http://127.0.0.1:1/a.css);",
    "an escaped import": "@\\69mport 'a.css';",
    "a picture": "body { background: url(paper.png) }",
    "an escaped picture": "body { background: u\\72 l(http://127.0.0.1:1/x.png) }",
    "a set of pictures": 'body { background: image-set("a.png" 1x) }',
    "a font": "@font-face { font-family: A; src: url(a.woff2) }",
}


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize(("sheet", "form"), [("screen.css", "html"), ("epub.css", "epub")])
def test_a_sheet_of_a_page_or_book_that_fetches(tmp_path: Path, sheet: str, form: str, name: str) -> None:
    project(tmp_path, {"own/theme.toml": PARENT, f"own/{sheet}": CLOSED[name]})
    ran = run(tmp_path, "build", "a.md", "-f", form)
    assert (ran.status, ran.codes) == (1, ["F403"])
    assert f"`{sheet}`" in ran.err


def test_dollars_and_other_templates_in_a_page_stay(tmp_path: Path) -> None:
    words = "$5 $ ${ ${} $$ $(x) {{ ''.__class__ }} {% include 'passwd' %} {0} %s"
    project(tmp_path, {"own/theme.toml": PARENT, "own/document.html": PAGE.replace("{}", words)})
    ran = run(tmp_path, "build", "a.md", "-f", "html")
    assert (ran.status, ran.codes) == (0, [])
    page = ran.files["build/sample/sample.zh-Hans-CN.html"].decode()
    assert words.replace("$$", "$") in page


def test_a_sheet_cannot_close_the_style_of_a_web_page(tmp_path: Path) -> None:
    sheet = "p::before { content: '</style><script>alert(1)</script>'; }"
    fonts = "[fonts.song]\nzh-Hans-CN = ['A\"; } </style><script>alert(2)</script>']\n"
    project(tmp_path, {"own/theme.toml": PARENT + fonts, "own/screen.css": sheet})
    ran = run(tmp_path, "build", "a.md", "-f", "html")
    assert (ran.status, ran.codes) == (0, [])
    page = ran.files["build/sample/sample.zh-Hans-CN.html"].decode()
    assert page.count("</style>") == 1
    assert "</script>" not in page


ABSURD: dict[str, str] = {
    "huge lengths": "@page { margin: -1e6px } p { margin: 1e30px; height: 1e9px }",
    "no page": "@page { size: 0 0 }",
    "a page of one point": "@page { size: 1px 1px; margin: 0 }",
    "columns": "p { column-count: 1000000000 }",
    "not a number": "p { width: calc(1e308px * 10); column-count: 1000000000 }",
    "a counter": "body { counter-reset: a 99999999999999999999 }",
    "a giant letter": "p { font-size: 1e9px }",
    "rings of variables": ":root { --a: var(--b); --b: var(--a) } p { color: var(--a) }",
    "a growing variable": ":root { --a0: x x }"
    + "".join(f":root {{ --a{n}: var(--a{n - 1}) var(--a{n - 1}) }}" for n in range(1, 40))
    + "p { quotes: var(--a39) }",
    "deep blocks": "p " + "{ a: " * 5_000,
    "deep brackets": "p { width: " + "calc(" * 5_000,
    "nothing but NUL": "\0" * 1_000_000,
    "an open comment": "/* " + "*" * 1_000_000,
}


@pytest.mark.parametrize("name", ABSURD)
def test_an_absurd_style_sheet_comes_to_an_end(tmp_path: Path, name: str) -> None:
    """It may make a page that nobody wants, or be refused; it neither hangs nor takes the build down."""
    project(tmp_path, {"own/theme.toml": PARENT, "own/print.css": f"{FONT}{ABSURD[name]}\n"})
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert set(ran.codes) <= {"P501", "P502", "P503", "P504", "P505", "P507"}
    assert ran.status == (1 if "error[" in ran.err else 0)
    assert bool(ran.files) == (ran.status == 0)


def test_a_page_nested_beyond_reason(tmp_path: Path) -> None:
    project(tmp_path, {"own/theme.toml": PARENT, "own/document.html": PAGE.replace("$body", "<div>" * 5_000 + "$body")})
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert (ran.status, ran.codes) == (1, ["P504"])
    assert "nested too deeply" in ran.err


def test_a_theme_takes_down_no_other_work(tmp_path: Path) -> None:
    source = project(tmp_path, {"own/theme.toml": PARENT, "own/epub.css": b"\xff"})
    (source / "b.md").write_text(FRONT_MATTER.replace("sample", "other") + "正文。\n", encoding="utf-8")
    ran = run(tmp_path, "build", "a.md", "b.md")
    assert (ran.status, ran.codes) == (1, ["F403"])
    assert {name.split("/")[1] for name in ran.files} == {"other"}
    assert len(ran.files) == 5


def test_a_worker_keeps_a_lower_limit(tmp_path: Path) -> None:
    """The press sets limits of its own and must not fail where lower ones are set already."""
    project(tmp_path, {})
    (tmp_path / "in" / "a.md").write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    ran = run(tmp_path, "build", "a.md", "-f", "pdf")
    assert (ran.status, ran.codes) == (0, [])
