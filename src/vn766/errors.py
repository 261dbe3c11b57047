"""Problems: the codes of all that can be wrong, and the errors that carry them.

Two kinds of things live here:

* `Problem`: one finding about one value, with its place, its reason and what to do. Problems
  are collected, never raised one by one, and read in Vietnamese or English.
* the `Vn766Error` tree: what is raised, each also the built-in error that a caller who does
  not know this library would expect (`ValueError`, `ImportError`, ...).
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from attrs import field, frozen

from vn766 import texts
from vn766.texts import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vn766.schemas.types import ProblemDict

__all__ = [
    "EditionNotInForceError",
    "FormatError",
    "FrameworkError",
    "InvalidDocumentError",
    "InvalidFrameworkError",
    "InvalidRecordError",
    "Language",
    "LookalikeWarning",
    "MissingExtraError",
    "MissingLibraryError",
    "NotComparableError",
    "PrecisionBoundError",
    "Problem",
    "ProblemCode",
    "Severity",
    "UnknownFrameworkError",
    "UnsupportedBackendError",
    "Vn766Error",
    "Word",
]

SHOWN: Final = 20  # problems, where people read them: what is beyond is counted
_LONGEST_PLACE = 200  # characters: keys and file names may be anything
_LONGEST_VALUE = 80  # characters
_LONGEST_DETAIL = 400  # characters
_LONGEST_INT = 256  # bits
_TEXTS: Final = texts.Catalogue("errors")
_WORDS: Final = texts.Catalogue("words")


class Word(str):
    """A word of ours inside a problem's details, which each language has its own word for."""

    __slots__ = ()


