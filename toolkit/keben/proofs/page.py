"""A proof → one HTML file that holds all it needs: asks for nothing, and runs nothing but its own script.

Without the script it is read all the same: every choice links to what is said of it behind the text. With it, a reviewer
picks forms, and the script puts together the `proof.toml` that `render_decisions` would write from pieces that Python wrote.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.edition.choice import Choice, Risk, Rule
from keben.edition.decision_file import (
    quoted,
    render_decision,
    render_decisions,
    render_lock,
    render_opening,
)
from keben.edition.decisions import Decision, lock_of, locks_of
from keben.locales import Locale
from keben.proofs.lines import Line, placed
from keben.proofs.marking import mark
from keben.proofs.words import RISKS, doubts_of, forms_of, may_be_decided, why

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = Path(__file__).parent


class Proof(Struct, frozen=True):
    """What a reviewer gets to see.

    `title` and `work` name the work, `locale` is the edition's. `choices` are settled; `decisions` are all of `proof.toml`, those
    of other works too, since the page saves the whole file. `engines` has versions by name; `round_trip` is a sentence.
    """

    title: str
    work: str
    source: Locale
    locale: Locale
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    decisions: tuple[Decision, ...] = ()
    stale: tuple[Decision, ...] = ()
    engines: Mapping[str, str] = {}
    round_trip: str = ""


def count_risks(choices: Sequence[Choice]) -> dict[Risk, int]:
    """Count the choices of each risk, the gravest first."""
    counted = Counter(choice.risk for choice in choices)
    return {risk: counted[risk] for risk in RISKS}


def page(proof: Proof) -> str:
    """Write the page; the same proof gives the same text."""
    style, script = ((_HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    name = f"{proof.title} ({proof.locale.tag})"
    return "".join((
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
        f"<title>Proof of {escape(name)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        *_head(proof),
        *_filters(count_risks(proof.choices)),
        *_text(proof),
        *_list(proof),
        _BAR,
        f'<script type="application/json" id="data">{_data(proof)}</script>\n',
        f"<script>{script}</script>\n</body>\n</html>\n",
    ))  # fmt: skip


def _digest(text: str) -> str:
    """Return what a policy knows an inline text by. Source: Content Security Policy Level 3, hash-source."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _in(locale: Locale, text: str, tag: str = "span") -> str:
    return f'<{tag} lang="{locale.tag}">{escape(text)}</{tag}>'


def _head(proof: Proof) -> Iterator[str]:
    counts = count_risks(proof.choices)
    by_risk = ", ".join(f"{count} {risk}" for risk, count in counts.items())
    facts = {
        "work": escape(proof.work),
        "edition": f"{escape(proof.locale.tag)} {_in(proof.locale, proof.locale.name)}",
        "source": f"{escape(proof.source.tag)} {_in(proof.source, proof.source.name)}",
        "choices": f"{len(proof.choices)}: {by_risk}",
        "to review": f'<output id="open">{counts[Risk.ERROR] + counts[Risk.REVIEW]}</output>',
        "decided": str(sum(choice.rule is Rule.DECISION for choice in proof.choices)),
        "made by": escape(", ".join(f"{name} {version}" for name, version in sorted(proof.engines.items()))),
        "round trip": escape(proof.round_trip),
    }
    yield f"<header>\n{_in(proof.locale, proof.title, 'h1')}\n<dl>\n"
    yield from (f"<div><dt>{name}</dt><dd>{said}</dd></div>\n" for name, said in facts.items() if said)
    yield "</dl>\n"
    if proof.stale:
        yield f'<section class="stale"><h2>Stale decisions: {len(proof.stale)}</h2>\n'
        yield "<p>The text around them has changed, so they decide nothing. Decide again, and take them out of proof.toml.</p>\n<ul>\n"
        for each in proof.stale:
            line = f"line {each.place.line}: " if each.place else ""
            yield f"<li>{line}{_place(proof.source, each)} → {_in(proof.locale, each.target)}</li>\n"
        yield "</ul></section>\n"
    yield "</header>\n"


def _place(source: Locale, at: Choice | Decision) -> str:
    return (
        f'<span lang="{source.tag}" class="at">{escape(at.before)}<b>{escape(at.source)}</b>{escape(at.after)}</span>'
    )


def _filters(counts: Mapping[Risk, int]) -> Iterator[str]:
    """Yield the filters, set to the gravest risk that there is."""
    gravest = next((risk.value for risk in (Risk.ERROR, Risk.REVIEW) if counts[risk]), "all")
    shown = {
        "review": counts[Risk.REVIEW], "error": counts[Risk.ERROR], "glossary": counts[Risk.GLOSSARY],
        "sure": counts[Risk.SURE], "all": sum(counts.values()),
    }  # fmt: skip
    yield "<nav><fieldset><legend>Show</legend>\n"
    for name, count in shown.items():
        checked = " checked" if name == gravest else ""
        sample = f'<span class="c {name}">' if name != "all" else '<span class="c sure">'
        yield f'<label><input type="radio" name="show" id="show-{name}" value="{name}"{checked}> {sample}{name}</span> {count}</label>\n'
    yield (
        '</fieldset>\n<p class="keys"><kbd>j</kbd> <kbd>k</kbd> or <kbd>→</kbd> <kbd>←</kbd> next, previous · '
        "<kbd>Enter</kbd> open · <kbd>1</kbd>–<kbd>9</kbd> decide · <kbd>Esc</kbd> close</p></nav>\n"
    )


