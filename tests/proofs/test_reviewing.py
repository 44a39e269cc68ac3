"""The page in a browser, used as a reviewer would use it: what it saves is what `render_decisions` writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from browser import Browser
from conftest import SPEECH, read_body
from keben.diagnostics import Report
from keben.edition.choice import Risk
from keben.edition.decision_file import read_decisions, render_decisions
from keben.edition.decisions import Decision, locks_of
from keben.pipeline import build
from keben.proofreading import proofread
from keben.proofs.page import Proof, page
from keben.reader import read
from keben.settings import Settings
from proofs.samples import proof_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TW = "zh-Hant-TW"
GRAVE = (Risk.REVIEW, Risk.SURE, Risk.GLOSSARY, Risk.ERROR, Risk.REVIEW)


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def browser(_shared: Browser, tmp_path: Path) -> Iterator[Browser]:
    _shared.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    _shared.folder = tmp_path
    _shared.send("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
    _shared.complaints.clear()
    _shared.requests.clear()
    yield _shared
    assert _shared.complaints == []
    assert len(_shared.requests) == 1, "the page asked for something"


def show(browser: Browser, proof: Proof, folder: Path) -> Proof:
    path = folder / "page.html"
    path.write_text(page(proof), "utf-8")
    browser.open(path)
    return proof


def decision(proof: Proof, number: int, target: str) -> Decision:
    lock = list(locks_of(proof.choices))[number - 1]
    return Decision(
        proof.work, proof.locale.tag, lock.source, target, lock.before, lock.after, lock.occurrence, lock.of
    )


def saved(browser: Browser) -> str:
    browser.click("#save")
    return browser.saved("proof.toml").decode()


def focused(browser: Browser) -> str:
    return str(browser.value("document.activeElement.id"))


def showing(browser: Browser) -> str:
    """Return the text of what is open beside a choice, nothing if nothing is."""
    return str(browser.value("document.querySelector('#pop').hidden ? '' : document.querySelector('#pop').innerText"))


def numbers(proof: Proof, *risks: Risk) -> list[int]:
    return [number for number, choice in enumerate(proof.choices, 1) if choice.risk in risks]


# ---------------------------------------------------------------- finding and reading


def test_keys_lead_from_one_to_the_next_of_what_is_shown(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(risks=GRAVE), tmp_path)
    browser.click("#show-review")
    review = numbers(proof, Risk.REVIEW)
    visited = []
    for key in ("j", "j", "j", "k", "ArrowRight", "ArrowLeft"):
        browser.press(key)
        visited.append(focused(browser))
    assert visited == [f"c{review[at]}" for at in (0, 1, 2, 1, 2, 1)]
    assert showing(browser) == ""
    browser.press("Enter")
    choice = proof.choices[review[1] - 1]
    assert f"{choice.before}{choice.source}{choice.after}" in showing(browser)
    assert all(form in showing(browser) for form in (choice.target, *choice.alternatives, choice.phrase, "jieba"))
    browser.press("j")
    assert proof.choices[review[2] - 1].before in showing(browser)
    browser.press("Escape")
    assert showing(browser) == ""
    assert focused(browser) == f"c{review[2]}"


def test_tab_goes_through_what_the_filter_shows(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(risks=GRAVE), tmp_path)
    for name, risks in (("glossary", (Risk.GLOSSARY,)), ("error", (Risk.ERROR,)), ("all", tuple(Risk))):
        browser.click(f"#show-{name}")
        expected = numbers(proof, *risks)
        browser.press(*["Tab"] * len(expected))
        assert focused(browser) == f"c{expected[-1]}"


def test_the_filter_marks_its_risk_and_never_hides_an_error(browser: Browser, tmp_path: Path) -> None:
    show(browser, proof_of(risks=GRAVE), tmp_path)
    line = "[...document.querySelectorAll('main .t .{}')].map((each) => getComputedStyle(each).textDecorationStyle)"
    for name, styles in (("review", "dashed"), ("error", "wavy"), ("glossary", "solid")):
        browser.click(f"#show-{name}")
        assert set(browser.value(line.format(name))) == {styles}
        assert set(browser.value(line.format("error"))) == {"wavy"}
    browser.click("#show-error")
    assert "dashed" not in browser.value(line.format("review"))


def test_hovering_shows_it_and_leaving_hides_it(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(), tmp_path)
    browser.point_at("#c1")
    browser.until("!document.querySelector('#pop').hidden")
    assert proof.choices[0].after in showing(browser)
    assert focused(browser) != "c1"
    browser.point_at("h1")
    browser.until("document.querySelector('#pop').hidden")


def test_the_source_s_side_opens_it_too(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(), tmp_path)
    browser.click(".s [data-n='2']")
    assert proof.choices[1].after in showing(browser)
    browser.click("h1")
    assert showing(browser) == ""


# ---------------------------------------------------------------- deciding


def test_what_is_decided_is_saved_as_python_writes_it(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(risks=GRAVE), tmp_path)
    browser.click("#show-all")
    assert browser.value("document.querySelector('#bar').hidden")
    before = int(browser.value("document.querySelector('#open').value"))
    browser.click("#c5")
    browser.press("2", "Escape")
    browser.click("#c1")
    browser.click("#pop [data-form='0']")
    assert browser.value("document.querySelector('#count').value") == "2 decisions"
    assert int(browser.value("document.querySelector('#open').value")) == before - 2
    picked = proof.choices[4].alternatives[0]
    assert browser.value("document.querySelector('#c5').textContent") == picked
    assert saved(browser) == render_decisions([decision(proof, 1, proof.choices[0].target), decision(proof, 5, picked)])


def test_a_decision_can_be_taken_back(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(), tmp_path)
    browser.click("#c1")
    browser.press("2")
    browser.click("#pop [data-undo]")
    assert browser.value("document.querySelector('#bar').hidden")
    assert browser.value("document.querySelector('#c1').textContent") == proof.choices[0].target
    assert browser.value("document.querySelectorAll('.decided').length") == 0


def standing(proof: Proof) -> tuple[Decision, ...]:
    """Return the decisions of a file with several works, before and behind this one, and one that is stale."""
    own = [
        structs.replace(decision(proof, number, proof.choices[number - 1].target), note="“看过”\\", by="李")
        for number in (2, 4)
    ]
    stale = Decision(proof.work, TW, "发", "髮", '"\\\t', "|\u202e</script>")
    others = [
        Decision(work, tag, "里", "里", "<", "&") for work, tag in (("a", TW), ("z", TW), (proof.work, "zh-Hant-HK"))
    ]
    return read_decisions(render_decisions([*others, own[1], stale, own[0]]), Report(""))


def test_the_whole_file_is_saved_with_what_stood_in_it(browser: Browser, tmp_path: Path) -> None:
    decisions = standing(proof_of())
    proof = show(browser, proof_of(decisions=decisions), tmp_path)
    assert [choice.risk for choice in (proof.choices[1], proof.choices[3])] == [Risk.GLOSSARY] * 2
    browser.click("#show-all")
    browser.click("#c3")
    browser.press("1", "Escape")
    assert saved(browser) == render_decisions([*decisions, decision(proof, 3, proof.choices[2].target)])


def test_a_standing_decision_is_changed_in_its_place_or_withdrawn(browser: Browser, tmp_path: Path) -> None:
    decisions = standing(proof_of())
    proof = show(browser, proof_of(decisions=decisions), tmp_path)
    browser.click("#show-all")
    browser.click("#c4")
    browser.press("2", "Escape")
    browser.click("#c2")
    browser.click("#pop [data-undo]")
    assert browser.value("document.querySelector('#count').value") == "2 decisions"
    fourth = next(at for at, each in enumerate(decisions) if each.note and each.source == proof.choices[3].source and each.before == proof.choices[3].before)  # fmt: skip
    second = next(at for at, each in enumerate(decisions) if each.note and at != fourth)
    expected = list(decisions)
    expected[fourth] = decision(proof, 4, proof.choices[3].alternatives[0])
    del expected[second]
    assert saved(browser) == render_decisions(expected)


def test_hostile_contexts_come_out_as_python_writes_them(browser: Browser, tmp_path: Path) -> None:
    work = read_body('"\\\\\\|干</script>|\u00a0&lt;!--发<!--`里`\u3000里]]>\n')
    proof = show(browser, proof_of(work), tmp_path)
    browser.click("#show-all")
    for number in range(1, len(proof.choices) + 1):
        browser.click(f"#c{number}")
        browser.press("1", "Escape")
    expected = [decision(proof, number, choice.target) for number, choice in enumerate(proof.choices, 1)]
    assert len(expected) == 3
    assert saved(browser) == render_decisions(expected)


def test_without_a_clipboard_the_text_is_there_to_copy(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(), tmp_path)
    browser.click("#c1")
    browser.press("1", "Escape")
    browser.value("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    browser.click("#copy")
    browser.until("!document.querySelector('#toml').hidden")
    expected = render_decisions([decision(proof, 1, proof.choices[0].target)])
    assert browser.value("document.querySelector('#toml').value") == expected


def test_leaving_with_decisions_that_are_not_saved_is_asked_about(browser: Browser, tmp_path: Path) -> None:
    show(browser, proof_of(), tmp_path)
    browser.click("#c1")
    browser.press("1", "Escape")
    browser.dialogs.clear()
    browser.open(tmp_path / "page.html")
    assert browser.dialogs == ["beforeunload"]
    browser.click("#c1")
    browser.press("1", "Escape")
    saved(browser)
    browser.open(tmp_path / "page.html")
    assert browser.dialogs == ["beforeunload"]
    del browser.requests[1:]


def test_a_whole_speech_is_decided_in_one_go(browser: Browser, tmp_path: Path) -> None:
    proof = show(browser, proof_of(read(SPEECH)), tmp_path)
    browser.press("j", "Enter")
    review = numbers(proof, Risk.REVIEW)
    for _ in review:
        browser.press("2", "j")
    assert browser.value("document.querySelector('#open').value") == "0"
    assert saved(browser) == render_decisions(
        [decision(proof, number, proof.choices[number - 1].alternatives[0]) for number in review]
    )


# ---------------------------------------------------------------- where it is read


def test_on_a_phone_the_columns_stand_one_under_the_other(browser: Browser, tmp_path: Path) -> None:
    show(browser, proof_of(read(SPEECH)), tmp_path)
    top = "document.querySelector('main .paragraph .{}').getBoundingClientRect().{}"
    assert browser.value(top.format("s", "top")) == browser.value(top.format("t", "top"))
    browser.send("Emulation.setDeviceMetricsOverride", width=360, height=700, deviceScaleFactor=1, mobile=True)
    assert browser.value(top.format("s", "bottom")) <= browser.value(top.format("t", "top"))
    assert browser.value("document.documentElement.scrollWidth") <= 360
    browser.press("j", "Enter")
    box = browser.value(
        "(({left, right, bottom}) => [left, right, bottom])(document.querySelector('#pop').getBoundingClientRect())"
    )
    assert box == [0, 360, 700]


def test_it_follows_the_reader_s_light_and_is_paper_in_print(browser: Browser, tmp_path: Path) -> None:
    show(browser, proof_of(), tmp_path)
    colours = []
    for media, scheme in (("", "light"), ("", "dark"), ("print", "dark")):
        browser.send(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )
        colours.append(browser.value("getComputedStyle(document.body).backgroundColor"))
    hidden = browser.value("getComputedStyle(document.querySelector('nav')).display")
    browser.send("Emulation.setEmulatedMedia", media="", features=[])
    assert colours == ["rgb(253, 252, 250)", "rgb(25, 24, 22)", "rgb(255, 255, 255)"]
    assert hidden == "none"


def test_each_column_has_the_shapes_of_its_region(browser: Browser, tmp_path: Path) -> None:
    show(browser, proof_of(read_body("后来，发展。")), tmp_path)
    fonts = {}
    browser.send("DOM.enable")
    browser.send("CSS.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    for column in "st":
        node = browser.send("DOM.querySelector", nodeId=root, selector=f".paragraph .{column}")["nodeId"]
        fonts[column] = {
            each["familyName"] for each in browser.send("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
        }
    assert fonts == {"s": {"Noto Serif CJK SC"}, "t": {"Noto Serif CJK TC"}}


# ---------------------------------------------------------------- what comes of it


def test_what_the_page_saves_changes_the_next_build_and_only_that_place(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "w" / "speech.md"
    source.parent.mkdir()
    source.write_bytes(SPEECH.read_bytes())
    flags = Settings(editions=(TW,), formats=("txt",), output=str(tmp_path / "out"))

    def built() -> str:
        (outcome,) = build([source], flags)
        assert not [each for each in outcome.diagnostics if each.is_error]
        return (Path(outcome.folder) / outcome.files[0].name).read_text("utf-8")

    before = built()
    (proof,), _ = proofread(source, [TW], tmp_path / "page.html")
    number = next(number for number, each in enumerate(proof.choices, 1) if each.risk is Risk.REVIEW)
    browser.open(tmp_path / "page.html")
    browser.press("j", "Enter", "2")
    browser.click("#save")
    (source.parent / "proof.toml").write_bytes(browser.saved("proof.toml"))
    after = built()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        (proof.choices[number - 1].target, proof.choices[number - 1].alternatives[0])
    ]