class Severity(StrEnum):
    """How much a problem weighs: errors stop the work, warnings and notes accompany it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_GRAVEST: Final = tuple(Severity)


class ProblemCode(StrEnum):
    """The stable name of each kind of problem; texts may be reworded, codes may not."""

    # values of a record
    NEGATIVE = "negative"
    ABOVE_MAXIMUM = "above-maximum"
    SWAPPED = "swapped"
    NOT_A_NUMBER = "not-a-number"
    NOT_FINITE = "not-finite"
    TOO_PRECISE = "too-precise"
    TOO_LARGE = "too-large"
    NOT_POSITIVE = "not-positive"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    WRONG_TYPE = "wrong-type"
    UNSUPPORTED_NUMBER = "unsupported-number"
    # texts and the values they stand for
    NOT_A_TEXT = "not-a-text"
    BLANK = "blank"
    TEXT_TOO_LONG = "text-too-long"
    LOOKALIKE_LETTER = "lookalike-letter"
    OUT_OF_RANGE = "out-of-range"
    NOT_A_PERCENT = "not-a-percent"
    NOT_POINTS = "not-points"
    NOT_A_RANK = "not-a-rank"
    NOT_ROMAN = "not-roman"
    NOT_A_DATE = "not-a-date"
    NO_SUCH_DAY = "no-such-day"
    IMPOSSIBLE_DATE = "impossible-date"
    WEEKDAY_MISMATCH = "weekday-mismatch"
    TWO_DIGIT_YEAR = "two-digit-year"
    NOT_A_PERIOD = "not-a-period"
    PERIOD_WITHOUT_YEAR = "period-without-year"
    PERIOD_STYLE = "period-style"
    LAST_BEFORE_FIRST = "last-before-first"
    NOT_A_MOMENT = "not-a-moment"
    WITHOUT_ZONE = "without-zone"
    PARTS_OF_A_SECOND = "parts-of-a-second"
    NOT_NUMBER_WORDS = "not-number-words"
    TWO_NUMBERS = "two-numbers"
    NOT_AN_AGENCY_CODE = "not-an-agency-code"
    NOT_A_DOSSIER_CODE = "not-a-dossier-code"
    LOST_HYPHEN = "lost-hyphen"
    # keys of a record
    UNKNOWN_KEY = "unknown-key"
    AMBIGUOUS_KEY = "ambiguous-key"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_COLUMN = "unknown-column"
    # a record as a whole
    SUM_MISMATCH = "sum-mismatch"
    OUT_OF_BOUNDS = "out-of-bounds"
    FIGURE_DIFFERS = "figure-differs"
    PUBLISHED_BAND = "published-band"
    PUBLISHED_RANK = "published-rank"
    UNKNOWN_LEVEL = "unknown-level"
    ENDED_LEVEL = "ended-level"
    UNKNOWN_BAND = "unknown-band"
    DUPLICATE_UNIT = "duplicate-unit"
    # pools
    BLANK_POOL = "blank-pool"
    UNKNOWN_POOL = "unknown-pool"
    SIMILAR_POOLS = "similar-pools"
    SEVERAL_PERIODS = "several-periods"
    NO_LEVELS = "no-levels"
    NO_SECTIONS = "no-sections"
    RANK_ABOVE_POOL = "rank-above-pool"
    POOL_SIZE_DIFFERS = "pool-size-differs"
    WORSE_RANK = "worse-rank"
    HIDDEN_ROWS = "hidden-rows"
    MERGED_CELL = "merged-cell"
    # a framework file
    FILE_UNREADABLE = "file-unreadable"
    FILE_TOO_LARGE = "file-too-large"
    FILE_TOO_COMPLEX = "file-too-complex"
    TOML_SYNTAX = "toml-syntax"
    UNQUOTED_COMMA = "unquoted-comma"
    FIELD_UNKNOWN = "field-unknown"
    FIELD_MISSING = "field-missing"
    FIELD_TYPE = "field-type"
    FIELD_CHOICE = "field-choice"
    FIELD_EMPTY = "field-empty"
    FIGURE_RANGE = "figure-range"
    UNKNOWN_CITATION = "unknown-citation"
    UNKNOWN_INSTRUMENT = "unknown-instrument"
    LOCATOR_MISSING = "locator-missing"
    FRAMEWORK_ID = "framework-id"
    DUPLICATE_NAME = "duplicate-name"
    AMBIGUOUS_ALIAS = "ambiguous-alias"
    SUM_OF_PARTS = "sum-of-parts"
    MIXED_PARTS = "mixed-parts"
    UNSCORED_MAXIMUM = "unscored-maximum"
    LEVEL_OUTSIDE = "level-outside"
    BAND_ORDER = "band-order"
    BAND_FLOOR = "band-floor"
    BAND_CEILING = "band-ceiling"
    VALIDITY_ORDER = "validity-order"
    # which framework
    UNKNOWN_FRAMEWORK = "unknown-framework"
    EDITION_NOT_IN_FORCE = "edition-not-in-force"
    NO_EDITION_IN_FORCE = "no-edition-in-force"
    FRAMEWORK_NAME_CLASH = "framework-name-clash"
    ENTRY_POINT_BROKEN = "entry-point-broken"
    # a file
    FILE_BEYOND_LIMIT = "file-beyond-limit"
    TABLE_TOO_LARGE = "table-too-large"
    CELL_TOO_LONG = "cell-too-long"
    STRAY_QUOTE = "stray-quote"
    EMPTY_FILE = "empty-file"
    UNKNOWN_FORMAT = "unknown-format"
    UNKNOWN_ENCODING = "unknown-encoding"
    ENCODING_CONVERTED = "encoding-converted"
    MOJIBAKE = "mojibake"
    LEGACY_LETTERS = "legacy-letters"
    OLD_EXCEL = "old-excel"
    ENCRYPTED_FILE = "encrypted-file"
    DAMAGED_FILE = "damaged-file"
    UNKNOWN_SHAPE = "unknown-shape"
    UNKNOWN_FIELDS = "unknown-fields"
    UNKNOWN_SHEET = "unknown-sheet"
    SEVERAL_SHEETS = "several-sheets"
    NO_HEADER = "no-header"
    STATED_MAXIMUM = "stated-maximum"
    PERCENT_COLUMN = "percent-column"
    COLUMN_KEPT = "column-kept"
    MISSING_COLUMNS = "missing-columns"
    NO_UNIT = "no-unit"
    ROW_LEFT_OUT = "row-left-out"
    ERROR_CELL = "error-cell"
    UNCOMPUTED_CELL = "uncomputed-cell"
    DATE_CELL = "date-cell"
    PERCENT_CELL = "percent-cell"
    CELL_BEYOND_HEADS = "cell-beyond-heads"
    ALL_MAXIMA = "all-maxima"
    ROW_SUMS_UP = "row-sums-up"
    ROWS_APART = "rows-apart"
    LOOKS_LIKE_RATES = "looks-like-rates"
    LOOKS_LIKE_COUNTS = "looks-like-counts"
    LOOKS_LIKE_PERCENTS = "looks-like-percents"
    WIDE_COUNTS = "wide-counts"
    TURNED_TABLE = "turned-table"
    NO_UNIT_COLUMN = "no-unit-column"
    SAME_NAME = "same-name"
    ANOTHER_TABLE = "another-table"
    SIDE_BY_SIDE = "side-by-side"
    NO_UNITS = "no-units"
    # a document to be checked
    NOT_A_DOCX = "not-a-docx"
    OLD_WORD = "old-word"
    DAMAGED_DOCX = "damaged-docx"
    DOCX_BEYOND_LIMIT = "docx-beyond-limit"
    # counts
    NOT_COUNTS = "not-counts"
    NEGATIVE_COUNT = "negative-count"
    ABOVE_DENOMINATOR = "above-denominator"
    NOT_AT_THIS_LEVEL = "not-at-this-level"
    POINTS_ARE_GIVEN = "points-are-given"
    NOT_COUNTED = "not-counted"
    COUNTED = "counted"
    NO_COMPONENT_RULES = "no-component-rules"
    NOT_A_COUNT = "not-a-count"
    COUNT_TOO_LARGE = "count-too-large"
    UNBALANCED = "unbalanced"
    PARTS_ABOVE_WHOLE = "parts-above-whole"
    # advice
    INCOMPLETE = "incomplete"
    CANNOT_MOVE = "cannot-move"
    GIVEN_AS_A_WHOLE = "given-as-a-whole"
    NEW_PETITIONS = "new-petitions"
    NOT_A_LIMIT = "not-a-limit"
    SHARED_DOSSIERS = "shared-dossiers"
    INHERITED = "inherited"
    # responses of the portal, and tables of counts
    SAME_GROUP = "same-group"
    ONE_PAGE = "one-page"
    UNITS_WITHOUT_CODE = "units-without-code"
    CONTRADICTING_UNIT = "contradicting-unit"
    PRINTED_SCORE = "printed-score"
    NO_COUNTS = "no-counts"
    NOT_ALONE = "not-alone"
    HOLDS_POINTS = "holds-points"
    HALF_CODED = "half-coded"
    # columns of a table
    NO_SUCH_COLUMN = "no-such-column"
    NO_POINTS_COLUMN = "no-points-column"
    ENGINE_FAILED = "engine-failed"
    NOT_PARQUET = "not-parquet"
    COUNTS_BY_ENGINE = "counts-by-engine"
    NOT_FOR_ENGINES = "not-for-engines"
    HEAD_FIRST = "head-first"
    COLUMN_TAKEN = "column-taken"
    NO_EDITION_FOR_PERIOD = "no-edition-for-period"
    SECTIONS_BY_ENGINE = "sections-by-engine"
    TOO_MANY_NAMES = "too-many-names"
    # columns of a table of dossiers
    UNKNOWN_FIELD = "unknown-dossier-field"
    COLUMN_TYPE = "column-type"
    COLUMN_ZONE = "column-zone"
    # what a result rests on
    UNVERIFIED_MAXIMA = "unverified-maxima"
    UNVERIFIED_BANDS = "unverified-bands"
    UNVERIFIED_CLASSES = "unverified-classes"
    UNVERIFIED_CLASSES_NEAR = "unverified-classes-near"
    UNVERIFIED_RULES = "unverified-rules"
    UNVERIFIED_VALIDITY = "unverified-validity"
    UNCOVERED_PERIOD = "uncovered-period"
    # results side by side
    DIFFERENT_FRAMEWORKS = "different-frameworks"
    DIFFERENT_PERIODS = "different-periods"
    UNKNOWN_BASIS = "unknown-basis"
    DIFFERENT_METHODS = "different-methods"
    DIFFERENT_KINDS = "different-kinds"
    WITHOUT_PERIOD = "without-period"
    NO_PLACE_IN_TIME = "no-place-in-time"
    DIFFERENT_UNITS = "different-units"
    DIFFERENT_POOLS = "different-pools"
    UNNAMED_POOL = "unnamed-pool"
    DIFFERENT_TIE_RULES = "different-tie-rules"
    UNKNOWN_ORDER = "unknown-order"
    METHOD_CHANGED = "method-changed"
    LATER_BEFORE = "later-before"
    PROVISIONAL = "provisional"
    YEAR_BEGAN_ANEW = "year-began-anew"
    # a published document to be audited
    NO_SUCH_DATE = "no-such-date"
    NO_SUCH_TIME = "no-such-time"
    MISSING_BLANK = "missing-blank"
    SCANNED_PDF = "scanned-pdf"
    PDF_BEYOND_LIMIT = "pdf-beyond-limit"
    TOO_MANY_CLAIMS = "too-many-claims"
    FILE_PASSED_OVER = "file-passed-over"
    NO_DOCUMENTS = "no-documents"
    PERCENT_MISMATCH = "percent-mismatch"
    PERCENT_CUT_OFF = "percent-cut-off"
    TOTAL_MISMATCH = "total-mismatch"
    TOTAL_OUT_OF_REACH = "total-out-of-reach"
    SUM_BY_ROUNDING = "sum-by-rounding"
    PARTS_MISMATCH = "parts-mismatch"
    CLASS_MISMATCH = "class-mismatch"
    RANK_OUTSIDE_POOL = "rank-outside-pool"
    TWO_RANKS = "two-ranks"
    RANK_ORDER = "rank-order"
    FIGURES_DIFFER = "figures-differ"
    RATE_MISMATCH = "rate-mismatch"
    CHANGE_MISMATCH = "change-mismatch"
    TABLE_NOT_READ = "table-not-read"
    COLUMNS_NOT_READ = "columns-not-read"
    COUNT_ABOVE_WHOLE = "count-above-whole"
    CLASSES_NOT_WHOLE = "classes-not-whole"
    PARTIAL_PUBLICATION = "partial-publication"
    TOTAL_NOT_PRINTED = "total-not-printed"
    ROUNDED_POINTS = "rounded-points"
    UNCLEAR_FIGURE = "unclear-figure"
    UNCLEAR_SUBJECT = "unclear-subject"
    UNCLEAR_UNIT = "unclear-unit"
    WHOSE_FIGURES = "whose-figures"
    ISSUE_DATE_PADDING = "issue-date-padding"
    PADDED_MONTH = "padded-month"
    DATE_LEFT_BLANK = "date-left-blank"
    DOCUMENT_BEFORE_PERIOD = "document-before-period"
    PERIOD_STILL_OPEN = "period-still-open"
    DATA_AFTER_DOCUMENT = "data-after-document"
    DOSSIER_AFTER_DOCUMENT = "dossier-after-document"
    ENCLOSURE_DATE = "enclosure-date"
    ENCLOSURE_NUMBER = "enclosure-number"
    PERIODS_DIFFER = "periods-differ"
    CUMULATIVE_PERIOD = "cumulative-period"
    MIXED_DECIMAL_MARKS = "mixed-decimal-marks"
    DOT_DECIMALS = "dot-decimals"
    CITATION_DATE = "citation-date"
    BASIS_ENDED = "basis-ended"
    CITATION_NUMBER = "citation-number"
    NAME_VARIANT = "name-variant"
    ROW_NUMBERS = "row-numbers"
    DATA_DIFFERS = "data-differs"
    UNIT_NOT_IN_DATA = "unit-not-in-data"
    PADDED_RANK = "padded-rank"
    # an official document to be written
    UNPRINTABLE = "unprintable"
    NOT_A_SYMBOL = "not-a-symbol"
    SYMBOL_OF_KIND = "symbol-of-kind"
    MARK_WRITTEN = "mark-written"
    NUMBER_OF_DOCUMENT = "number-of-document"
    ARCHIVE_WITHOUT_CLERK = "archive-without-clerk"
    AUTHORITY_MARK = "authority-mark"
    SIGNATURE_WITHOUT_OFFICE = "signature-without-office"
    NOT_A_DEPUTY = "not-a-deputy"
    ACADEMIC_TITLE = "academic-title"
    NO_LAST_PARAGRAPH = "no-last-paragraph"
    ANNEX_NOT_MENTIONED = "annex-not-mentioned"
    TOO_MANY_LETTERS = "too-many-letters"
    TABLE_SIZE = "table-size"
    CELLS_OF_ROW = "cells-of-row"
    HEAD_WITHOUT_CELL = "head-without-cell"
    NOT_A_FORM = "not-a-form"
    FIELD_TWICE = "field-twice"
    FIELD_OF_OTHER_KINDS = "field-of-other-kinds"
    UNITS_NOT_USED = "units-not-used"
    BOLD_NOT_HERE = "bold-not-here"
    UNKNOWN_TEXT = "unknown-text"
    UNKNOWN_PLACEHOLDER = "unknown-placeholder"
    FIGURE_NOT_KNOWN = "figure-not-known"
    SOURCE_MISSING = "source-missing"
    RANK_DIFFERS = "rank-differs"
    RANK_WITHOUT_POOL = "rank-without-pool"
    SERIES_OF_UNITS = "series-of-units"
    SERIES_OF_PERIODS = "series-of-periods"
    UNIT_NOT_FOUND = "unit-not-found"
    NAMESAKES = "namesakes"


@frozen(kw_only=True)
class Problem:
    """One finding about one value: what, where, why, and what to do.

    `path` leads from the record or file to the value (``("points", "online.payment")``),
    `origin` names the file and cell when there is one, `value` is the offending value as given
    and `details` holds the figures and names that the texts quote. `message` and `hint` are
    English; `text` gives both in either language.

    Example:
        >>> problem = Problem.of(
        ...     ProblemCode.NEGATIVE, ("points", "progress"), value=-1, label="Tiến độ"
        ... )
        >>> print(problem)
        points.progress: Tiến độ is negative: -1. Points run from 0 upwards: correct the value, or \
