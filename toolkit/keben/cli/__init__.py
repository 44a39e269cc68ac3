"""The command line: one module a command, loaded when it is called; no logic but reading flags and printing.

Results go to stdout, diagnostics to stderr. Exit status: 0 done; 1 the source has errors (or, under `--strict`,
warnings); 2 usage; 3 the machine lacks something; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

import click

from keben import __version__
from keben.errors import KebenError, SourceError

COMMANDS = {
    "build": "Build works into PDF, EPUB, HTML and text.",
    "check": "Report everything wrong with sources; build nothing.",
    "convert": "Convert a text or a Markdown source to another script.",
    "proof": "Write the page on which a person proofreads the conversion of an edition.",
    "quantities": "List the figures of a work, or verify them in finished files.",
    "glossary": "List the terms of a work, or make a glossary from a termbase.",
    "init": "Make a new project that builds at once.",
    "doctor": "Say what this machine lacks, and what mends it.",
}


class _Commands(click.Group):
    """A group whose commands are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"keben.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="keben")
def cli() -> None:
    """Keben 刻本: one Markdown source, every Chinese edition of it."""


def main() -> None:
    """Run the command line and exit with the status of its outcome."""
    from keben.cli.printing import ReaderGone, print_diagnostics, print_fault

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C does: nothing is left behind
    try:
        status = cli.main(prog_name="keben", standalone_mode=False)
    except SourceError as fault:
        print_diagnostics(fault.diagnostics)
        status = fault.exit_status
    except KebenError as fault:
        print_fault(str(fault))
        status = fault.exit_status
    except click.ClickException as fault:
        fault.show()
        status = fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        print_fault("interrupted")
        status = 130
    except ReaderGone:
        status = 0
    except Exception as fault:  # noqa: BLE001 - a fault of Keben's own: one line with its place, never a traceback
        print_fault(f"internal fault at {_place_of(fault)}: {type(fault).__name__}: {fault}; please report it")
        status = 1
    _leave(status if isinstance(status, int) else 0)


def _leave(status: int) -> NoReturn:
    """End the process at once: OpenCC would spend 60 ms on giving back its dictionaries piece by piece."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # a stream that is closed, or was from the start
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def _place_of(fault: Exception) -> str:
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
