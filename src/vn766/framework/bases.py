"""Legal texts that a document is based on, and those among them that are no longer in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vn766.errors import Word
from vn766.lazy import regex
from vn766.vi import format_date
from vn766.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vn766.framework.sources import Instrument

_SENTENCE_END = regex(r"[;!?\n]|\.(?= |$)")


class EndedBasis(NamedTuple):
    """A legal text without force: its number, the day of its end, and what ended it."""

    number: str
    ended: str
    by: str


def ended_bases(
    text: str, day: date, instruments: Mapping[str, Instrument]
) -> Iterator[EndedBasis]:
    """Yield the instruments, here by their ids, that a text is based on though they ended by `day`.

    An instrument is known by its number. A sentence is based on those that it cites if it begins
    with words such as "Căn cứ"; one that is named as replaced is none of them.

    Example:
        >>> from datetime import date
        >>> from vn766.framework.loader import shipped_instruments
        >>> known = {instrument.id: instrument for instrument in shipped_instruments()}
        >>> text = "Căn cứ Nghị định số 42/2022/NĐ-CP"
        >>> list(ended_bases(text, date(2026, 7, 1), known))
        [EndedBasis(number='42/2022/NĐ-CP', ended='01/7/2026', by='224/2026/NĐ-CP')]
        >>> list(ended_bases(text, date(2026, 6, 30), known))
        []
    """
    words = Vocabulary("law")
    begins = tuple(f"{word} " for word in words.folded("bases"))
    sentences = [f"{fold(sentence)} " for sentence in _SENTENCE_END.split(text)]
    sentences = [sentence for sentence in sentences if sentence.startswith(begins)]
    for instrument in instruments.values() if sentences else ():
        if instrument.number is None or instrument.ended_on is None or instrument.ended_on > day:
            continue
        for sentence in sentences:
            before, cited, _ = sentence.partition(f" {fold(instrument.number)} ")
            if cited and not any(word in before for word in words.folded("ended")):
                by = instruments.get(instrument.ended_by or "")
                yield EndedBasis(
                    number=instrument.number,
                    ended=format_date(instrument.ended_on, "slash"),
                    by=by.number if by is not None and by.number else Word("none"),
                )
