"""The fast way to load WeasyPrint: nothing of it is changed, and where its tricks do not work it loads as it is."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import weasyprint

from keben.writers.pdf import loading
from keben.writers.pdf.loading import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PRINT = """
import sys
import time
from pathlib import Path
from keben.writers.pdf.engine import PrintJob, print_pdf
css = "@font-face { font-family: Tiny; src: url(font) } p { font-family: Tiny; font-weight: 700 }" if len(sys.argv) > 3 else ""
page = '<!DOCTYPE html><html lang="zh-Hans-CN"><p>AB<p style="font-family: Noto Serif CJK SC">甲乙<sup>1</sup>'
printed = print_pdf(PrintJob("a.md", page, (css,), {}, (), {}), lambda name: Path(sys.argv[3]).read_bytes())
Path(sys.argv[1]).write_bytes(printed.pdf)
print([found.fact for found in printed.diagnostics], [font.family for font in printed.fonts], "fontTools" in sys.modules)
"""
SLOWLY = "import weasyprint\n" + PRINT


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "keben"


def python(script: str, *arguments: object) -> str:
    """Run a script in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.strip()


# ---------------------------------------------------------------- what this stands on


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_this_is_the_version_that_the_tricks_are_written_for() -> None:
    assert weasyprint.__version__ == "70.0"


def test_only_the_known_modules_use_font_tools_and_only_the_known_parts() -> None:
    folder = Path(weasyprint.__file__).parent
    found = {
        ".".join(("weasyprint", *path.relative_to(folder).with_suffix("").parts)): {
            name for name in imports_of(path) if name.startswith("fontTools")
        }
        for path in folder.rglob("*.py")
    }
    users = {module: names for module, names in found.items() if names}
    assert set(users) == set(loading._USERS)
    assert {name for names in users.values() for name in names} <= set(loading._LATER)


