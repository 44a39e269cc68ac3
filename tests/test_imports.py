"""Who may import whom, and what is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import keben
from conftest import ROOT, SPEECH

ENGINES = ("babel", "drawsvg", "markdown_it", "mdit_py_plugins", "opencc", "PIL", "rich", "weasyprint", "cffi", "fontTools", "yaml", "importlib.metadata")  # fmt: skip


def test_the_contracts_hold() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_every_public_name_is_there() -> None:
    assert sorted(keben.__all__) == keben.__all__
    assert {name for names in keben._HOMES.values() for name in names} == set(keben.__all__)
    for name in keben.__all__:
        assert getattr(keben, name).__name__ == name
    with pytest.raises(AttributeError, match="module `keben` has no attribute `Speech`"):
        keben.Speech  # noqa: B018


def loaded_by(script: str) -> set[str]:
    """Run a script in a process of its own; return the engines that it loaded."""
    ending = f"\nimport sys\nprint('\\n' + ' '.join(name for name in {ENGINES!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script + ending], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


COMMAND = """
import contextlib, sys
from keben.cli import cli
with contextlib.suppress(SystemExit):
    cli.main({arguments!r}, standalone_mode=False)
"""


@pytest.mark.parametrize(
    ("script", "engines"),
    [
        ("import keben", set()),
        ("import keben; keben.find_locale; keben.Settings", set()),
        ("import keben.pipeline", set()),
        (COMMAND.format(arguments=["--help"]), set()),
        (COMMAND.format(arguments=["build", "--help"]), set()),
        (COMMAND.format(arguments=["doctor", "--help"]), set()),
        (
            COMMAND.format(arguments=["check", str(SPEECH)]),
            {"babel", "markdown_it", "mdit_py_plugins", "opencc", "yaml"},
        ),
    ],
    ids=["package", "names", "pipeline", "help", "build", "doctor", "check"],
)
def test_nothing_is_loaded_before_it_is_needed(script: str, engines: set[str]) -> None:
    assert loaded_by(script) == engines
