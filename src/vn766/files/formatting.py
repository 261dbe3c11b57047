"""The formatting in effect: how letters and paragraphs of a DOCX file really look.

Word gathers it from the defaults of the document, the style of the table, the style of the
paragraph and those it is based on, its numbering, the style of the letters, and what is set on
the spot; later ones win. Bold, italic and capitals of styles cancel each other out. What no level
says is None: a program may choose it, and no rule is judged by it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from vn766.files.packages import A, W
from vn766.vi import to_roman

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vn766.files.packages import Package, XmlElement

Properties: TypeAlias = "dict[str, str]"
"""Properties of letters or of a paragraph, by names of this module."""

_TOGGLES: Final = ("b", "i", "caps", "vanish")
_UNITS: Final = {"mm": "56.6929", "cm": "566.929", "in": "1440", "pt": "20", "pc": "240"}
_PARTS: Final = frozenset({"band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow"})
_OFF: Final = frozenset({"0", "false", "off"})
_LONGEST_NAME: Final = 255  # characters, of fonts and the like; each line may repeat them
_MAX_CHAIN: Final = 50  # styles based on each other; Word allows about ten
_ALIGNED: Final = {"both": "justify", "start": "left", "end": "right", "": "left"}
_INSIDE: Final = {"numId": "numId", "ilvl": "ilvl", "top": "topLine", "bottom": "bottomLine"}
_IN_LETTERS: Final = "chars"
_AUTO_SPACE: Final = "280"  # twips, of a paragraph whose space is automatic


@frozen
class Letters:
    """Letters as they are shown; sizes in half-points, None what nothing decides.

    `ascii_font` is for the letters of ASCII, `font` for all others. `color` is ``"auto"``,
    hexadecimal digits, or the name of a colour of the theme.
    """

    ascii_font: str | None
    font: str | None
    half_points: int | None
    bold: bool
    italic: bool
    capitals: bool
    color: str
    underlined: bool
    hidden: bool
    raised: bool


@frozen
class Setting:
    """A paragraph as it is set; lengths in twips, `first` is the indent of its first line.

    `line` is in 240ths of a line if `line_rule` is ``"auto"``, else in twips: the height of a
    line, or with ``"atLeast"`` the least one.
    """

    align: str
    left: int | None
    first: int | None
    before: int
    after: int
    line: int
    line_rule: str
    contextual: bool
    style: str
    bottom_line: str | None
    top_line: str | None
    page_break_before: bool
    numbering: tuple[str, int] | None


@frozen
class _Style:
    """A style by itself; `parts` are the letters in the parts of a table."""

    based_on: str
    letters: Properties
    setting: Properties
    parts: Mapping[str, Properties]


class Styles:
    """The styles of one document, and the formatting in effect under them."""

    def __init__(self, package: Package) -> None:
        self.numbering = Numbering(package.numbering)
        self._fonts = _theme_fonts(package.theme)
        self._styles: dict[str, _Style] = {}
        self._defaults: dict[str, str] = {}
        self._letters_by_default: Properties = {}
        self._setting_by_default: Properties = {}
        if package.styles is not None:
            self._read(package.styles)
        # Thousands of lines look alike: each look is put together once.
        self._of_style = cache(self._under)
        self._letters_of_table = cache(self._letters_in_table)
        self._base_of = cache(self._base)
        self._shown = cache(_letters)
        self._set = cache(self._setting)

    def _read(self, styles: XmlElement) -> None:
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            parts: dict[str, Properties] = {}
            for part in style.findall(f"{W}tblStylePr"):
                kind = part.get(f"{W}type", "")
                if kind in _PARTS:
                    parts[kind] = parts.get(kind, {}) | self.letter_properties(part.find(f"{W}rPr"))
            self._styles[name] = _Style(
                based_on=value_of(style, "basedOn") or "",
                letters=self.letter_properties(style.find(f"{W}rPr")),
                setting=paragraph_properties(style.find(f"{W}pPr")),
                parts=parts,
            )
            if is_true(style.get(f"{W}default")):
                self._defaults[style.get(f"{W}type", "paragraph")] = name
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        self._letters_by_default = self.letter_properties(styles.find(path))
        path = f"{W}docDefaults/{W}pPrDefault/{W}pPr"
        self._setting_by_default = paragraph_properties(styles.find(path))

    def default(self, kind: str) -> str:
        """Return the id of the default style of a kind (``"paragraph"``, ``"table"``)."""
        return self._defaults.get(kind, "")

    def _chain(self, name: str) -> list[_Style]:
        """Return a style and those it is based on, the most general first."""
        found: dict[str, _Style] = {}
        while name in self._styles and name not in found and len(found) < _MAX_CHAIN:
            found[name] = self._styles[name]
            name = found[name].based_on
        return [*reversed(found.values())]

    # --- letters --------------------------------------------------------------------------------

    def letter_properties(self, properties: XmlElement | None) -> Properties:
        """Return what a ``w:rPr`` says, with the fonts of the theme by their names."""
        said: Properties = {}
        for element in () if properties is None else properties:
            name = element.tag.removeprefix(W)
            value = element.get(f"{W}val")
            if name in _TOGGLES:
                said[name] = "1" if is_on(element) else "0"
            elif name in {"sz", "u", "vertAlign", "rStyle"}:
                said[name] = value or ""
            elif name == "color":
                said[name] = _color(element)
            elif name == "rFonts":
                for key, slot in (("ascii", "ascii"), ("hAnsi", "font")):
                    theme = element.get(f"{W}{key}Theme")
                    font = self._fonts.get(theme, "") if theme else element.get(f"{W}{key}")
                    if font:
                        said[slot] = font[:_LONGEST_NAME]
        return said

    def letters(self, direct: Properties, style: str, table: tuple[str, ...] = ()) -> Letters:
        """Return the letters of a run in a paragraph of `style`.

        `table` are the styles around the paragraph: the table's own, and those of its cells.
        """
        merged = self._base_of(direct.get("rStyle", ""), style, table) | direct
        return self._shown(tuple(sorted(merged.items())))

    def _base(self, named: str, style: str, table: tuple[str, ...]) -> Properties:
        levels = [self._letters_of_table(table)]
        levels += [self._of_style(name, "letters") for name in (style, named)]
        gathered = dict(self._letters_by_default)
        for level in levels:
            gathered |= level
        for toggle in _TOGGLES:
            if self._letters_by_default.get(toggle) == "1":
                gathered[toggle] = "1"
            else:
                on = sum(level.get(toggle) == "1" for level in levels)
                gathered[toggle] = str(on % 2)
        return gathered

    def _under(self, name: str, what: Literal["letters", "setting"]) -> Properties:
        """Return what a style and those it is based on say of letters, or of paragraphs."""
        gathered: Properties = {}
        for style in self._chain(name):
            gathered |= style.letters if what == "letters" else style.setting
        return gathered

    def _letters_in_table(self, table: tuple[str, ...]) -> Properties:
        """Return what the style of a table says of letters in the parts that a cell is in."""
        gathered: Properties = {}
        for style in self._chain(table[0]) if table else ():
            gathered |= style.letters
            for part, letters in style.parts.items():
                if part in table[1:]:
                    gathered |= letters
        return gathered

    # --- paragraphs -----------------------------------------------------------------------------

    def setting(self, direct: Properties, table: str = "") -> Setting:
        """Return the setting of a paragraph, in a table of that style."""
        return self._set(tuple(direct.items()), table)

    def _setting(self, said: tuple[tuple[str, str], ...], table: str) -> Setting:
        direct = dict(said)
        style = direct.get("pStyle") or self.default("paragraph")
        merged = self._setting_by_default | self._of_style(table, "setting")
        own = self._of_style(style, "setting")
        number, level = ((own | direct).get(key, "0") for key in ("numId", "ilvl"))
        numbering = None if number == "0" else (number, twips(level))
        indents = self.numbering.indents.get(numbering, {}) if numbering else {}
        # A number set on the spot brings its indents along; one of the style yields to it.
        merged |= (own | indents) if "numId" in direct else (indents | own)
        merged |= direct
        align = merged.get("jc", "left")
        left, first = merged.get("left", "0"), merged.get("first", "0")
        return Setting(
            align=_ALIGNED.get(align, align),
            left=None if left == _IN_LETTERS else int(left),
            first=None if first == _IN_LETTERS else int(first),
            before=int(merged.get("before", "0")),
            after=int(merged.get("after", "0")),
            line=int(merged.get("line", "240")),
            line_rule=merged.get("lineRule", "auto"),
            contextual=merged.get("contextualSpacing") == "1",
            style=style,
            bottom_line=_visible(merged.get("bottomLine")),
            top_line=_visible(merged.get("topLine")),
            page_break_before=merged.get("pageBreakBefore") == "1",
            numbering=numbering,
        )


def paragraph_properties(properties: XmlElement | None) -> Properties:
    """Return what a ``w:pPr`` says."""
    said: Properties = {}
    for element in () if properties is None else properties:
        name = element.tag.removeprefix(W)
        if name == "ind":
            said |= _indents(element)
        elif name == "spacing":
            said |= _spacing(element)
        elif name in {"numPr", "pBdr"}:
            inside = ((child.tag.removeprefix(W), child.get(f"{W}val")) for child in element)
            said |= {_INSIDE[key]: value or "0" for key, value in inside if key in _INSIDE}
        elif name in {"jc", "pStyle", "framePr"}:
            # A frame stands where it says, whatever its text is aligned to.
            value = element.get(f"{W}xAlign") if name == "framePr" else element.get(f"{W}val", "")
            if value is not None:
                said["pStyle" if name == "pStyle" else "jc"] = value[:_LONGEST_NAME]
        elif name in {"contextualSpacing", "pageBreakBefore"}:
            said[name] = "1" if is_on(element) else "0"
    return said


def _indents(element: XmlElement) -> Properties:
    said: Properties = {}
    for key, name in (("left", "left"), ("left", "start"), ("first", "firstLine")):
        value = element.get(f"{W}{name}")
        said |= {} if value is None else {key: str(twips(value))}
    hanging = element.get(f"{W}hanging")
    if hanging is not None:
        said["first"] = str(-twips(hanging))
    # In hundredths of a character: how long that is, nothing here can tell.
    if any((element.get(f"{W}{name}Chars") or "0") != "0" for name in ("firstLine", "hanging")):
        said["first"] = _IN_LETTERS
    if (element.get(f"{W}leftChars") or element.get(f"{W}startChars") or "0") != "0":
        said["left"] = _IN_LETTERS
    return said


def _spacing(element: XmlElement) -> Properties:
    said: Properties = {}
    for name in ("before", "after", "line"):
        value = element.get(f"{W}{name}")
        said |= {} if value is None else {name: str(twips(value))}
        if is_true(element.get(f"{W}{name}Autospacing")):
            said[name] = _AUTO_SPACE
    if "line" in said:
        said["lineRule"] = element.get(f"{W}lineRule", "auto")
    return said


def _visible(border: str | None) -> str | None:
    return None if border in {None, "0", "nil", "none"} else border


def _letters(said: tuple[tuple[str, str], ...]) -> Letters:
    merged = dict(said)
    size = merged.get("sz", "")
    half_points = round(Decimal(twips(size)) / 10) if size.endswith("pt") else None
    if size.isdecimal():
        half_points = min(int(size[:9]), 10_000)
    return Letters(
        ascii_font=merged.get("ascii"),
        font=merged.get("font"),
        half_points=half_points,
        bold=merged["b"] == "1",
        italic=merged["i"] == "1",
        capitals=merged["caps"] == "1",
        color=merged.get("color", "auto"),
        underlined=merged.get("u", "none") not in {"none", ""},
        hidden=merged["vanish"] == "1",
        raised=merged.get("vertAlign") in {"superscript", "subscript"},
    )


def value_of(parent: XmlElement | None, name: str) -> str | None:
    """Return what an element inside of another one is set to."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_true(value: str | None) -> bool:
    """Whether an attribute is there and on."""
    return value is not None and value not in _OFF


