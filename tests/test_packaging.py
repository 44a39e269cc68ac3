"""What people install: pins that hold everywhere, and a wheel that publishes away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[1]
SPEECH = CHECKOUT / "docs_src/zhengzhou-cppcc-2026/speech.md"
PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)( ; [^\\]+)? \\$", re.MULTILINE)


def run(*command: str | Path, folder: Path) -> str:
    """Run a command as a stranger would, without this environment's settings for Python; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not re.match("PYTHON|VIRTUAL_ENV|COV", name)}
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def read_project() -> dict[str, Any]:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))


def read_pins(name: str) -> dict[str, str]:
    return {pin[1]: pin[2] for pin in PIN.finditer((CHECKOUT / name).read_text("utf-8"))}


class TestPins:
    @pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt"])
    def test_they_hold_names_versions_and_hashes_only(self, name: str) -> None:
        header, _, pins = (CHECKOUT / name).read_text("utf-8").partition("\n#    make constraints\n")
        assert header.count("\n") == 0
        pin = r"[a-z0-9-]+==[^\s;/]+( ; [^\\/\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
        assert re.fullmatch(f"({pin})+", pins)

    def test_they_hold_what_the_project_asks_for(self) -> None:
        project = read_project()
        pins = read_pins("constraints.txt")
        for each in map(Requirement, [*project["project"]["dependencies"], *project["build-system"]["requires"]]):
            assert each.specifier.contains(pins[canonicalize_name(each.name)]), each

    def test_they_hold_what_tests_and_benches_ask_for(self) -> None:
        groups = read_project()["dependency-groups"]
        pins = read_pins("constraints-test.txt")
        for each in map(Requirement, [*groups["test"], *groups["bench"]]):
            assert each.specifier.contains(pins[canonicalize_name(each.name)]), each

    def test_both_files_agree(self) -> None:
        product, tools = read_pins("constraints.txt"), read_pins("constraints-test.txt")
        assert [name for name in product.keys() & tools if product[name] != tools[name]] == []


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from the sdist; return both."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT, folder=folder)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


class TestWheel:
    def test_the_sdist_holds_what_the_tests_need_and_nothing_made(self, distributions: tuple[Path, Path]) -> None:
        with tarfile.open(distributions[0]) as sdist:
            names = {name.partition("/")[2] for name in sdist.getnames()}
        wanted = {"pyproject.toml", "Makefile", "constraints.txt", "constraints-test.txt", "tests/test_packaging.py"}
        assert wanted <= names
        assert not [name for name in names if re.match(r"build/|dist/|\.venv/|.*__pycache__", name)]

    def test_the_wheel_holds_the_themes_and_no_tests(self, distributions: tuple[Path, Path]) -> None:
        with zipfile.ZipFile(distributions[1]) as wheel:
            names = set(wheel.namelist())
        themes = {f"keben/{file.relative_to(CHECKOUT)}" for file in CHECKOUT.glob("themes/**/*") if file.is_file()}
        assert {"keben/py.typed", "keben/themes/plain/theme.toml"} <= names
        assert themes <= names
        assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"keben"}
        assert not [name for name in names if re.search(r"(^|/)(tests?/|test_|conftest)", name)]

    def test_it_publishes_from_elsewhere(self, distributions: tuple[Path, Path], tmp_path: Path) -> None:
        python = tmp_path / "venv/bin/python"
        run(sys.executable, "-m", "venv", tmp_path / "venv", folder=tmp_path)
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "--requirement", CHECKOUT / "constraints.txt", folder=tmp_path)
        run(*pip, "--no-deps", distributions[1], folder=tmp_path)
        assert run(python, "-m", "pip", "check", folder=tmp_path) == "No broken requirements found.\n"
        place = run(python, "-c", "import keben; print(keben.__file__)", folder=Path("/"))
        assert Path(place.strip()).is_relative_to(tmp_path)

        run(tmp_path / "venv/bin/keben", "build", SPEECH, "-o", tmp_path / "out", folder=Path("/"))
        made = tmp_path / "out/zhengzhou-cppcc-2026"
        assert (made / "zhengzhou-cppcc-2026.zh-Hans-CN.pdf").read_bytes().startswith(b"%PDF-")
        assert zipfile.is_zipfile(made / "zhengzhou-cppcc-2026.zh-Hant-TW.epub")