leave it blank if it is not known.
    """

    code: ProblemCode
    """The stable name of the kind of problem."""
    path: tuple[str | int, ...] = field(repr=lambda path: printed(path, repr))
    """The way from the record or file to the value: ``("points", "online.payment")``."""
    value: object = field(default=None, repr=lambda value: printed(value, repr))
    """The offending value as given."""
    severity: Severity = Severity.ERROR
    """How bad it is."""
    origin: str | None = None
    """The file and cell, when there is one."""
    details: tuple[tuple[str, object], ...] = field(default=(), repr=False)
    """The figures and names that the texts quote."""

    @classmethod
    def of(
        cls,
        code: ProblemCode,
        path: Iterable[str | int],
        *,
        value: object = None,
        severity: Severity = Severity.ERROR,
        origin: str | None = None,
        **details: object,
    ) -> Problem:
        """Return a problem whose texts quote `details`."""
        return cls(
            code=code,
            path=tuple(path),
            value=value,
            severity=severity,
            origin=origin,
            details=tuple(details.items()),
        )

    @property
    def message(self) -> str:
        """The problem and its reason, in English."""
        return self.text("en")[0]

    @property
    def hint(self) -> str:
        """The way out, in English."""
        return self.text("en")[1]

    @property
    def where(self) -> str:
        """The file and cell if there is one, else the path with dots."""
        place = self.origin or ".".join(map(printed, self.path))
        return place if len(place) <= _LONGEST_PLACE else place[: _LONGEST_PLACE - 1] + "…"

    def text(self, language: Language = "en") -> tuple[str, str]:
        """Return message and hint in `language`."""
        count = dict(self.details).get("count")
        message, hint = texts.problem_texts(self.code, language, count=count)
        quoted = {name: _said(detail, language) for name, detail in self.details}
        quoted["value"] = _quote(self.value, language)
        return message.format_map(quoted), hint.format_map(quoted)

    def line(self, language: Language = "en") -> str:
        """Return place, message and hint on one line in `language`."""
        message, hint = self.text(language)
        place = f"{self.where}: " if self.where else ""
        return f"{place}{message} {hint}".rstrip()

    def to_dict(self, language: Language = "en") -> ProblemDict:
        """Return the problem as JSON-ready values (the offending value as text)."""
        said = None if self.value is None else _cut(as_text(self.value, language))
        message, hint = self.text(language)
        return {
            "code": str(self.code),
            "severity": self.severity.value,
            "path": list(self.path),
            "origin": self.origin,
            "value": said,
            "message": message,
            "hint": hint,
        }

    def __str__(self) -> str:
        return self.line("en")


def _said(detail: object, language: Language) -> str:
    if isinstance(detail, Word):
        return _WORDS.say(detail, language)
    if isinstance(detail, str):
        return _cut(str.__str__(detail), _LONGEST_DETAIL)
    if isinstance(detail, tuple):
        parts = cast("tuple[object, ...]", detail)
        return texts.writing(language).list_mark.join(_said(part, language) for part in parts)
    if isinstance(detail, texts.Speaker):  # last: whether one is asked in a slow way
        return detail.text(language)
    return _quote(detail, language)


def _quote(value: object, language: Language) -> str:
    """Return `value` as a reader of `language` writes it, and never longer than a line."""
    try:
        if (
            isinstance(value, Decimal)
            and value.is_finite()
            and abs(value.adjusted()) < _LONGEST_VALUE
        ):
            return _cut(texts.figure(value, language, grouped=False))
        if isinstance(value, int) and value.bit_length() > _LONGEST_INT:
            return f"(≈ 2^{value.bit_length() - 1})"  # printing it would take quadratic time
        text = repr(value) if isinstance(value, str) else str(value)
        if isinstance(value, float):
            text = text.replace(".", texts.writing(language).decimal_mark)
        return _cut(text)
    except Exception:  # noqa: BLE001 (a foreign object may refuse to be printed)
        return f"<{type(value).__name__}>"


def as_text(value: object, language: Language = "en") -> str:
    """Return a text as it stands, and anything else as `language` writes it, on a line."""
    return str.__str__(value) if isinstance(value, str) else _quote(value, language)


def printed(value: object, by: Callable[[object], str] = str) -> str:
    """Return `value` as it prints itself; if its methods refuse that, the name of its type."""
    try:
        return str.__str__(by(value))
    except Exception:  # noqa: BLE001 (a foreign object may refuse to be printed)
        return f"<{type(value).__name__}>"


def _cut(text: str, longest: int = _LONGEST_VALUE) -> str:
    """Return `text`, shortened if it is longer than a line."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def foremost(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems to be shown, in their order: of too many the gravest."""
    found = tuple(problems)
    if len(found) > SHOWN:
        ranked = sorted(enumerate(found), key=lambda each: _GRAVEST.index(each[1].severity))
        found = tuple(problem for _, problem in sorted(ranked[:SHOWN], key=lambda each: each[0]))
    return found