def test_declarations_are_made_once_at_import_by_the_call_that_is_replaced() -> None:
    calls = []
    for path in Path(weasyprint.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        calls += [
            (path.name, ast.unparse(node.func))
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("cffi.FFI", "ffi.cdef", "FFI")
        ]
    assert calls == [("ffi.py", "cffi.FFI"), ("ffi.py", "ffi.cdef")]


# ---------------------------------------------------------------- the same engine


def test_the_same_bytes_as_without(cache: Path, tmp_path: Path) -> None:
    said = python(PRINT, tmp_path / "first.pdf", "-")
    (made,) = cache.glob("*.py")
    before = made.stat()
    assert said.startswith("[] ['")
    assert said.endswith("] False")
    assert python(PRINT, tmp_path / "again.pdf", "-") == said
    assert made.stat() == before
    assert python(SLOWLY, tmp_path / "slow.pdf", "-") == said.replace("False", "True")
    first = (tmp_path / "first.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert first == (tmp_path / "again.pdf").read_bytes() == (tmp_path / "slow.pdf").read_bytes()


FONT = """
import sys
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
pen = TTGlyphPen(None)
pen.moveTo((0, 0)); pen.lineTo((0, 700)); pen.lineTo((600, 700)); pen.lineTo((600, 0)); pen.closePath()
square = pen.glyph()
font = FontBuilder(1000, isTTF=True)
font.setupGlyphOrder([".notdef", "A", "B"])
font.setupCharacterMap({65: "A", 66: "B"})
font.setupGlyf({".notdef": square, "A": square, "B": square})
font.setupHorizontalMetrics({name: (650, 0) for name in (".notdef", "A", "B")})
font.setupHorizontalHeader(ascent=800, descent=-200)
font.setupNameTable({"familyName": "Tiny", "styleName": "Regular", "psName": "Tiny"})
font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
font.setupPost()
if sys.argv[2] == "variable":
    from fontTools.ttLib.tables.TupleVariation import TupleVariation
    font.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    change = TupleVariation({"wght": (0.0, 1.0, 1.0)}, [(0, 0), (0, 0), (40, 0), (40, 0), (0, 0), (0, 0), (0, 0), (0, 0)])
    font.setupGvar({name: [change] for name in ("A", "B")} | {".notdef": []})
font.font.flavor = "woff2" if sys.argv[2] == "woff2" else None
font.font["head"].created = font.font["head"].modified = 3600000000
font.font.recalcTimestamp = False
font.save(sys.argv[1])
"""


@pytest.mark.parametrize("kind", ["plain", "woff2", "variable"])
def test_what_needs_font_tools_gets_it(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    font = tmp_path / "font"
    python(FONT, font, kind)
    quick = python(PRINT, tmp_path / "quick.pdf", "-", font)
    slow = python(SLOWLY, tmp_path / "slow.pdf", "-", font)
    assert cache.is_dir()
    assert quick.startswith("[] ['Noto Serif CJK SC', 'Tiny']")
    assert quick.replace("False", "True") == slow
    assert (kind == "plain") == quick.endswith("False")
    assert (tmp_path / "quick.pdf").read_bytes() == (tmp_path / "slow.pdf").read_bytes()


IN_THE_PRESS = """
import sys
from keben.writers.pdf.press import Press
from keben.writers.pdf.engine import PrintJob
css = "@font-face { font-family: Tiny; src: url(font) } p { font-family: Tiny; font-weight: 700 }"
with Press() as press:
    press.send(PrintJob("a.md", "<p>AB", (css,), {}, (sys.argv[1],), {}))
    _, printed = press.next_done()
print(printed.diagnostics, printed.pdf)
"""


def test_a_variable_font_gives_the_same_bytes_at_any_time(cache: Path, tmp_path: Path) -> None:
    python(FONT, tmp_path / "font", "variable")
    first = python(IN_THE_PRESS, tmp_path)
    assert first.startswith("() b'%PDF-")
    time.sleep(1.1)  # fonts are dated in whole seconds
    assert python(IN_THE_PRESS, tmp_path) == first
    assert cache.is_dir()


LOOK = """
import sys
from keben.writers.pdf.loading import load_weasyprint, _Later
weasyprint = load_weasyprint()
assert load_weasyprint() is weasyprint is sys.modules["weasyprint"]
import cffi
assert isinstance(cffi.FFI, type) and cffi.FFI.__module__ == "cffi.api"
assert not [name for name in sys.modules if name.startswith("fontTools")]
import weasyprint.pdf.fonts as users, weasyprint.text.fonts as others
later = [(module.__name__, name) for module in (users, others) for name, value in vars(module).items() if type(value) is _Later]
print(sorted(name for _, name in later))
"""


def test_stand_ins_are_gone_from_where_others_would_find_them(cache: Path) -> None:
    assert python(LOOK) == "['TTFont', 'TTFont', 'TTLibError', 'instantiateVariableFont', 'subset', 'ttFont', 'woff2']"
    assert cache.is_dir()


@pytest.mark.parametrize(
    "use", ["users.subset.Options()", "users.subset.Subsetter", "users.TTFont(recalcBBoxes=False)", "others.woff2.WOFF2Reader", "users.ttFont.TTFont"]
)  # fmt: skip
def test_the_first_use_of_one_puts_the_real_things_everywhere(cache: Path, use: str) -> None:
    script = f"""{LOOK}
{use}
import fontTools.subset, fontTools.ttLib, fontTools.ttLib.ttFont, fontTools.ttLib.woff2, fontTools.varLib.instancer
assert users.subset is fontTools.subset
assert users.TTFont is others.TTFont is fontTools.ttLib.TTFont
assert users.TTLibError is fontTools.ttLib.TTLibError
assert users.ttFont is fontTools.ttLib.ttFont
assert others.woff2 is fontTools.ttLib.woff2
assert users.instantiateVariableFont is fontTools.varLib.instancer.instantiateVariableFont
assert not [name for module in (users, others) for name, value in vars(module).items() if type(value) is _Later]
"""
    python(script)
    assert cache.is_dir()


def test_font_tools_that_is_loaded_already_is_used(cache: Path) -> None:
    script = """
import fontTools.subset, fontTools.ttLib.woff2, fontTools.varLib.instancer
from keben.writers.pdf.loading import load_weasyprint
load_weasyprint()
import weasyprint.pdf.fonts as users
assert users.subset is fontTools.subset
"""
    python(script)
    assert cache.is_dir()


def test_an_import_that_fails_leaves_nothing_behind(cache: Path, tmp_path: Path) -> None:
    package = tmp_path / "path" / "weasyprint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import fontTools.ttLib, cffi\nffi = cffi.FFI()\nraise OSError('no Pango')", "utf-8"
    )
    script = f"""
import sys
sys.path.insert(0, {str(package.parent)!r})
import cffi
real = cffi.FFI
from keben.writers.pdf.loading import load_weasyprint
for _ in range(2):
    try:
        load_weasyprint()
    except OSError as fault:
        print(fault)
    assert cffi.FFI is real
    assert not [name for name in sys.modules if name.startswith(("fontTools", "weasyprint"))]
"""
    assert python(script) == "no Pango\nno Pango"
    assert not cache.exists()


# ---------------------------------------------------------------- the cache


QUICK = """
from keben.writers.pdf.loading import load_weasyprint
import sys
load_weasyprint()
from weasyprint.text.ffi import ffi, pango
print(pango.pango_version() > 10000, "pycparser" in sys.modules)
"""
FROM_CACHE, PARSED = "True False", "True True"


def test_declarations_are_parsed_once(cache: Path) -> None:
    assert python(QUICK) == PARSED
    assert python(QUICK) == FROM_CACHE
    assert [path.name for path in cache.iterdir() if path.suffix != ".py"] == ["__pycache__"]
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"import nothing_such", b"\0\0\0", b"x = 1\n", b"1/0"])
def test_a_damaged_file_is_made_anew(cache: Path, content: bytes) -> None:
    assert python(QUICK) == PARSED
    (made,) = cache.glob("*.py")
    whole = made.read_bytes()
    made.write_bytes(content)
    assert python(QUICK) == PARSED
    assert made.read_bytes() == whole
    assert python(QUICK) == FROM_CACHE


