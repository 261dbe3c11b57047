"""Numbers that Word puts before paragraphs by itself: their texts and indents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import frozen

from vn766.nd30.judge.formatting import paragraph_properties, twips
from vn766.nd30.package import W
from vn766.vi import to_roman

if TYPE_CHECKING:
    from vn766.nd30.judge.formatting import Properties
    from vn766.nd30.package import XmlElement

_LARGEST: Final = 3999  # what Roman numerals write
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"  # Word knows no đ
_DEEPEST: Final = 8  # lists have nine levels, counted from 0
_LONGEST_TEXT: Final = 100  # characters before a number, after it, and between numbers
_DASHES: Final = frozenset("-–—")


@frozen
class _Level:
    form: str
    text: str
    start: int
    setting: Properties


class Numbering:
    """The lists of one document: `indents` of each list's levels, and the next number of each."""

    def __init__(self, part: XmlElement | None) -> None:
        self.indents: dict[tuple[str, int], Properties] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._lists: dict[str, str] = {}  # lists of one kind count on
        self._counts: dict[str, dict[int, int]] = {}
        kinds: dict[str, dict[int, _Level]] = {}
        for kind in () if part is None else part.findall(f"{W}abstractNum"):
            kinds[kind.get(f"{W}abstractNumId", "")] = _levels(kind)
        for number in () if part is None else part.findall(f"{W}num"):
            self._read(number, kinds)

    def _read(self, number: XmlElement, kinds: dict[str, dict[int, _Level]]) -> None:
        name = number.get(f"{W}numId", "")
        reference = number.find(f"{W}abstractNumId")
        kind = "" if reference is None else reference.get(f"{W}val", "")
        levels = dict(kinds.get(kind, {}))
        overrides = number.findall(f"{W}lvlOverride")
        for override in overrides:
            levels |= _levels(override)
        self._lists[name] = name if overrides else kind
        for depth, level in levels.items():
            self._levels[name, depth] = level
            self.indents[name, depth] = level.setting

    def next(self, at: tuple[str, int]) -> str:
        """Return what stands before the next paragraph of a list; of a bullet a dash or a dot."""
        level = self._levels.get(at)
        if level is None:
            return ""
        name, depth = at
        counts = self._counts.setdefault(self._lists[name], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "-" if level.text in _DASHES else "•"

        def count(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            other = self._levels.get((name, above), level)
            return _written(counts.get(above, other.start), other.form)

        return re.sub("%([1-9])", count, level.text)


def _levels(parent: XmlElement) -> dict[int, _Level]:
    """Return the levels that a list, or an override of one, defines."""
    levels: dict[int, _Level] = {}
    for level in parent.findall(f"{W}lvl"):
        depth = twips(level.get(f"{W}ilvl", "0"))
        if 0 <= depth <= _DEEPEST:
            levels[depth] = _Level(
                form=_value(level, "numFmt") or "decimal",
                text=(_value(level, "lvlText") or "")[:_LONGEST_TEXT],
                start=twips(_value(level, "start") or "1"),
                setting=paragraph_properties(level.find(f"{W}pPr")),
            )
    return levels


def _written(number: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"} and 1 <= number <= _LARGEST:
        roman = to_roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"lowerLetter", "upperLetter"} and number >= 1:
        times, at = divmod(number - 1, len(_LETTERS))
        letter = _LETTERS[at] * min(times + 1, 5)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


def _value(parent: XmlElement, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")
