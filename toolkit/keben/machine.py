"""What this machine must have beside Python packages: one table, how each part is found, what installs it.

`make` runs this file before anything is installed, so it stands on the standard library alone:

    python -m keben.machine build test    # installs what is missing if it may; exit 3 and the command if it may not
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from keben.errors import KebenError, MachineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

Group = Literal["python", "build", "test"]

Kind = Literal["module", "library", "program", "fonts"]


class Packages(NamedTuple):
    """The package that brings a part, as each system calls it."""

    debian: str
    fedora: str
    arch: str
    homebrew: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a machine has or lacks."""

    id: str
    """What people call it."""
    purpose: str
    """What Keben needs it for."""
    group: Group
    """What cannot be done without it: an environment for Keben, a build, the tests."""
    kind: Kind
    """How it is found: a key of `PROBES`."""
    names: tuple[str, ...]
    """What is looked for: any one of the names of a library or program, all modules, all font families."""
    packages: Packages
    """What brings it."""
    version: str = ""
    """A library's function that returns its version as a C string, if it has one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part."""

    part: Part
    present: bool
    """Whether nothing of the part is missing."""
    detail: str
    """If present: version or place. If not: what exactly could not be found."""


PANGO = Packages("libpango-1.0-0", "pango", "pango", "pango")
FONTCONFIG = Packages("fontconfig", "fontconfig", "fontconfig", "fontconfig")
POPPLER = Packages("poppler-utils", "poppler-utils", "poppler", "poppler")

