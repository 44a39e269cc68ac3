"""Which choices a person should look at: the most doubtful ones of a text, four in a hundred.

A threshold that flags four in a hundred places of one text flags four to eight in another, so the list has a budget and no
fixed score (facts on conversion, study, §4).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import structs

from keben.edition.choice import Risk, Rule
from keben.edition.script.deciding import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.edition.choice import Choice
    from keben.edition.script.deciding import Decided

BUDGET = 0.04
"""The share of a text's one-to-many characters that is listed."""


def doubt_of(decided: Decided, *, differs: bool) -> float:
    """Weigh what speaks against a choice: another engine, another spelling of the same phrase, a close segmentation."""
    spelling = decided.spelling
    signals = int(differs) + bool(spelling.rivals)
    return 2 * signals - decided.margin


def flag(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Mark the most doubtful choices of a text for review.

    What a reviewer has decided keeps its rank, so that a list that is worked off is not filled again from below.
    """
    ranked = [at for at, choice in enumerate(choices) if choice.rule not in (Rule.TERM, Rule.NAME)]
    budget = math.ceil(BUDGET * len(ranked))
    ranked.sort(key=lambda at: -choices[at].doubt)
    flagged = {at for at in ranked[:budget] if choices[at].risk is Risk.SURE and choices[at].doubt > -CERTAIN}
    return tuple(
        structs.replace(choice, risk=Risk.REVIEW) if at in flagged else choice for at, choice in enumerate(choices)
    )
