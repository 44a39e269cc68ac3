"""Time and weigh conversion beside OpenCC alone: `python bench/conversion.py [TEXT]`; the speech without its marks unless said.

Every figure is of a process of its own, CPU time, the median of some rounds. `start` is a cold start with the text converted
once: OpenCC from Python with `s2tw`, `keben convert`, and `keben convert --explain`. `speed` is the rate on running text of a
megabyte and more inside a process that has started, `growth` the time for twice the text, `memory` the peak of the process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
SPEECH = Path(__file__).parent.parent / "docs_src" / "zhengzhou-cppcc-2026" / "speech.md"

OPENCC = "import sys, opencc; opencc.OpenCC('s2tw').convert(open(sys.argv[1], encoding='utf-8').read())"
KEBEN = [sys.executable, "-m", "keben", "convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-TW"]

RATE = """
import sys, time
from pathlib import Path
from keben.conversion import convert_plain
from keben.locales import find_locale
import opencc
text = Path(sys.argv[1]).read_text(encoding="utf-8")
tw, cn = find_locale("zh-Hant-TW"), find_locale("zh-Hans-CN")
raw = opencc.OpenCC("s2tw").convert
change = raw if sys.argv[2] == "opencc" else lambda text: convert_plain(text, tw, cn, explain=sys.argv[2] == "explained")
change(text[:1000])
start = time.process_time()
change(text)
print(len(text.encode()) / 1e6 / (time.process_time() - start))
"""


def main(arguments: list[str]) -> None:
    """Print the table."""
    speech = Path(arguments[0]).read_text(encoding="utf-8") if arguments else _plain(SPEECH)
    with tempfile.TemporaryDirectory() as folder:
        once, ten, hundred = (Path(folder) / f"{times}.txt" for times in (1, 50, 100))
        for path, times in ((once, 1), (ten, 50), (hundred, 100)):
            path.write_text(speech * times, encoding="utf-8")
        raw = _cpu([sys.executable, "-c", OPENCC, str(once)])
        print(f"{len(speech):,} characters; median of {ROUNDS} rounds, load average {os.getloadavg()[0]:.1f}\n")
        print("start, CPU s        " + f"OpenCC {raw[0]:.2f}")
        for name, flags in (("keben convert", ()), ("keben --explain", ("--explain",))):
            cpu, memory = _cpu([*KEBEN, *flags, str(once)])
            print(f"                    {name} {cpu:.2f}, {cpu - raw[0]:+.2f} beyond OpenCC; {memory:.0f} MB")
        for name in ("opencc", "text", "explained"):
            small, large = (_rate(path, name) for path in (ten, hundred))
            memory = _cpu([sys.executable, "-c", RATE, str(hundred), name], rounds=1)[1]
            print(
                f"speed, MB/s         {name} {small:.2f} on {ten.stat().st_size / 1e6:.1f} MB, "
                f"{large:.2f} on {hundred.stat().st_size / 1e6:.1f} MB; {memory:.0f} MB"
            )


def _plain(source: Path) -> str:
    """Return the words of a source, a block a line, as `keben build -f txt` prints them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "keben", "build", str(source), "-f", "txt", "-e", "zh-Hans-CN", "-o", folder]
        subprocess.run(command, check=True, capture_output=True)
        (text,) = Path(folder).rglob("*.txt")
        return text.read_text(encoding="utf-8")


def _cpu(command: list[str], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return CPU seconds and the peak of memory in MB of a command."""
    spent, peaks = [], []
    for _ in range(rounds):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
        spent.append(usage.ru_utime + usage.ru_stime)
        peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(spent), max(peaks)


def _rate(path: Path, name: str) -> float:
    command = [sys.executable, "-c", RATE, str(path), name]
    found = (subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout for _ in range(3))
    return statistics.median(map(float, found))


if __name__ == "__main__":
    main(sys.argv[1:])
