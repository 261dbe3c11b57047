"""The identifiers of administration: agency codes (mã định danh) and dossier codes (mã hồ sơ).

Both are values with the verbs of python-stdnum over texts: `compact` (as written, in capitals,
without surrounding blanks, with a hyphen for every dash), `validate`, `is_valid` (False for what
is no text) and `format`. Neither code has a check digit: a valid code need not exist.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal, final

from attrs import field, frozen

from vn766.errors import FormatError, Problem, ProblemCode, Severity
from vn766.lazy import regex
from vn766.vocabulary.typed import stripped, with_hyphens

__all__ = ["AgencyCode", "DossierCode"]

_MAX_LENGTH = 64  # of an agency code; a dossier code is at most one with 15 more
_MAX_DOSSIER_LENGTH = _MAX_LENGTH + 15

# A province or ministry is a letter and two digits, a segment two or three digits.
_NEW = r"[A-Z][0-9]{2}(?:\.[0-9]{2,3})*"
_OLD = r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"
AGENCY = rf"{_NEW}|{_OLD}"
"""The form of an agency code in capitals."""
_AGENCY = regex(AGENCY)


@frozen
class _Grammar:
    """The form of the dossier codes that were given on some days, as ``codes.toml`` has it."""

    first_day: date
    last_day: date
    form: str
    code: re.Pattern[str]
    """A code in which hyphens may be lost."""
    sequence: re.Pattern[str]

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def day_of(self, digits: str) -> date:
        """Return the day that six digits write; ValueError if there is none."""
        century = self.first_day.year // 100 * 100
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))


@cache
def _grammars() -> tuple[_Grammar, ...]:
    import tomllib  # agency codes need none of it

    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["dossiers"]
    return tuple(_grammar(**table) for table in tables)


def _grammar(
    *, first_day: date, last_day: date, form: str, sequence: dict[str, int], source: str
) -> _Grammar:
    del source  # the evidence is for readers of the file
    digits = f"[0-9]{{{sequence['least']},{sequence['most']}}}"
    code = form.replace("-", "-?").format(
        agency=f"(?P<agency>{_NEW}|{_OLD})",
        yymmdd="(?P<day>[0-9]{6})",
        sequence=f"(?P<sequence>{digits})",
    )
    return _Grammar(first_day, last_day, form, re.compile(code), re.compile(digits))


def _grammar_on(day: date) -> _Grammar | None:
    return next((grammar for grammar in _grammars() if grammar.covers(day)), None)


_AROUND_HYPHENS = regex(r"\s*-\s*")


def _compact(text: str, *, most: int) -> str:
    """Return a text in capitals; only ASCII, since "ı" would become a Latin "I"."""
    code = _AROUND_HYPHENS.sub("-", with_hyphens(stripped(text, most=most)))
    return code.upper() if code.isascii() else code


@final
@frozen(eq=False, repr=False)
class AgencyCode:
    """The code of one agency, in either of its two layouts.

    The old layout has three, two and two digits before the province and is read from right to
    left (``000.21.35.H53``: province H53, then 35, then 21), the new one from left to right and to
    any depth (``H53``, ``H21.17``, ``H15.50.05.13``; Quyết định 20/2020/QĐ-TTg, amended by
    09/2025/QĐ-TTg). A province or ministry is a letter and two digits, each segment of the new
    layout two or three digits. No source maps the segments of one layout to the other, so codes of
    different layouts are equal only for the province itself: ``000.00.00.H37 == H37``.

    Raises:
        FormatError: the text is not an agency code.

    Example:
        >>> commune = AgencyCode.parse("000.21.35.h53")
        >>> commune.province, commune.segments, commune.layout
        ('H53', ('35', '21', '000'), 'old')
        >>> AgencyCode.parse("000.00.00.H37") == AgencyCode.parse("H37")
        True
    """

    text: str = field()
    """The code; surrounding blanks and lower case are accepted, 64 characters at most."""

    def __attrs_post_init__(self) -> None:
        code = self.compact(self.text)
        if _AGENCY.fullmatch(code) is None:
            raise FormatError.of(ProblemCode.NOT_AN_AGENCY_CODE, self.text)
        object.__setattr__(self, "text", code)

    @classmethod
    def parse(cls, text: str) -> AgencyCode:
        """Return the code that `text` holds; the same as calling the class."""
        return cls(text)

    @property
    def layout(self) -> Literal["old", "new"]:
        """``"old"`` when the province stands last, ``"new"`` when it stands first or alone."""
        return "old" if self.text[0].isdigit() else "new"

    @property
    def province(self) -> str:
        """The province or ministry, such as ``"H53"``."""
        return self._parts[0]

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts that follow the province, the highest level first in both layouts."""
        return self._parts[1:]

    @property
    def _parts(self) -> tuple[str, ...]:
        parts = tuple(self.text.split("."))
        return parts[::-1] if self.layout == "old" else parts

    @property
    def normalized(self) -> str:
        """The text by which codes are equal: ``"H37"`` for ``000.00.00.H37``, else the code."""
        if self.layout == "old" and not any(segment.strip("0") for segment in self.segments):
            return self.province
        return self.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AgencyCode):
            return NotImplemented
        return self.normalized == other.normalized

    def __hash__(self) -> int:
        return hash(self.normalized)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"AgencyCode({self.text!r})"

    @staticmethod
    def compact(text: str) -> str:
        """Return `text` in capitals and without surrounding blanks, otherwise unchecked.

        Raises:
            FormatError: it is no text, or too long.

        Example:
            >>> AgencyCode.compact(" 000.21.35.h53 ")
            '000.21.35.H53'
        """
        return _compact(text, most=_MAX_LENGTH)

    @classmethod
    def validate(cls, text: str) -> str:
        """Return the compact form of a valid code.

        Raises:
            FormatError: the text is not an agency code.

        Example:
            >>> AgencyCode.validate("h21.17")
            'H21.17'
        """
        return cls(text).text

    @classmethod
    def is_valid(cls, text: object) -> bool:
        """Return whether `text` is an agency code; what is no text is none.

        Example:
            >>> AgencyCode.is_valid("H21.17"), AgencyCode.is_valid("H2117")
            (True, False)
        """
        try:
            cls.validate(text)  # type: ignore[arg-type]
        except FormatError:
            return False
        return True

    @classmethod
    def format(cls, text: str) -> str:
        """Return a valid code as it is printed: in its own layout, in capitals.

        Raises:
            FormatError: the text is not an agency code.

        Example:
            >>> AgencyCode.format(" 000.00.00.h37")
            '000.00.00.H37'
        """
        return str(cls(text))


