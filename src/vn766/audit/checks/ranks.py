"""Checks of ranks: against their pool, against each other, and against the totals of a table."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from vn766.audit.claims import Rank
from vn766.audit.findings import error, note
from vn766.audit.reading.topics import of_other_days, points_of
from vn766.errors import ProblemCode
from vn766.score.ranking import ranks_of
from vn766.vocabulary import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from vn766.audit.claims import Claim
    from vn766.audit.findings import Finding
    from vn766.audit.reading.topics import Entry

_PADDED: Final = re.compile(r"\bthu[\s:\"'*]{0,4}0\d")
_LEAST_FITTING: Final = 2  # ranks that follow from the totals, for each one that does not


def check_rank(claim: Claim, value: Rank) -> Iterator[Finding]:
    """Yield what is wrong with one rank: outside its pool, or with a zero before it."""
    if value.rank < 1 or (value.of is not None and value.rank > value.of):
        of = "–" if value.of is None else value.of
        yield error(ProblemCode.RANK_OUTSIDE_POOL, claim, value.text, rank=value.rank, of=of)
    elif _PADDED.search(plain(claim.quote)):
        yield note(ProblemCode.PADDED_RANK, claim, claim.quote, value.text)


def check_ranks(group: Sequence[Entry]) -> Iterator[Finding]:
    """Yield ranks of one unit that contradict the first one, or are written in another form."""
    ranks = [
        (claim, claim.value)
        for entry in group
        for claim in entry.ranks
        if isinstance(claim.value, Rank)
    ]
    forms = False
    for claim, value in ranks[1:]:
        first, right = ranks[0]
        pools = [fold(each.pool) for each in (value, right) if each.pool]
        if len(set(pools)) > 1 or of_other_days(claim, first):
            continue
        of_differs = None not in {value.of, right.of} and value.of != right.of
        if value.rank != right.rank or of_differs:
            # Pools of two sizes may be two pools, unless both have the same name.
            judge = note if of_differs and not (value.pool and right.pool) else error
            place = first.location
            yield judge(ProblemCode.TWO_RANKS, claim, value.text, right.text, place=place)
        elif not forms and _rank_words(claim) != _rank_words(first):
            forms = True
            yield note(ProblemCode.RANK_FORMS, claim, _rank_words(claim), _rank_words(first))


def _rank_words(claim: Claim) -> str:
    """Return the digits of a rank as they are printed."""
    digits = "".join(char if char.isdigit() or char == "/" else " " for char in claim.quote)
    return "".join(digits.split()).rstrip("/")


def check_order(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Compare the ranks of a table with its totals, where all others show that it is one pool."""
    found: list[tuple[Claim, int, Decimal]] = []
    for row in rows:
        total = points_of(row.totals)
        ranks = [each for each in row.ranks if isinstance(each.value, Rank)]
        if total is not None and len(ranks) == 1 and isinstance(ranks[0].value, Rank):
            found.append((ranks[0], ranks[0].value.rank, total))
    pools = Counter(claim.value.of for claim, _, _ in found if isinstance(claim.value, Rank))
    if len(pools) > 1 or len({row.key.period for row in rows}) > 1:
        return
    totals = sorted((total for _, _, total in found), reverse=True)
    first = dict(zip(totals, ranks_of(totals, "competition"), strict=True))
    dense = dict(zip(totals, ranks_of(totals, "dense"), strict=True))
    counted = Counter(totals)
    wrong = [
        (claim, rank, total)
        for claim, rank, total in found
        if rank != dense[total] and not first[total] <= rank < first[total] + counted[total]
    ]
    if not wrong or len(found) - len(wrong) < _LEAST_FITTING * len(wrong):
        return
    # An excerpt of a larger pool, or two pools in one table: then nothing follows.
    size, last = next(iter(pools)), max(rank for _, rank, _ in found)
    if size not in {None, len(found)} or not dense[totals[-1]] <= last <= len(found):
        return
    for claim, rank, total in wrong:
        yield error(ProblemCode.RANK_ORDER, claim, str(rank), str(first[total]), total=total)