@pytest.mark.parametrize("share", [0.1, 0.99])
def test_a_cut_file_is_made_anew(cache: Path, share: float) -> None:
    assert python(QUICK) == PARSED
    (made,) = cache.glob("*.py")
    whole = made.read_bytes()
    made.write_bytes(whole[: int(share * len(whole))])
    assert python(QUICK) == PARSED
    assert made.read_bytes() == whole


def test_a_folder_in_the_place_of_the_file_is_no_harm(cache: Path) -> None:
    assert python(QUICK) == PARSED
    (made,) = cache.glob("*.py")
    made.unlink()
    made.mkdir()
    assert python(QUICK) == PARSED


def test_a_cache_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert python(QUICK) == PARSED
    assert python(QUICK) == PARSED


def test_a_cache_that_others_may_write_to_is_not_used(cache: Path) -> None:
    cache.mkdir(parents=True)
    for mode in (0o770, 0o702):
        cache.chmod(mode)
        assert cache_folder() is None
        assert python(QUICK) == PARSED
    assert not list(cache.iterdir())
    cache.chmod(0o755)
    assert cache_folder() == cache


def test_a_cache_of_another_user_s_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder() == cache
    monkeypatch.setattr(os, "getuid", lambda: cache.stat().st_uid + 1)
    assert cache_folder() is None


def test_a_cache_that_cannot_be_written_is_done_without(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("keben.writers.pdf.loading.tempfile.mkstemp", full)
    import cffi

    ffi = loading._CompiledFFI(cffi.FFI)
    ffi.cdef("int abs(int);")
    assert ffi.typeof("int") is not None
    assert not list(cache.iterdir())


@pytest.mark.parametrize("given", ["", "relative/cache"])
def test_without_a_place_for_caches_it_is_below_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "keben"


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_cls: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", classmethod(homeless))
    assert cache_folder() is None


def test_other_declarations_have_another_place(cache: Path) -> None:
    import cffi

    for declarations in ("int abs(int);", "long labs(long);", "int abs(int);"):
        ffi = loading._CompiledFFI(cffi.FFI)
        ffi.cdef(declarations)
        assert ffi.new("int *", 3)[0] == 3
    assert len(list(cache.glob("*.py"))) == 2


def test_processes_that_start_together_do_each_other_no_harm(cache: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", QUICK], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert {each.communicate(timeout=120) for each in running} <= {(f"{PARSED}\n", ""), (f"{FROM_CACHE}\n", "")}
    assert len(list(cache.glob("*.py"))) == 1
    assert python(QUICK) == FROM_CACHE