def is_on(element: XmlElement) -> bool:
    """Whether a property that is there is on: without a value it is."""
    return element.get(f"{W}val", "1") not in _OFF


def twips(value: str) -> int:
    """Return a length in twentieths of a point; what is no length counts as 0."""
    number, unit = (value[:-2], value[-2:]) if value[-2:] in _UNITS else (value, "")
    digits = number.removeprefix("-")
    whole, _, decimals = digits.partition(".")
    if len(digits) > 12 or not whole.isdecimal() or (decimals and not decimals.isdecimal()):  # noqa: PLR2004
        return 0
    return round(Decimal(number) * Decimal(_UNITS.get(unit, "1")))


def _color(element: XmlElement) -> str:
    theme, value = element.get(f"{W}themeColor"), element.get(f"{W}val", "auto")
    if theme in {"text1", "dark1"}:
        return "auto"
    if value == "auto" and theme:
        return theme
    return value.lower()


def _theme_fonts(theme: XmlElement | None) -> dict[str, str]:
    """Return the fonts that names such as ``minorHAnsi`` stand for."""
    fonts: dict[str, str] = {}
    for part in () if theme is None else ("major", "minor"):
        path = f".//{A}{part}Font/{A}latin"
        latin = theme.find(path) if theme is not None else None
        if latin is not None:
            for slot in ("HAnsi", "Ascii"):
                fonts[f"{part}{slot}"] = latin.get("typeface", "")
    return fonts


# --- lists: numbers that Word puts before paragraphs by itself ------------------------------------

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
        kind = value_of(number, "abstractNumId") or ""
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
                form=value_of(level, "numFmt") or "decimal",
                text=(value_of(level, "lvlText") or "")[:_LONGEST_TEXT],
                start=twips(value_of(level, "start") or "1"),
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