# fmt: off
PARTS = (
    Part("venv", "keeps Keben's Python packages apart from the system's", "python", "module",
         ("venv", "ensurepip"),
         Packages(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", "python3-libs", "python", "python")),
    # The names under which WeasyPrint 70 loads its libraries: weasyprint/text/ffi.py.
    Part("GObject", "carries the objects of Pango", "build", "library",
         ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0", "gobject-2.0"),
         Packages("libpango-1.0-0", "glib2", "glib2", "glib")),
    Part("Pango", "sets the lines of a PDF", "build", "library",
         ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0", "pango-1.0"), PANGO, "pango_version_string"),
    Part("PangoFT2", "finds fonts for Pango", "build", "library",
         ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0", "pangoft2-1.0"),
         Packages("libpangoft2-1.0-0", "pango", "pango", "pango")),
    Part("HarfBuzz", "chooses the glyphs of a PDF", "build", "library",
         ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0", "harfbuzz"),
         Packages("libpango-1.0-0", "harfbuzz", "harfbuzz", "harfbuzz"), "hb_version_string"),
    Part("HarfBuzz-Subset", "embeds only the glyphs that a PDF uses", "build", "library",
         ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0", "harfbuzz-subset"),
         Packages("libharfbuzz-subset0", "harfbuzz", "harfbuzz", "harfbuzz")),
    Part("fontconfig", "knows which fonts are installed", "build", "library",
         ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1", "fontconfig"), FONTCONFIG),
    Part("fc-list", "lists the fonts that fontconfig knows", "build", "program",
         ("fc-list",), FONTCONFIG),
    Part("Noto Serif CJK", "prints Chinese in the forms of each region", "build", "fonts",
         ("Noto Serif CJK SC", "Noto Serif CJK TC", "Noto Serif CJK HK"),
         Packages("fonts-noto-cjk", "google-noto-serif-cjk-fonts", "noto-fonts-cjk", "font-noto-serif-cjk")),
    Part("Java", "runs EPUBCheck", "test", "program",
         ("java",),
         Packages("default-jre-headless", "java-latest-openjdk-headless", "jre-openjdk-headless", "openjdk")),
    Part("Chromium", "opens the HTML editions as a reader does", "test", "program",
         ("chromium", "chromium-browser"), Packages("chromium", "chromium", "chromium", "chromium")),
    Part("Node.js", "runs checkers that are written in JavaScript", "test", "program",
         ("node",), Packages("nodejs", "nodejs", "nodejs", "node")),
    Part("npm", "installs those checkers", "test", "program",
         ("npm",), Packages("npm", "nodejs-npm", "npm", "node")),
    Part("pdftotext", "reads the text of finished PDFs", "test", "program",
         ("pdftotext",), POPPLER),
    Part("pdftoppm", "draws the pages of finished PDFs", "test", "program",
         ("pdftoppm",), POPPLER),
)
"""The whole table. A part that another one brings along names the other one's package."""
# fmt: on


def find_modules(part: Part) -> Finding:
    """Look for modules of this Python."""
    lacking = [name for name in part.names if find_spec(name) is None]
    return Finding(part, not lacking, f"no module {' or '.join(lacking)}" if lacking else sys.executable)


def find_library(part: Part) -> Finding:
    """Load a shared library the way cffi does for WeasyPrint: by its name, else where the linker's cache says."""
    for place in _list_places(part.names):
        with suppress(OSError):
            return Finding(part, present=True, detail=_describe(ctypes.CDLL(place), part.version, place))
    hint = " (to load what Homebrew installed: export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib)"
    return Finding(
        part, present=False, detail=f"{part.names[0]} cannot be loaded{hint if sys.platform == 'darwin' else ''}"
    )


def _list_places(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        if place := ctypes.util.find_library(name):
            yield place


def _describe(library: ctypes.CDLL, version: str, name: str) -> str:
    if not version or not hasattr(library, version):
        return name
    ask = library[version]
    ask.restype = ctypes.c_char_p
    return f"{ask().decode('ascii', 'replace')} ({name})"


def find_program(part: Part) -> Finding:
    """Look for a program on PATH."""
    place = next(filter(None, map(shutil.which, part.names)), None)
    return Finding(part, place is not None, place or f"{part.names[0]} is not on PATH")


def find_fonts(part: Part) -> Finding:
    """Ask fontconfig for font families."""
    try:
        listed = subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, check=True, timeout=60
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return Finding(part, present=False, detail="fc-list does not run, so the fonts are not known")
    known = {family.strip() for line in listed.splitlines() for family in line.split(",")}
    lacking = [family for family in part.names if family not in known]
    return Finding(part, not lacking, f"no font {', '.join(lacking)}" if lacking else ", ".join(part.names))


PROBES: Mapping[Kind, Callable[[Part], Finding]] = {
    "module": find_modules,
    "library": find_library,
    "program": find_program,
    "fonts": find_fonts,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """A package manager: where it is at home and how it is called."""

    program: str
    systems: tuple[str, ...]
    """`ID` and `ID_LIKE` of os-release; `darwin` stands for macOS."""
    package: Callable[[Packages], str]
    """Which name of a package is its own."""
    refresh: tuple[str, ...] = ()
    """The call that must go before an install; its failure is not final."""
    install: tuple[str, ...]
    """The call to which package names are added; it asks nothing."""
    by_root: bool = True


MANAGERS = (
    Manager(
        program="apt-get",
        systems=("debian", "ubuntu"),
        package=attrgetter("debian"),
        refresh=("apt-get", "update"),
        install=("apt-get", "install", "--no-install-recommends", "-y"),
    ),
    Manager(
        program="dnf",
        systems=("fedora", "rhel", "centos"),
        package=attrgetter("fedora"),
        install=("dnf", "install", "--setopt=install_weak_deps=False", "-y"),
    ),
    Manager(
        program="pacman",
        systems=("arch",),
        package=attrgetter("arch"),
        install=("pacman", "-S", "--needed", "--noconfirm"),
    ),
    Manager(
        program="brew",
        systems=("darwin",),
        package=attrgetter("homebrew"),
        install=("brew", "install"),
        by_root=False,
    ),
)


def examine(groups: Iterable[str], probes: Mapping[Kind, Callable[[Part], Finding]] = PROBES) -> tuple[Finding, ...]:
    """Look for every part of some groups.

    Args:
        groups: `python`, `build`, `test`.
        probes: How each kind of part is found.

    Returns:
        One finding for each part, in the order of the table.

    Raises:
        UsageError: There is no such group.
    """
    wanted = set(groups)
    known = dict.fromkeys(part.group for part in PARTS)
    if unknown := sorted(wanted.difference(known)):
        raise UsageError(f"`{unknown[0]}` is not a group of parts; use one of {', '.join(known)}")
    return tuple(probes[part.kind](part) for part in PARTS if part.group in wanted)


def choose_manager(system: Sequence[str], on_path: Container[str]) -> Manager | None:
    """Choose the package manager that is at home on a system, else any that is there.

    Args:
        system: The system's names, the nearest first: `("linuxmint", "ubuntu", "debian")`.
        on_path: The programs that can be called.
    """
    there = [manager for manager in MANAGERS if manager.program in on_path]
    at_home = (manager for name in system for manager in there if name in manager.systems)
    return next(at_home, there[0] if there else None)


def read_system(os_release: str) -> tuple[str, ...]:
    """Return the names of a system from the text of its os-release file, the nearest first.

    Source: os-release(5), the fields ID and ID_LIKE.
    """
    fields = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line and not line.startswith("#"))
    return tuple(name for key in ("ID", "ID_LIKE") for name in fields.get(key, "").strip("\"' ").split())


def list_commands(manager: Manager, parts: Iterable[Part], prefix: tuple[str, ...] = ()) -> tuple[tuple[str, ...], ...]:
    """Return the calls that install parts, each package named once; `prefix` goes before each, as `("sudo",)`."""
    packages = tuple(dict.fromkeys(manager.package(part.packages) for part in parts))
    calls = filter(None, (manager.refresh, (*manager.install, *packages)))
    return tuple((*prefix, *call) for call in calls)


def remedy(missing: Iterable[Finding]) -> str:
    """Return the command for this system that brings what is missing, as one line for a shell.

    Where no package manager is known, it is a sentence that names the parts; where nothing is missing, nothing.
    """
    parts = _absent(missing)
    if not parts:
        return ""
    manager = _find_manager()
    if manager is None:
        return f"install {_name(parts)} with the package manager of this system"
    prefix = ("sudo",) if manager.by_root and os.geteuid() != 0 else ()
    return " && ".join(shlex.join(command) for command in list_commands(manager, parts, prefix))


def require(groups: Iterable[str]) -> None:
    """Do nothing where every part of some groups is there.

    Raises:
        MachineError: Something is missing; it says what, what for, and the command that mends it.
    """
    if missing := tuple(finding for finding in examine(groups) if not finding.present):
        lacking = ", ".join(f"{each.part.id} ({each.part.purpose}: {each.detail})" for each in missing)
        raise MachineError(f"this machine lacks {lacking}", f"to mend it: {remedy(missing)}")


def install(missing: Iterable[Finding]) -> None:
    """Install what is missing if that can be done without a question: as root, or where sudo asks for no password.

    Raises:
        MachineError: The package manager refused.
    """
    parts = _absent(missing)
    manager = _find_manager()
    prefix = _find_permission(manager) if manager else None
    if not parts or manager is None or prefix is None:
        return
    sys.stderr.write(f"keben: installing {_name(parts)} with {manager.program}\n")
    for command in list_commands(manager, parts, (*prefix, "env", "DEBIAN_FRONTEND=noninteractive")):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:  # of the last call; a list that could not be refreshed may still hold what is needed
        said = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise MachineError(f"this machine lacks {_name(parts)}", f"`{shlex.join(command)}` failed: {said}")


def _absent(findings: Iterable[Finding]) -> tuple[Part, ...]:
    return tuple(finding.part for finding in findings if not finding.present)


def _name(parts: Iterable[Part]) -> str:
    return ", ".join(part.id for part in parts)


def _find_manager() -> Manager | None:
    on_path = {manager.program for manager in MANAGERS if shutil.which(manager.program)}
    return choose_manager(_find_system(), on_path)


def _find_system() -> tuple[str, ...]:
    # Source: os-release(5): the second place counts where the first is missing.
    for place in ("/etc/os-release", "/usr/lib/os-release"):
        with suppress(OSError):
            return read_system(Path(place).read_text("utf-8"))
    return (sys.platform,)


def _find_permission(manager: Manager) -> tuple[str, ...] | None:
    """Return what goes before a command to run it with the rights that it needs, `None` where that cannot be had."""
    if not manager.by_root:
        return None
    if os.geteuid() == 0:
        return ()
    with suppress(OSError):
        asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return ("sudo", "-n") if asked.returncode == 0 else None
    return None


def main(groups: Sequence[str]) -> int:
    """Make sure that every part of some groups is there; silent if it is. Returns an exit status."""
    try:
        if missing := tuple(finding for finding in examine(groups) if not finding.present):
            install(missing)
            require(groups)
    except KebenError as fault:
        sys.stderr.write(f"keben: {fault}\n")
        return fault.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
