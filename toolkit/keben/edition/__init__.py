"""Document → Edition: makes a document ready for one locale, by a short list of passes, each proved.

document = script.convert_document(document, …).document; prove(…)
for step in PASSES: document = step.apply(document, source, target, numbers); prove(…)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from keben.document import Document, Quantity
from keben.edition import numerals, punctuation, script
from keben.edition.annex import add_annex
from keben.edition.calls import print_calls
from keben.edition.decisions import Decision
from keben.edition.proof import prove, prove_annex
from keben.edition.prose import map_prose
from keben.edition.script.gates import Breach
from keben.errors import UsageError
from keben.glossary import Matcher
from keben.locales import Locale, find_locale, format_date
from keben.settings import NumberStyle
from keben.tree import quantities_of

if TYPE_CHECKING:
    from keben.edition.choice import Choice

_PLAIN = NumberStyle()


class Guidance(Struct, frozen=True):
    """What people have decided about a conversion: terms of the edition's glossaries, a reviewer's decisions, 臺 or 台 in Taiwan."""

    terms: Matcher | None = None
    decisions: tuple[Decision, ...] = ()
    tai: Literal["臺", "台"] = "臺"


_NO_GUIDANCE = Guidance()


class Edition(Struct, frozen=True):
    """A document for one locale: script, quotation marks and numerals fixed.

    `subtitle` and `dateline` are the lines under the title as they are printed, `authors` one line. `quantities` has those
    with an id, as printed here; charts draw from it. `script` says how its characters came to be, `breaches` what is wrong
    with them.
    """

    locale: Locale
    document: Document
    subtitle: str = ""
    dateline: str = ""
    quantities: Mapping[str, Quantity] = {}
    script: script.Script = script.Script()
    breaches: tuple[Breach, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice of the conversion, in reading order."""
        return self.script.choices

    @property
    def title(self) -> str:
        """The title in one line, for metadata; lines are joined by a space."""
        return " ".join(self.document.metadata.title)


class Pass(Struct, frozen=True):
    """One change of a document on its way to an edition.

    `apply` gets the document, its locale, the edition's, and how numbers are printed.
    """

    name: str
    apply: Callable[[Document, Locale, Locale, NumberStyle], Document]


PASSES: tuple[Pass, ...] = (
    Pass(
        "punctuation",
        lambda document, source, target, _: map_prose(
            document, lambda slots: punctuation.convert(slots, source, target)
        ),
    ),
    Pass(
        "numerals",
        lambda document, source, target, numbers: numerals.print_quantities(document, target, numbers, source=source),
    ),
)
"""What follows the script, in this order."""


def derive(  # noqa: PLR0913 - each is one thing that an edition depends on
    document: Document,
    target: Locale,
    numbers: NumberStyle = _PLAIN,
    guidance: Guidance = _NO_GUIDANCE,
    *,
    original: Locale | None = None,
    annex: bool = False,
) -> Edition:
    """Make the edition of a document for a locale.

    Args:
        document: The source.
        target: The locale.
        numbers: How figures are printed where custom leaves a choice.
        guidance: What people have decided about conversion.
        original: What the source of a translation is written in.
        annex: Whether a table of its figures stands behind the text.

    Raises:
        UsageError: The locale is of another language than the document.
        ProofError: A pass changed something that it may not.
    """
    source = find_locale(document.metadata.lang)
    if source.is_chinese != target.is_chinese:
        raise UsageError(
            f"no edition for {target.tag} can be made from a source in {source.tag}; it needs a translation"
        )
    converted = _in_script(print_calls(document, target, numbers, original), source, target, guidance)
    document = _passed(converted.document, source, target, numbers)
    if annex:
        document = _with_annex(document, source, target, numbers, original)
    metadata = structs.replace(document.metadata, lang=target.tag)
    return Edition(
        locale=target,
        document=structs.replace(document, metadata=metadata),
        subtitle=target.subtitle.format(metadata.subtitle) if metadata.subtitle else "",
        dateline=target.dateline.format(format_date(metadata.date, target)) if metadata.date else "",
        quantities={quantity.id: quantity for quantity in quantities_of(document) if quantity.id},
        script=converted.script,
        breaches=converted.breaches,
    )


def _in_script(document: Document, source: Locale, target: Locale, guidance: Guidance) -> script.Converted:
    """Convert the script, and prove it against the source in which only the terms of a glossary are replaced."""
    way = script.way_between(source, target, tai=guidance.tai)
    converted = script.convert_document(document, way, target, guidance.terms, guidance.decisions)
    prove("script", target.tag, converted.declared, converted.document)
    return converted


def _with_annex(
    document: Document, source: Locale, target: Locale, numbers: NumberStyle, original: Locale | None
) -> Document:
    changed = add_annex(document, source, target, numbers, original=original)
    prove_annex(target.tag, document, changed)
    return changed


def _passed(document: Document, source: Locale, target: Locale, numbers: NumberStyle) -> Document:
    """Apply every pass, and prove each."""
    for step in PASSES:
        changed = step.apply(document, source, target, numbers)
        prove(step.name, target.tag, document, changed)
        document = changed
    return document


def convert_words(text: str, way: script.Way | None, source: Locale | None, target: Locale) -> str:
    """Convert a line that is one text, with nothing said of its choices; however long it is, in little memory."""
    converted = "".join(script.convert_text(part, way, explain=False).text for part in _PARTS.findall(text))
    (punctuated,) = punctuation.convert([converted], source, target)
    return punctuated or ""


_PARTS = re.compile(r".{0,1999}[。！？；，、\s]|.{1,2000}", re.DOTALL)
"""A text cut behind its marks."""
