"""A work and its settings → the editions that are asked for, with what is wrong with making them.

An edition is made from the source or from a translation beside it. The faults of a translation stop only the editions
that are made from it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from keben.diagnostics import Diagnostic, Place, Report, diagnose, has_errors
from keben.errors import ProofError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keben.edition import Edition
    from keben.edition.choice import Choice
    from keben.guidance import Guides
    from keben.locales import Locale
    from keben.reader import Work
    from keben.settings import Settings


def editions_of(work: Work, settings: Settings, guides: Guides, found: list[Diagnostic]) -> Iterator[Edition]:
    """Derive the editions that are asked for, one by one, from the source or a translation beside it.

    The faults of what guides the conversion, of a translation, and of an edition that cannot be made, are added to what was
    found.
    """
    from keben.edition import derive
    from keben.locales import find_locale
    from keben.reader import text_for

    found += (fault for fault in guides.faults if fault not in found)
    if has_errors(guides.faults):
        return
    original = find_locale(work.document.metadata.lang)
    for tag in settings.editions or (work.document.metadata.lang,):
        target = find_locale(tag)
        text = text_for(work, target)
        if text is None:
            found.append(_untranslated(work, target))
            continue
        if text is not work:
            found += (fault for fault in text.diagnostics if fault not in found)
            if has_errors(text.diagnostics):
                continue
        guidance = guides.for_edition(text, tag, settings)
        try:
            edition = derive(
                text.document, target, settings.numbers, guidance, original=original, annex=bool(settings.annex)
            )
        except ProofError as fault:
            found += _unproved(text, fault)
            continue
        told = (*_unprinted(text, edition), *_breached(text, edition), *guides.left_over(text, edition))
        found += (fault for fault in told if fault not in found)
        yield edition


def _untranslated(work: Work, target: Locale) -> Diagnostic:
    from keben.reader.translation import file_name

    fact = f"no edition for {target.tag} can be made from a source in {work.document.metadata.lang}"
    hint = f"write the translation `{file_name(Path(work.name), target)}`, or take the edition out"
    return diagnose("C201", work.name, fact, hint=hint)


def _unproved(text: Work, fault: ProofError) -> tuple[Diagnostic, ...]:
    report = Report(text.name, text.text)
    report.add("C202", str(fault), fault.place, "report it with this source")
    return report.diagnostics()


def _unprinted(text: Work, edition: Edition) -> Iterator[Diagnostic]:
    from keben.edition.calls import unprinted

    report = Report(text.name, text.text)
    for quantity in unprinted(edition.document) if not edition.locale.is_chinese else ():
        fact = f"`{quantity.text[:40]}` has no form in {edition.locale.name}"
        report.add("T610", fact, quantity.place, f"write the words in the brackets: `[…]{{q={quantity.calls}}}`")
    yield from report.diagnostics()


def _breached(text: Work, edition: Edition) -> Iterator[Diagnostic]:
    report = Report(text.name, text.text)
    for breach in edition.breaches:
        report.add(breach.code, f"{breach.fact}, in {edition.locale.tag}", breach.place, breach.hint)
    yield from report.diagnostics()


def choices_to_review(work: Work, text: Work, edition: Edition) -> Iterator[Diagnostic]:
    """Yield a note for every place that a person should look at of an edition that a work's text gives."""
    from keben.edition.choice import Risk

    report = Report(text.name, text.text)
    for choice in edition.choices:
        if choice.risk is Risk.REVIEW:
            others = ", ".join(f"`{other}`" for other in choice.alternatives)
            fact = f"`{choice.source}` is printed `{choice.target}` in {edition.locale.tag}; it might be {others}"
            place = choice.place or _in_front_matter(text, choice)
            report.add("C205", fact, place, f"decide with `keben proof {work.name} -e {edition.locale.tag}`")
    yield from report.diagnostics()


def _in_front_matter(text: Work, choice: Choice) -> Place | None:
    """Find a choice of the title block by what stands around it."""
    lines = text.text.split("\n")
    said = choice.before + choice.source + choice.after
    for place in text.front_matter_prose:
        words = lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
        if (at := words.find(said)) >= 0:
            return Place(place.line, place.column + at + len(choice.before), len(choice.source))
    return None


def translations_for(work: Work, editions: Sequence[Edition]) -> Iterator[Work]:
    """Yield the translations of a work that editions are made from."""
    from keben.reader import text_for

    used = [text_for(work, edition.locale) for edition in editions]
    yield from (each for each in work.translations if any(each is text for text in used))


def loose_figures_of(source: Work, translations: Iterable[Work]) -> Iterator[Diagnostic]:
    """Yield a warning for every figure that nobody has marked, and for one that is a power of ten beside its source's."""
    from keben.consistency.unmarked import unmarked_figures

    yield from unmarked_figures(source.document, source.name, source.text)
    for text in translations:
        from keben.reader.unlinked import unlinked_figures

        yield from unmarked_figures(text.document, text.name, text.text)
        yield from unlinked_figures(source.document, text.document, text.name, text.text)