def _date(day: date) -> date:
    return day.date() if isinstance(day, datetime) and day == day else day  # noqa: PLR0124 (NaT)


@final
@frozen(kw_only=True)
class DossierCode:
    """The code of one dossier: ``{agency}-{yymmdd}-{sequence}``.

    Two codes are equal when agency, day and sequence are, however they were written.

    Raises:
        FormatError: a part is not what the code can hold.

    Example:
        >>> code = DossierCode.parse("000.21.35.H53-230612-0005")
        >>> str(code.agency), code.received_on, code.sequence
        ('000.21.35.H53', datetime.date(2023, 6, 12), '0005')
    """

    agency: AgencyCode
    """The agency that received the dossier."""
    received_on: date = field(converter=_date)
    """The day of receipt, 2000 to 2099 (two digits stand for the year).

    Of a point in time its date is taken.
    """
    sequence: str
    """Four to seven digits, a text since leading zeros count.

    Provincial systems use four; ministries six or seven.
    """
    warnings: tuple[Problem, ...] = field(default=(), eq=False, repr=False)
    """What was readable but not well written."""

    def __attrs_post_init__(self) -> None:
        parts = (self.agency, self.received_on, self.sequence)
        grammar = None
        if tuple(map(type, parts)) == (AgencyCode, date, str):  # NaT is a date by its class only
            grammar = _grammar_on(self.received_on)
        if grammar is None or grammar.sequence.fullmatch(self.sequence) is None:
            said = "-".join(map(str, parts))
            raise FormatError.of(ProblemCode.NOT_A_DOSSIER_CODE, said)

    @classmethod
    def parse(cls, text: str) -> DossierCode:
        """Return the code that `text` holds.

        Dashes of all shapes, blanks around them and lower case are accepted, 79 characters at
        most. One lost hyphen
        is put back, since its place is certain, and noted in `warnings`; without both hyphens
        the date could begin at several places, and the text is refused.

        Raises:
            FormatError: the text is not a dossier code, or its day does not exist.

        Example:
            >>> code = DossierCode.parse("000.21.35.H53230612-0005")
            >>> str(code)
            '000.21.35.H53-230612-0005'
            >>> [str(warning.code) for warning in code.warnings]
            ['lost-hyphen']
        """
        code = cls.compact(text)
        for grammar in _grammars():
            match, lost = grammar.code.fullmatch(code), grammar.form.count("-") - code.count("-")
            if match is None or lost > 1:
                continue
            try:
                day = grammar.day_of(match["day"])
            except ValueError:
                raise FormatError.of(ProblemCode.NO_SUCH_DAY, text, part=match["day"]) from None
            if grammar.covers(day):
                break
        else:
            raise FormatError.of(ProblemCode.NOT_A_DOSSIER_CODE, text)
        result = cls(
            agency=AgencyCode(match["agency"]), received_on=day, sequence=match["sequence"]
        )
        if not lost:
            return result
        warning = Problem.of(
            ProblemCode.LOST_HYPHEN, (), value=text, severity=Severity.WARNING, meant=str(result)
        )
        return cls(
            agency=result.agency,
            received_on=result.received_on,
            sequence=result.sequence,
            warnings=(warning,),
        )

    def __str__(self) -> str:
        day = self.received_on
        grammar = _grammar_on(day) or _grammars()[0]
        return grammar.form.format(
            agency=self.agency, yymmdd=f"{day.year % 100:02d}{day:%m%d}", sequence=self.sequence
        )

    @staticmethod
    def compact(text: str) -> str:
        """Return `text` in capitals, with plain hyphens and no blanks around them or it.

        Raises:
            FormatError: it is no text, or too long.

        Example:
            >>> DossierCode.compact(" h53 \u2013 230612\u20110005")
            'H53-230612-0005'
        """
        return _compact(text, most=_MAX_DOSSIER_LENGTH)

    @classmethod
    def validate(cls, text: str) -> str:
        """Return the compact form of a valid code.

        Unlike `parse` this refuses a lost hyphen: a text has no room for the warning.

        Raises:
            FormatError: the text is not a dossier code; for a lost hyphen the code that was
                meant is suggested.

        Example:
            >>> DossierCode.validate("h53-230612-0005")
            'H53-230612-0005'
        """
        code = cls.parse(text)
        if code.warnings:
            raise FormatError.of(
                ProblemCode.LOST_HYPHEN, text, suggestions=(str(code),), meant=str(code)
            )
        return str(code)

    @classmethod
    def is_valid(cls, text: object) -> bool:
        """Return whether `text` is a dossier code with both its hyphens; what is no text is none.

        Example:
            >>> DossierCode.is_valid("H53-230612-0005"), DossierCode.is_valid("H53-230631-0005")
            (True, False)
        """
        try:
            cls.validate(text)  # type: ignore[arg-type]
        except FormatError:
            return False
        return True

    @classmethod
    def format(cls, text: str) -> str:
        """Return a code as it is printed, a lost hyphen put back.

        Raises:
            FormatError: the text is not a dossier code.

        Example:
            >>> DossierCode.format("000.21.35.H53230612-0005")
            '000.21.35.H53-230612-0005'
        """
        return str(cls.parse(text))
