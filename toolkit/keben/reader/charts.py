"""`::: chart` to a chart: a caption, then a list of labels, each with the figure that it stands for.

::: chart line
外贸进出口总额
- 2024年: #trade-2024
- 2025年: #trade
:::
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from msgspec import structs

from keben.document import BulletList, Chart, ChartKind, Paragraph, Point, Text
from keben.reader import limits
from keben.settings import nearest
from keben.tree import plain_text, quantities_of, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.diagnostics import Place, Report
    from keben.document import Block, Document, Inline, Item, Quantity

CHART = "chart"
KINDS = get_args(ChartKind)

_FIGURE = re.compile(r"\s*[:：]\s*#([^\s#]+)\s*$")
"""What ends an item: a colon of either width and the id of a figure."""

_ITEM_HINT = "write each as `- label: #id`, with the id of a figure marked `[…]{.q #id}`"


def read_chart(words: str, children: Sequence[Block], common: dict[str, Any], report: Report) -> Chart | None:
    """Make the chart of a container; None if it cannot be read, and the report says why.

    Args:
        words: What follows `:::`, as `chart` or `chart line`.
        children: The blocks inside.
        common: Id and place of the container.
        report: Gets what is wrong.
    """
    kind = words.removeprefix(CHART).strip() or KINDS[0]
    place: Place = common["place"]
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        hint = (f"did you mean `{near}`? " if near else "") + "write `::: chart` or `::: chart line`"
        report.add("Q140", f"`{kind[:60]}` is not a kind of chart", place, hint)
        return None
    *before, last = children or (None,)
    if not isinstance(last, BulletList) or len(before) > 1 or not all(isinstance(each, Paragraph) for each in before):
        hint = "write a caption, if any, and then a list of `- label: #id`"
        report.add("Q141", "a chart is not a caption and one list", place, hint)
        return None
    if len(last.items) > limits.CHART_POINTS:
        fact = f"a chart has {len(last.items):,} figures, more than {limits.CHART_POINTS}"
        report.add("S004", fact, place, "divide it; nobody reads so many side by side")
        return None
    points = [_point(item, last.place or place, report) for item in last.items]
    if len(points) < 2 and all(points):
        report.add("Q142", "a chart needs two figures at least", place, "add an item, or say it in the text")
        return None
    read = tuple(point for point in points if point)
    caption = before[0].children if before and isinstance(before[0], Paragraph) else ()
    return Chart(kind=kind, points=read, caption=caption, **common) if len(read) == len(points) else None  # type: ignore[arg-type]


def _point(item: Item, place: Place, report: Report) -> Point | None:
    """Read one item: its last texts end with the id, what stands before is the label."""
    (only,) = item.children if len(item.children) == 1 else (None,)
    line = only.children if isinstance(only, Paragraph) else ()
    where = (only.place if only else None) or place
    texts = _last_texts(line)
    whole = "".join(text.text for text in texts)
    found = _FIGURE.search(whole)
    label = line[: len(line) - len(texts)] + _cut(texts, found.start()) if found else ()
    if not found or not plain_text(Paragraph(children=label)).strip():
        shown = plain_text(only).strip()[:60] if only else ""
        fact = f"`{shown}` names no figure with its label" if shown else "an item of a chart is empty"
        report.add("Q141", fact, where, _ITEM_HINT)
        return None
    return Point(label, found[1], where)


def _last_texts(line: Sequence[Inline]) -> tuple[Text, ...]:
    start = len(line)
    while start and isinstance(line[start - 1], Text):
        start -= 1
    return tuple(text for text in line[start:] if isinstance(text, Text))


def _cut(texts: Sequence[Text], length: int) -> tuple[Text, ...]:
    """Return the first characters of texts that stand side by side, each still in its place."""
    kept: list[Text] = []
    for text in texts:
        words = text.text[:length]
        if words and words != text.text and text.place and text.place.length == len(text.text):
            text = structs.replace(text, place=structs.replace(text.place, length=len(words)))  # noqa: PLW2901
        if words:
            kept.append(structs.replace(text, text=words))
        length -= len(words)
    return tuple(kept)


def check_charts(document: Document, report: Report) -> None:
    """Report what the charts of a document cannot show: figures that are not there, have no value, or differ in kind."""
    charts = [node for node in walk(document) if isinstance(node, Chart)]
    known = {quantity.id: quantity for quantity in quantities_of(document) if quantity.id} if charts else {}
    for chart in charts:
        _check_chart(chart, known, report)


def _check_chart(chart: Chart, known: dict[str, Quantity], report: Report) -> None:
    taken: set[str] = set()
    first: Quantity | None = None
    for point in chart.points:
        name = point.figure[:80]
        quantity = known.get(point.figure)
        if quantity is None:
            report.add(
                "Q143", f"no quantity has the id `{name}`", point.place, "mark the figure `[…]{.q #id}` in the text"
            )
        elif point.figure in taken:
            report.add("Q144", f"the figure `{name}` stands twice in one chart", point.place, "take one of them out")
        elif quantity.value is None or quantity.upper is not None:
            fact = f"`{quantity.text[:60]}` has no single value to draw"
            report.add(
                "Q145", fact, point.place, "chart figures that are one number; dates and ranges stay in the text"
            )
        elif first is not None and (first.kind, first.unit) != (quantity.kind, quantity.unit):
            fact = f"`{quantity.text[:60]}` is not measured as `{first.text[:60]}` is"
            report.add("Q146", fact, point.place, "chart figures of one unit together, others in a chart of their own")
        first = first or quantity
        taken.add(point.figure)
