"""Parts of a machine: the table, how parts are found, which command mends what is missing. Nothing is installed here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keben import machine
from keben.errors import MachineError, UsageError
from keben.machine import MANAGERS, PARTS, Finding, Part, choose_manager, list_commands, read_system

TOOLKIT = Path(machine.__file__).parents[1]


def part(name: str) -> Part:
    return next(each for each in PARTS if each.id == name)


def lacking(*names: str) -> tuple[Finding, ...]:
    return tuple(Finding(part(name), present=False, detail="not found") for name in names)


def commands(system: tuple[str, ...], program: str, *names: str) -> list[str]:
    manager = choose_manager(system, {program})
    assert manager is not None
    return [" ".join(command) for command in list_commands(manager, map(part, names), ("sudo",) * manager.by_root)]


def run_machine(*groups: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "keben.machine", *groups]
    variables = {"PYTHONPATH": str(TOOLKIT), **environment}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)


class TestTable:
    def test_every_part_is_named_once_and_complete(self) -> None:
        assert len({each.id for each in PARTS}) == len(PARTS)
        assert all(each.purpose and each.names and all(each.packages) for each in PARTS)
        assert {each.kind for each in PARTS} == set(machine.PROBES)

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            PARTS[0].id = "other"  # type: ignore[misc]

    def test_weasyprint_loads_its_libraries_by_these_names(self) -> None:
        code = (
            TOOLKIT / "weasyprint/text/ffi.py",
            *Path(sys.prefix).glob("lib/*/site-packages/weasyprint/text/ffi.py"),
        )
        loaded = next(file for file in code if file.is_file()).read_text("utf-8")
        for each in PARTS:
            if each.kind == "library":
                assert all(f"'{name}'" in loaded for name in each.names), each.id


class TestExamine:
    def test_parts_come_in_the_order_of_the_table(self) -> None:
        found = machine.examine(["test", "build"], dict.fromkeys(machine.PROBES, lambda each: Finding(each, True, "")))
        assert [each.part for each in found] == [each for each in PARTS if each.group in {"build", "test"}]

    def test_an_unknown_group_is_a_fault_that_names_the_known_ones(self) -> None:
        with pytest.raises(UsageError, match=r"`tests` is not a group of parts; use one of python, build, test"):
            machine.examine(["build", "tests"])

    def test_this_machine_has_what_the_tests_need(self) -> None:
        assert not [each for each in machine.examine(["python", "build", "test"]) if not each.present]

    def test_a_library_tells_its_version(self) -> None:
        found = machine.find_library(part("Pango"))
        assert found.present
        assert found.detail[0].isdigit()

    def test_a_missing_library_is_named(self) -> None:
        lost = Part("Lost", "is never there", "build", "library", ("liblost.so.0", "lost"), machine.PANGO)
        assert machine.find_library(lost) == Finding(lost, present=False, detail="liblost.so.0 cannot be loaded")

    def test_a_missing_program_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert machine.find_program(part("Java")) == Finding(part("Java"), present=False, detail="java is not on PATH")

    def test_any_name_of_a_program_will_do(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        other = tmp_path / "chromium-browser"
        other.touch(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert machine.find_program(part("Chromium")).detail == str(other)

    def test_missing_modules_are_named(self) -> None:
        lost = Part("Lost", "is never there", "python", "module", ("venv", "no_such_module"), machine.PANGO)
        assert machine.find_modules(lost) == Finding(lost, present=False, detail="no module no_such_module")

    def test_each_font_family_must_be_known(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        listing = tmp_path / "fc-list"
        listing.write_text("#!/bin/sh\necho 'Noto Serif CJK SC'\necho 'Noto Serif CJK TC,Noto Serif CJK TC Black'\n")
        listing.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
        assert machine.find_fonts(part("Noto Serif CJK")).detail == "no font Noto Serif CJK HK"

    def test_fonts_are_not_known_without_fc_list(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        found = machine.find_fonts(part("Noto Serif CJK"))
        assert not found.present
        assert "fc-list does not run" in found.detail


class TestChooseManager:
    @pytest.mark.parametrize(
        ("release", "program"),
        [
            ('ID=debian\nVERSION_ID="12"', "apt-get"),
            ('ID=linuxmint\nID_LIKE="ubuntu debian"', "apt-get"),
            ("ID=fedora", "dnf"),
            ('ID="rocky"\nID_LIKE="rhel centos fedora"', "dnf"),
            ("ID=arch", "pacman"),
            ("# a note\nID=manjaro\nID_LIKE=arch", "pacman"),
        ],
    )
    def test_a_system_has_its_own(self, release: str, program: str) -> None:
        manager = choose_manager(read_system(release), {each.program for each in MANAGERS})
        assert manager is not None
        assert manager.program == program

    def test_macos_has_homebrew(self) -> None:
        assert choose_manager(("darwin",), {"brew"}) is MANAGERS[-1]

    def test_an_unknown_system_takes_what_is_there(self) -> None:
        manager = choose_manager(("haiku",), {"pacman"})
        assert manager is not None
        assert manager.program == "pacman"

    def test_there_may_be_none(self) -> None:
        assert choose_manager(("debian",), set()) is None


class TestCommands:
    def test_apt(self) -> None:
        assert commands(("debian",), "apt-get", "Pango", "HarfBuzz", "Noto Serif CJK") == [
            "sudo apt-get update",
            "sudo apt-get install --no-install-recommends -y libpango-1.0-0 fonts-noto-cjk",
        ]

    def test_apt_names_the_environment_package_of_this_python(self) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        assert commands(("debian",), "apt-get", "venv")[1].endswith(f" python{version}-venv")

    def test_dnf(self) -> None:
        assert commands(("fedora",), "dnf", "HarfBuzz-Subset", "Noto Serif CJK", "npm") == [
            "sudo dnf install --setopt=install_weak_deps=False -y harfbuzz google-noto-serif-cjk-fonts nodejs-npm",
        ]

    def test_pacman(self) -> None:
        assert commands(("arch",), "pacman", "pdftotext", "pdftoppm", "Java") == [
            "sudo pacman -S --needed --noconfirm poppler jre-openjdk-headless",
        ]

    def test_homebrew_is_never_run_by_root(self) -> None:
        assert commands(("darwin",), "brew", "Pango", "fc-list", "Noto Serif CJK") == [
            "brew install pango fontconfig font-noto-serif-cjk",
        ]


class TestRemedy:
    @pytest.mark.parametrize(("user", "prefix"), [(0, ""), (1000, "sudo ")])
    def test_it_is_one_line_for_a_shell(self, monkeypatch: pytest.MonkeyPatch, user: int, prefix: str) -> None:
        monkeypatch.setattr(machine, "_find_manager", lambda: MANAGERS[0])
        monkeypatch.setattr(os, "geteuid", lambda: user)
        assert machine.remedy(lacking("pdftotext", "Java")) == (
            f"{prefix}apt-get update && "
            f"{prefix}apt-get install --no-install-recommends -y poppler-utils default-jre-headless"
        )

    def test_without_a_manager_it_names_the_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "_find_manager", lambda: None)
        assert machine.remedy(lacking("Pango", "Java")) == "install Pango, Java with the package manager of this system"

    def test_what_is_there_needs_none(self) -> None:
        assert machine.remedy([Finding(PARTS[0], present=True, detail="")]) == ""


class FakeShell:
    """Takes the place of `subprocess.run`; remembers calls, fails those that contain a word of `failing`."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.calls: list[str] = []

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.calls.append(" ".join(command))
        failed = any(word in command for word in self.failing)
        return subprocess.CompletedProcess(command, int(failed), "", "E: first\nE: last\n" if failed else "")


