"""Makers and paths that many tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from keben.diagnostics import Report
from keben.reader import Work, read_text

ROOT = Path(__file__).resolve().parent.parent
SPEECH = ROOT / "docs_src" / "zhengzhou-cppcc-2026" / "speech.md"
NEWS = ROOT / "docs_src" / "zhengzhou-cppcc-2026-news" / "news.md"

FRONT_MATTER = "---\nid: sample\nlang: zh-Hans-CN\ntitle: 样本\ndate: 2026-02-06\n---\n\n"


# A machine that others use may take a second to make the first example; laws are about what is made, not how fast.
settings.register_profile("keben", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("keben")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the expected files anew.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def read_body(body: str, front_matter: str = FRONT_MATTER) -> Work:
    """Read a body under a front matter with nothing wrong in it; body line n is line n + 7 of the source."""
    text = front_matter + body
    return read_text(text, Report("sample.md", text))


@pytest.fixture(autouse=True)
def _no_given_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
