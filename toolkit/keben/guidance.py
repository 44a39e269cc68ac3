"""What people have decided about the conversion of a work: glossaries of its project and its own, decisions in `proof.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Diagnostic, has_errors
from keben.edition import Guidance
from keben.edition.choice import Rule
from keben.edition.decision_file import PROOF_FILE
from keben.edition.decisions import report_useless
from keben.glossary import Glossary, Matcher, load_glossary, load_vocabulary, unmatched
from keben.glossary.terms import GlossaryFile
from keben.locales import find_locale
from keben.proofs.file import Decided, load_decisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keben.edition import Edition
    from keben.reader import Work
    from keben.settings import Settings


class Guides(Struct, frozen=True):
    """What was read for a work: the glossary of each of its Chinese texts, by their locales, and the decisions of a reviewer."""

    work: str
    glossaries: dict[str, Glossary]
    decided: Decided
    faults: tuple[Diagnostic, ...] = ()

    @property
    def files(self) -> tuple[GlossaryFile, ...]:
        """The files that were read, with their hashes, each once."""
        found = [file for glossary in self.glossaries.values() for file in glossary.files]
        if self.decided.sha256:
            found.append(GlossaryFile(PROOF_FILE, self.decided.sha256))
        return tuple(dict.fromkeys(found))

    def for_edition(self, text: Work, tag: str, settings: Settings) -> Guidance:
        """Return what holds for one edition that is made from a text of the work."""
        terms = self._words(text, settings).for_locale(tag).values()
        matcher = Matcher(terms) if terms else None
        return Guidance(matcher, self.decided.of(self.work), settings.tai or "臺")

    def left_over(self, text: Work, edition: Edition) -> Iterator[Diagnostic]:
        """Yield a warning for what an edition had no use for: terms of the work, decisions of a reviewer."""
        glossary = self._glossary(text)
        in_force = glossary.for_locale(edition.locale.tag)
        phrases = {choice.phrase for choice in edition.choices if choice.rule in (Rule.TERM, Rule.DECISION)}
        used = [in_force[phrase] for phrase in phrases if phrase in in_force]
        used += (term for source, term in in_force.items() if source in text.text)  # as in `.keep`, which is no prose
        yield from unmatched(glossary, used, edition.locale.tag)
        report_useless(edition.script.settled, self.decided.report)
        yield from self.decided.report.diagnostics()

    def _words(self, text: Work, settings: Settings) -> Glossary:
        """Return the glossary of a text, with the vocabulary of every region below it if that is asked for."""
        glossary = self._glossary(text)
        if not settings.vocabulary or find_locale(text.document.metadata.lang).script != "Hans":
            return glossary
        return Glossary((*load_vocabulary(), *glossary.terms), glossary.files)

    def _glossary(self, text: Work) -> Glossary:
        return self.glossaries.get(text.document.metadata.lang, Glossary())


def load_guides(source: Path, work: Work, project: Path | None, names: tuple[str, ...]) -> Guides:
    """Read what is decided for a work.

    Args:
        source: Where the work's source lies.
        work: The work.
        project: The folder of its project.
        names: The glossaries that the project names.
    """
    glossaries: dict[str, Glossary] = {}
    faults: list[Diagnostic] = []
    if names or work.settings.glossary:
        for text in (work, *work.translations):
            language = find_locale(text.document.metadata.lang)
            if language.is_chinese and language.tag not in glossaries:
                glossary, found = load_glossary(language, project, names, source, work.settings.glossary)
                glossaries[language.tag] = glossary
                faults += (fault for fault in found if fault not in faults)
    decided = load_decisions(source)
    faults += decided.report.diagnostics()
    if has_errors(faults):
        glossaries, decided = {}, Decided((), decided.report, decided.sha256)
    return Guides(work.document.metadata.id, glossaries, decided, tuple(faults))