def _text(proof: Proof) -> Iterator[str]:
    found, lost = placed(proof.lines, proof.choices)
    yield f'<main>\n<div class="row names">{_in(proof.source, proof.source.name, "p")}{_in(proof.locale, proof.locale.name, "p")}</div>\n'
    for number, line in enumerate(proof.lines):
        here = {each + 1: proof.choices[each] for each in found.get(number, ())}
        source, target = mark(line, here)
        label = f' data-block="{escape(line.label)}"' if line.label else ""
        yield f'<div class="row {line.kind.replace(" ", "-")}"{label}>'
        yield f'<p class="s" lang="{proof.source.tag}">{source}</p><p class="t" lang="{proof.locale.tag}">{target}</p></div>\n'
    if lost:
        yield "<h2>Elsewhere</h2>\n"
        for each in lost:
            choice = proof.choices[each]
            link = f'<a class="c {choice.risk}" id="c{each + 1}" href="#n{each + 1}" data-n="{each + 1}">{escape(choice.target)}</a>'
            yield f'<div class="row"><p class="s">{_place(proof.source, choice)}</p><p class="t" lang="{proof.locale.tag}">{link}</p></div>\n'
    yield "</main>\n"


def _list(proof: Proof) -> Iterator[str]:
    """Yield what is said of every choice, by risk; the script shows it beside the text."""
    doubts = list(doubts_of(proof.choices))
    yield '<section id="list">\n<h2>Every choice</h2>\n'
    for risk, count in count_risks(proof.choices).items():
        if count:
            is_open = "" if risk is Risk.SURE else " open"
            yield f'<details class="{risk}"{is_open}><summary>{risk}: {RISKS[risk]} ({count})</summary>\n<ol>\n'
            for number, choice in enumerate(proof.choices, 1):
                if choice.risk is risk:
                    yield _entry(proof, number, choice, doubts[number - 1])
            yield "</ol></details>\n"
    yield "</section>\n"


def _entry(proof: Proof, number: int, choice: Choice, doubt: str) -> str:
    first, *others = forms_of(choice)
    form = "".join(f'<span class="form" lang="{proof.locale.tag}">{escape(each)}</span> ' for each in others)
    views = ", ".join(f"{escape(name)} {_in(proof.locale, form)}" for name, form in sorted(choice.views.items()))
    said = {
        "printed": f'<span class="form" lang="{proof.locale.tag}">{escape(first)}</span>',
        "also written": form.rstrip(),
        "decided by": f"{escape(why(choice))}{': ' if choice.phrase else ''}{_in(proof.source, choice.phrase) if choice.phrase else ''}",
        "engines": views,
        "doubt": doubt,
    }
    facts = "".join(
        f'<div class="{name.replace(" ", "-")}"><dt>{name}</dt><dd>{words}</dd></div>'
        for name, words in said.items()
        if words
    )
    place = f'<a href="#c{number}">{_place(proof.source, choice)}</a>'
    return f'<li id="n{number}" value="{number}">{place}<dl>{facts}</dl></li>\n'


_BAR = """<div id="pop" role="dialog" aria-label="Choice" hidden></div>
<footer id="bar" hidden><output id="count"></output> <button type="button" id="save">Save proof.toml</button>
<button type="button" id="copy">Copy</button> <span id="told" role="status"></span>
<textarea id="toml" readonly hidden aria-label="proof.toml" rows="8"></textarea></footer>
"""


def _data(proof: Proof) -> str:
    """Write what the script needs as JSON: `proof.toml` in pieces, so that it quotes and sorts nothing itself."""
    group = proof.work, proof.locale.tag
    locks = list(locks_of(proof.choices))
    numbers = {lock: number for number, lock in enumerate(locks, 1)}
    own = [each for each in proof.decisions if (each.work, each.edition) == group]
    before = [each for each in proof.decisions if (each.work, each.edition) < group]
    after = render_decisions(each for each in proof.decisions if (each.work, each.edition) > group)
    data = {
        "before": render_decisions(before),
        "after": after.removeprefix(render_decisions(())),
        "opening": render_opening(*group),
        "kept": [[render_decision(each), numbers.get(lock_of(each), 0)] for each in own],
        "choices": [
            [
                render_lock(Decision(*group, lock.source, "", lock.before, lock.after, lock.occurrence, lock.of)),
                [quoted(form) for form in forms_of(choice) if may_be_decided(choice)],
            ]
            for choice, lock in zip(proof.choices, locks, strict=True)
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