def unshown(count: int, language: Language = "en") -> tuple[str, ...]:
    """Return the line that counts the problems beyond those shown, if there are any."""
    more = count - SHOWN
    return (_TEXTS.say("more-problems", language, count=more),) if more > 0 else ()


class Vn766Error(Exception):
    """The root of everything this library raises on purpose.

    Whatever is raised for what a caller gave has `problems`; the others have none.
    """

    problems: tuple[Problem, ...] = ()
    """All that is wrong, in a stable order."""


class _ProblemsError(Vn766Error):
    """An error that lists all problems found, in a stable order."""

    def __init__(self, problems: Iterable[Problem], *, subject: str = "") -> None:
        self.problems = tuple(problems)
        self.subject = subject
        super().__init__(self.problems, subject)

    def text(self, language: Language = "en") -> str:
        """Return the problems, one a line, in `language`: 20 of them, and how many more."""
        lines = [problem.line(language) for problem in foremost(self.problems)]
        head = [f"{self.subject}:"] if self.subject else []
        return "\n".join([*head, *lines, *unshown(len(self.problems), language)])

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.problems, self.subject)


def _rebuild(
    kind: type[_ProblemsError], problems: tuple[Problem, ...], subject: str
) -> _ProblemsError:
    return kind(problems, subject=subject)


