"""`keben init`."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from keben.cli.printing import print_line
from keben.errors import UsageError

STARTER = Path(__file__).resolve().parent.parent / "starter"

_PLACES = {"gitignore": ".gitignore"}
"""Files of the starter that packaging would leave out under their own names."""


@click.command("init", help="Make a new project in DIR that builds at once.")
@click.argument("directory", metavar="DIR")
def command(directory: str) -> int:  # noqa: D103
    folder = Path(directory)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"`{folder}` is not an empty folder; name a new one")
        for source in sorted(path for path in STARTER.rglob("*") if path.is_file()):
            name = source.relative_to(STARTER).as_posix()
            target = folder / _PLACES.get(name, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            print_line(str(target))
    except OSError as fault:
        raise UsageError(f"`{str(folder)[:200]}` cannot be written: {fault.strerror}") from fault
    print_line(f"now: cd {shlex.quote(str(folder))} && {_own_name()} build")
    return 0


def _own_name() -> str:
    """Return what to type to call this program again: its name where that finds it, else its path."""
    path = Path(sys.argv[0])
    return "keben" if shutil.which("keben") == str(path) or not path.is_file() else shlex.quote(str(path.absolute()))
