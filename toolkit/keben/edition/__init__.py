"""Document → Edition: makes a document ready for one locale, by a short list of passes, each proved.

for step in PASSES: document = step.apply(document, source, target, numbers); prove(…)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, structs

from keben.document import Document, Quantity
from keben.edition import numerals, quotes, script
from keben.edition.annex import add_annex
from keben.edition.calls import print_calls
from keben.edition.choice import Choice
from keben.edition.proof import prove, prove_annex
from keben.edition.prose import map_prose
from keben.errors import UsageError
from keben.locales import Locale, find_locale, format_date
from keben.settings import NumberStyle
from keben.tree import quantities_of

_PLAIN = NumberStyle()


class Edition(Struct, frozen=True):
    """A document for one locale: script, quotation marks and numerals fixed.

    `subtitle` and `dateline` are the lines under the title as they are printed, `authors` one line. `quantities` has those
    with an id, as printed here; charts draw from it. `choices` has every decision of the conversion, in reading order.
    """

    locale: Locale
    document: Document
    subtitle: str = ""
    dateline: str = ""
    quantities: Mapping[str, Quantity] = {}
    choices: tuple[Choice, ...] = ()

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
        "script",
        lambda document, source, target, _: map_prose(document, lambda slots: script.convert(slots, source, target)),
    ),
    Pass(
        "quotes",
        lambda document, source, target, _: map_prose(document, lambda slots: quotes.convert(slots, source, target)),
    ),
    Pass(
        "numerals",
        lambda document, source, target, numbers: numerals.print_quantities(document, target, numbers, source=source),
    ),
)
"""In this order: numerals print what the script pass has converted."""


def derive(
    document: Document,
    target: Locale,
    numbers: NumberStyle = _PLAIN,
    *,
    original: Locale | None = None,
    annex: bool = False,
) -> Edition:
    """Make the edition of a document for a locale.

    Args:
        document: The source.
        target: The locale.
        numbers: How figures are printed where custom leaves a choice.
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
    document = _passed(print_calls(document, target, numbers, original), source, target, numbers)
    if annex:
        changed = add_annex(document, source, target, numbers, original=original)
        prove_annex(target.tag, document, changed)
        document = changed
    metadata = structs.replace(document.metadata, lang=target.tag)
    return Edition(
        locale=target,
        document=structs.replace(document, metadata=metadata),
        subtitle=target.subtitle.format(metadata.subtitle) if metadata.subtitle else "",
        dateline=target.dateline.format(format_date(metadata.date, target)) if metadata.date else "",
        quantities={quantity.id: quantity for quantity in quantities_of(document) if quantity.id},
    )


def _passed(document: Document, source: Locale, target: Locale, numbers: NumberStyle) -> Document:
    """Apply every pass, and prove each."""
    for step in PASSES:
        changed = step.apply(document, source, target, numbers)
        prove(step.name, target.tag, document, changed)
        document = changed
    return document


def convert_slots(slots: list[str | None], source: Locale | None, target: Locale) -> list[str | None]:
    """Convert the script and the quotation marks of one line of prose; `source` None is the other script."""
    return quotes.convert(script.convert(slots, source, target), source, target)