@pytest.fixture
def shell(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FakeShell:
    fake = FakeShell(*getattr(request, "param", ()))
    monkeypatch.setattr(subprocess, "run", fake)
    monkeypatch.setattr(machine, "_find_manager", lambda: MANAGERS[0])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return fake


class TestInstall:
    def test_root_needs_no_sudo(self, shell: FakeShell, capsys: pytest.CaptureFixture[str]) -> None:
        machine.install(lacking("Java"))
        assert shell.calls == [
            "env DEBIAN_FRONTEND=noninteractive apt-get update",
            "env DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y default-jre-headless",
        ]
        assert capsys.readouterr() == ("", "keben: installing Java with apt-get\n")

    def test_sudo_without_a_password_will_do(self, shell: FakeShell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        machine.install(lacking("Java"))
        assert shell.calls[0] == "sudo -n true"
        assert shell.calls[1] == "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"

    @pytest.mark.parametrize("shell", [("true",)], indirect=True)
    def test_nothing_is_run_without_permission(self, shell: FakeShell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        machine.install(lacking("Java"))
        assert shell.calls == ["sudo -n true"]

    @pytest.mark.parametrize("shell", [("update",)], indirect=True)
    def test_a_list_that_cannot_be_refreshed_is_not_final(self, shell: FakeShell) -> None:
        machine.install(lacking("Java"))
        assert "install" in shell.calls[-1]

    @pytest.mark.parametrize("shell", [("install",)], indirect=True)
    def test_a_refusal_tells_the_manager_s_last_word(self, shell: FakeShell) -> None:
        with pytest.raises(MachineError, match=r"lacks Java; `env .* default-jre-headless` failed: E: last$"):
            machine.install(lacking("Java"))
        assert shell.calls

    def test_nothing_missing_nothing_run(self, shell: FakeShell) -> None:
        machine.install([Finding(PARTS[0], present=True, detail="")])
        assert shell.calls == []

    def test_homebrew_is_left_to_its_owner(self, shell: FakeShell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "_find_manager", lambda: MANAGERS[-1])
        machine.install(lacking("Java"))
        assert shell.calls == []


class TestCommandLine:
    def test_silence_if_all_is_there(self) -> None:
        done = run_machine("build", "test", environment=dict(os.environ))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_what_is_missing_is_named_with_its_remedy(self) -> None:
        done = run_machine("test", environment={"PATH": "/nowhere"})
        assert done.returncode == 3
        assert done.stdout == ""
        assert "keben: this machine lacks Java (runs EPUBCheck: java is not on PATH), Chromium (" in done.stderr
        assert "; to mend it: install Java, Chromium, Node.js, npm, pdftotext, pdftoppm with the" in done.stderr

    def test_a_machine_without_chinese_fonts(self, tmp_path: Path) -> None:
        bare = tmp_path / "fonts.conf"
        bare.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
        lister = machine.find_program(part("fc-list")).detail
        (tmp_path / "fc-list").symlink_to(lister)
        done = run_machine("build", environment={"PATH": str(tmp_path), "FONTCONFIG_FILE": str(bare)})
        assert done.returncode == 3
        assert "no font Noto Serif CJK SC, Noto Serif CJK TC, Noto Serif CJK HK" in done.stderr
        assert "to mend it: install Noto Serif CJK with" in done.stderr

    def test_an_unknown_group(self) -> None:
        done = run_machine("all", environment=dict(os.environ))
        assert (done.returncode, done.stdout) == (2, "")
        assert "`all` is not a group" in done.stderr

    def test_it_stands_on_the_standard_library_alone(self) -> None:
        # `make` runs it by a Python that has no packages yet, so neither may `keben/__init__.py` import any.
        code = (
            f"import sys; sys.path.insert(0, {str(TOOLKIT)!r}); import keben.machine as m; sys.exit(m.main(['python']))"
        )
        done = subprocess.run([sys.executable, "-ISc", code], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