class FrameworkError(_ProblemsError, ValueError):
    """Something about a framework: it is unknown, not in force, or not valid."""


class UnknownFrameworkError(FrameworkError):
    """No edition, entry point or file answers to the reference."""


class EditionNotInForceError(FrameworkError):
    """The edition does not cover the day or period asked for."""


class InvalidFrameworkError(FrameworkError):
    """A framework file is broken; `problems` holds everything found in it."""


class InvalidRecordError(_ProblemsError, ValueError):
    """A record cannot be scored; `problems` holds everything found in it."""


class InvalidDocumentError(_ProblemsError, ValueError):
    """A document cannot be written as it was given; `problems` holds everything found in it."""


class FormatError(Vn766Error, ValueError):
    """A text is not what its parser reads.

    `text` is the text as given, `suggestions` what could have been meant, best first, and
    `problem` the same finding as a `Problem`, which speaks both languages.

    Example:
        >>> error = FormatError.of(ProblemCode.NOT_A_NUMBER, "18.9", suggestions=("18,9",))
        >>> error.text, error.suggestions
        ('18.9', ('18,9',))
    """

    def __init__(self, problem: Problem, suggestions: Iterable[str] = ()) -> None:
        self.problem = problem
        self.problems = (problem,)
        self.suggestions: tuple[str, ...] = tuple(suggestions)
        super().__init__(problem, self.suggestions)

    @classmethod
    def of(
        cls, code: ProblemCode, text: object, *, suggestions: Iterable[str] = (), **details: object
    ) -> FormatError:
        """Return the error about `text`; `details` fill the texts of `code`."""
        problem = Problem(code=code, path=(), value=printed(text), details=tuple(details.items()))
        return cls(problem, suggestions)

    @property
    def text(self) -> str:
        """The text as given."""
        return str(self.problem.value)

    def line(self, language: Language = "en") -> str:
        """Return the message with its suggestions in `language`."""
        said = self.problem.line(language)
        if not self.suggestions:
            return said
        meant = _TEXTS.say("or", language).join(map(repr, self.suggestions))
        return _TEXTS.say("did-you-mean", language, problem=said, meant=meant)

    def __str__(self) -> str:
        return self.line("en")


