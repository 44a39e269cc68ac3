"""Themes: laid over one another file by file, never guessed, never leading out of their folders."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
import tinycss2  # type: ignore[import-untyped]

from conftest import ROOT
from keben.errors import SourceError
from keben.locales import LOCALES, find_locale
from keben.theme import FILE_BYTES, ROLES, Theme, builtin_folder, find_file, font_css, load_theme, theme_names

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("document.html", "print.css", "screen.css", "epub.css")


def make(project: Path, name: str, toml: str | bytes | None = "", **files: str) -> Path:
    folder = project / "themes" / name
    folder.mkdir(parents=True)
    if toml is not None:
        (folder / "theme.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    for file, content in files.items():
        (folder / file.replace("_", ".")).write_text(content, "utf-8")
    return folder


def fault(name: str, project: Path | None = None) -> tuple[str, str]:
    """Load a theme that cannot be; return path and fact of its one F403 or S-code."""
    with pytest.raises(SourceError) as caught:
        load_theme(name, project)
    (found,) = caught.value.diagnostics
    assert found.is_error
    assert found.hint
    return f"{found.path} {found.code}", found.fact


# ---------------------------------------------------------------- what is built in


@pytest.mark.parametrize("name", ["plain", "gongwen"])
def test_built_in_themes_are_whole(name: str) -> None:
    theme = load_theme(name)
    assert theme.name == name
    assert all(theme.read_text(file) for file in FILES)
    for locale in LOCALES:
        families = theme.families(locale)
        assert {"song", "hei", "mono"} <= set(families) <= set(ROLES)
        assert all(families.values())


def test_built_in_themes_are_those_of_the_checkout() -> None:
    assert builtin_folder() == ROOT / "themes"
    assert theme_names() == ["gongwen", "plain"]


@pytest.mark.parametrize("tag", [each.tag for each in LOCALES if each.is_chinese])
def test_the_first_family_of_each_role_has_the_region_s_own_glyphs(tag: str) -> None:
    region = {"CN": "SC", "SG": "SC", "TW": "TC", "HK": "HK", "MO": "HK"}[tag[-2:]]
    families = load_theme("plain").families(find_locale(tag))
    assert {role: names[0] for role, names in families.items()} == {
        "song": f"Noto Serif CJK {region}", "hei": f"Noto Sans CJK {region}", "mono": f"Noto Sans Mono CJK {region}"
    }  # fmt: skip


def test_a_child_has_its_own_files_and_its_parent_s() -> None:
    gongwen, plain = load_theme("gongwen"), load_theme("plain")
    assert gongwen.folders == (ROOT / "themes/gongwen", ROOT / "themes/plain")
    assert gongwen.read_text("print.css") != plain.read_text("print.css")
    assert gongwen.read_text("screen.css") == plain.read_text("screen.css")
    assert gongwen.families(find_locale("zh-Hans-CN"))["kai"][0] == "LXGW WenKai"
    assert "kai" not in plain.families(find_locale("zh-Hans-CN"))


# ---------------------------------------------------------------- how themes are laid


def test_a_project_changes_one_file_of_a_built_in_theme(tmp_path: Path) -> None:
    make(tmp_path, "plain", None, print_css="p { color: red }")
    theme = load_theme("plain", tmp_path)
    assert theme.read_text("print.css") == "p { color: red }"
    assert theme.read_text("screen.css") == load_theme("plain").read_text("screen.css")
    assert theme.fonts == load_theme("plain").fonts
    assert load_theme("gongwen", tmp_path).folders == (
        ROOT / "themes/gongwen", tmp_path / "themes/plain", ROOT / "themes/plain"
    )  # fmt: skip


def test_a_project_changes_one_font_of_a_built_in_theme(tmp_path: Path) -> None:
    make(tmp_path, "plain", '[fonts.song]\nzh-Hans-CN = ["Own Song"]\n')
    theme = load_theme("plain", tmp_path)
    assert theme.families(find_locale("zh-Hans-CN"))["song"] == ("Own Song",)
    assert theme.families(find_locale("zh-Hant-TW")) == load_theme("plain").families(find_locale("zh-Hant-TW"))
    assert theme.families(find_locale("zh-Hans-CN"))["hei"][0] == "Noto Sans CJK SC"


def test_three_generations(tmp_path: Path) -> None:
    make(tmp_path, "one", 'parent = "two"\n[fonts.kai]\nzh-Hans-CN = ["One"]\n', print_css="1")
    make(
        tmp_path,
        "two",
        'parent = "plain"\n[fonts.kai]\nzh-Hans-CN = ["Two"]\nzh-Hant-TW = ["Two"]\n',
        print_css="2",
        screen_css="2",
    )
    theme = load_theme("one", tmp_path)
    assert (theme.read_text("print.css"), theme.read_text("screen.css")) == ("1", "2")
    assert theme.read_text("document.html").startswith("<!DOCTYPE html>")
    assert theme.fonts["kai"] == {"zh-Hans-CN": ("One",), "zh-Hant-TW": ("Two",)}
    assert theme_names(tmp_path) == ["gongwen", "one", "plain", "two"]


# ---------------------------------------------------------------- what is no theme


def test_a_theme_that_is_not_there_is_never_guessed(tmp_path: Path) -> None:
    make(tmp_path, "own", 'parent = "nowhere"\n')
    assert fault("plani") == ("plani F403", "there is no theme `plani`")
    assert fault("own", tmp_path) == ("nowhere F403", "there is no theme `nowhere`")


@pytest.mark.parametrize("name", ["", ".", "..", "../plain", "plain/", "Plain", "a" * 64, "/etc", "plain\0", "朴素"])
def test_a_name_is_no_path(name: str, tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    assert fault(name, tmp_path)[0].endswith("F403")


@pytest.mark.parametrize(
    ("parents", "ring"),
    [({"a": "a"}, "`a` → `a`"), ({"a": "b", "b": "a"}, "`a` → `b` → `a`"), ({"a": "b", "b": "c", "c": "b"}, "`b` → `c` → `b`")],
)  # fmt: skip
def test_a_theme_is_not_its_own_parent(tmp_path: Path, parents: dict[str, str], ring: str) -> None:
    for name, parent in parents.items():
        make(tmp_path, name, f'parent = "{parent}"\n')
    assert fault("a", tmp_path)[1] == f"the theme is its own parent: {ring}"


@pytest.mark.parametrize(
    ("toml", "code", "fact"),
    [
        (None, "own F403", "the theme has no `theme.toml`"),
        ("x", "own F403", "`theme.toml` is not TOML: "),
        (b"\xff", "own F403", "`theme.toml` is not UTF-8 at byte 0"),
        ("a = " + "[" * 100_000, "own F403", "`theme.toml` is not TOML: "),
        ("colour = 1", "own/theme.toml S014", "`colour` is not a known key"),
        ("parent = 1", "own/theme.toml S016", "`parent`: "),
        ('parent = "../plain"', "own/theme.toml S016", "`parent`: "),
        ("fonts = 1", "own/theme.toml S016", "`fonts`: is not a table"),
        ("[fonts.songti]", "own/theme.toml S016", "`fonts`: `songti` is not a font role"),
        ("[fonts]\nsong = 1", "own/theme.toml S016", "`fonts`: `song` is not a table"),
        ('[fonts.song]\nzh = ["A"]', "own/theme.toml S016", "`fonts`: `zh` is not a locale"),
        ('[fonts.song]\nzh-Hans-CN = [""]', "own/theme.toml S016", "`fonts`: `song.zh-Hans-CN` is empty"),
        ("[fonts.song]\nzh-Hans-CN = []", "own/theme.toml S016", "`fonts`: `song.zh-Hans-CN` is an empty list"),
        ('[fonts.song]\nzh-Hans-CN = ["a\\nb"]', "own/theme.toml S016", "`fonts`: `song.zh-Hans-CN` holds a line end"),
    ],
)  # fmt: skip
def test_a_theme_that_is_broken(tmp_path: Path, toml: str | bytes | None, code: str, fact: str) -> None:
    make(tmp_path, "own", toml)
    found = fault("own", tmp_path)
    assert found[0] == code
    assert found[1].startswith(fact)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_missing_or_not_text_is_an_error(tmp_path: Path, file: str) -> None:
    folder = make(tmp_path, "own", 'name = "own"\n')
    theme = load_theme("own", tmp_path)
    with pytest.raises(SourceError, match="has 1 error"):
        theme.read_text(file)
    (folder / file).write_bytes("题".encode("gbk"))
    with pytest.raises(SourceError) as caught:
        theme.read_text(file)
    assert caught.value.diagnostics[0].fact == f"`{file}` is not UTF-8 at byte 0"


# ---------------------------------------------------------------- files


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    folder = make(tmp_path, "own", "")
    (tmp_path / "secret.css").write_text("mine")
    (folder / "sub").mkdir()
    (folder / "out.css").symlink_to(tmp_path / "secret.css")
    (folder / "ring.css").symlink_to(folder / "ring.css")
    (folder / "gone.css").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.css")
    names = ["", ".", "sub", "nothing.css", "../secret.css", "sub/../../secret.css", str(tmp_path / "secret.css"), "a\\b", "a\0b",
             "out.css", "ring.css", "gone.css", "pipe.css", "theme.toml/x", "x" * 300]  # fmt: skip
    for name in names:
        with pytest.raises(LookupError):
            find_file((folder,), name)


def test_links_inside_a_theme_are_followed(tmp_path: Path) -> None:
    folder = make(tmp_path, "own", "", real_css="real")
    (folder / "link.css").symlink_to("real.css")
    assert find_file((folder,), "link.css").read_text() == "real"


def test_a_theme_is_no_link_out_of_the_project(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", "own", "")
    (tmp_path / "project" / "themes").mkdir(parents=True)
    (tmp_path / "project" / "themes" / "own").symlink_to(outside)
    assert fault("own", tmp_path / "project") == ("own F403", "the theme is a link out of the project")


def test_what_stands_first_is_not_passed_over(tmp_path: Path) -> None:
    first, second = make(tmp_path, "first", ""), make(tmp_path, "second", "", a_css="second")
    (first / "a.css").mkdir()
    with pytest.raises(LookupError):
        find_file((first, second), "a.css")


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    folder = make(tmp_path, "own", "")
    with (folder / "font.otf").open("wb") as file:
        file.truncate(FILE_BYTES)
    assert find_file((folder,), "font.otf")
    with (folder / "font.otf").open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    with pytest.raises(LookupError, match="is larger than"):
        find_file((folder,), "font.otf")


# ---------------------------------------------------------------- pages


def page(tmp_path: Path, template: str) -> Theme:
    make(tmp_path, "own", 'parent = "plain"\n', document_html=template)
    return load_theme("own", tmp_path)


def test_a_page_is_filled_once(tmp_path: Path) -> None:
    theme = page(tmp_path, "<title>$title</title>$metadata$styles${body} $$5 $")
    filled = theme.fill_page(title="$body", metadata="<m>", styles="<s>", body="$title ${x}")
    assert filled == "<title>$body</title><m><s>$title ${x} $5 $"


@pytest.mark.parametrize("missing", ["metadata", "styles", "body"])
def test_a_page_without_a_place_for_a_part_is_an_error(tmp_path: Path, missing: str) -> None:
    parts = dict.fromkeys(("metadata", "styles", "body"), "")
    template = "".join(f"${part} " for part in parts if part != missing)
    with pytest.raises(SourceError) as caught:
        page(tmp_path, template).fill_page(**parts)
    assert caught.value.diagnostics[0].fact == f"`document.html` has no `${missing}`"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>",
        "<IFRAME src=x>",
        '<link rel="stylesheet">',
        '<base href="x">',
        "<p onclick = x>",
        "<img src=//a.b/c>",
        "<a href='https://a.b'>",
    ],
)
def test_a_page_runs_and_fetches_nothing(tmp_path: Path, markup: str) -> None:
    with pytest.raises(SourceError) as caught:
        page(tmp_path, f"$metadata$styles$body{markup}").fill_page(metadata="", styles="", body="")
    assert caught.value.diagnostics[0].fact.startswith("`document.html` holds `")


@pytest.mark.parametrize(
    "css",
    [
        "@import 'x.css';",
        "p { background: url(x.png) }",
        'p { background: URL( "x.png") }',
        "p { src: url(http://a.b/c) }",
    ],
)
def test_a_style_sheet_of_a_page_or_book_holds_no_files(tmp_path: Path, css: str) -> None:
    make(tmp_path, "own", 'parent = "plain"\n', screen_css=css)
    with pytest.raises(SourceError) as caught:
        load_theme("own", tmp_path).read_closed_style("screen.css")
    assert caught.value.diagnostics[0].fact.startswith("`screen.css` asks for another file: `")
    assert load_theme("plain").read_closed_style("screen.css")


def test_a_change_of_any_file_or_font_shows_in_the_digest(tmp_path: Path) -> None:
    found = {load_theme("plain").digest(), load_theme("gongwen").digest()}
    for number, file in enumerate(FILES):
        project = tmp_path / str(number)
        make(project, "plain", None, **{file.replace(".", "_"): "$metadata$styles$body"})
        found.add(load_theme("plain", project).digest())
    make(tmp_path / "fonts", "plain", '[fonts.song]\nzh-Hans-CN = ["Own Song"]\n')
    found.add(load_theme("plain", tmp_path / "fonts").digest())
    assert len(found) == 7
    assert load_theme("plain").digest() == load_theme("plain", tmp_path).digest()


def test_a_page_that_asks_for_what_there_is_not_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        page(tmp_path, "$body $author").fill_page(title="", body="")
    assert caught.value.diagnostics[0].fact == "`document.html` asks for `$author`"


# ---------------------------------------------------------------- CSS


def test_families_are_written_so_that_nothing_gets_out_of_its_quotes() -> None:
    families = ('A "B"', "C\\", "serif", "D; } p { color: red", "宋体", "monospace")
    css = font_css(Theme("x", (), {"song": {"zh-Hans-CN": families}}), find_locale("zh-Hans-CN"))
    (rule,) = [each for each in tinycss2.parse_stylesheet(css, skip_whitespace=True) if each.type == "qualified-rule"]
    (declaration,) = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True)
    assert declaration.name == "--song"
    values = [token.value for token in declaration.value if token.type in ("string", "ident")]
    assert values == ["A B", "C", "serif", "D; } p { color: red", "宋体", "monospace"]


@pytest.mark.parametrize("name", ["plain", "gongwen"])
def test_no_style_sheet_names_a_file_or_a_family(name: str) -> None:
    for file in FILES[1:]:
        css = load_theme(name).read_text(file)
        assert not re.search(r"url\(|@import|@font-face", css)
        for value in re.findall(r"font(?:-family)?:([^;}]+)[;}]", css):
            assert not re.search(r"['\"]|serif|Song|Hei|Noto", value), value