class LookalikeWarning(UserWarning):
    """A text was read although it holds a letter that only looks like the right one (Ð for Đ)."""


class NotComparableError(_ProblemsError, ValueError):
    """Results have no common basis; `problems` holds every reason."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why they have none, in English."""
        return tuple(problem.message for problem in self.problems)


class PrecisionBoundError(Vn766Error, OverflowError):
    """A computation could leave the integers that every engine computes exactly (2**53)."""


class UnsupportedBackendError(Vn766Error, NotImplementedError):
    """A dataframe engine cannot do what was asked; the message says what to do instead."""


class MissingExtraError(Vn766Error, ImportError):
    """An optional part is not installed; the message is the command that installs it.

    Example:
        >>> str(MissingExtraError("docx"))
        'This part of vn766 needs the extra docx: pip install "vn766[docx]"'
    """

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(extra)

    def line(self, language: Language = "en") -> str:
        """Return the message in `language`."""
        return _TEXTS.say("missing-extra", language, extra=self.extra)

    def __str__(self) -> str:
        return self.line("en")


class MissingLibraryError(Vn766Error, ImportError):
    """A library that a conversion hands its values to is not installed; the message says which.

    Example:
        >>> str(MissingLibraryError("polars"))
        'This needs the library polars, which is not installed: pip install polars'
    """

    def __init__(self, library: str) -> None:
        self.library = library
        super().__init__(library)

    def line(self, language: Language = "en") -> str:
        """Return the message in `language`."""
        return _TEXTS.say("missing-library", language, library=self.library)

    def __str__(self) -> str:
        return self.line("en")
