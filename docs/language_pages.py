"""The pages on the language, in English and Vietnamese: every form that is read or written.

They are made of the tests' own lists, `tests/vi/forms.toml` and `tests/data/language_peers.csv`,
and of what the functions write, so that they can say nothing else. Run this file to write them.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vn766 import vi
from vn766.period import VIETNAM_TIME, Days, HalfYear, Month, NineMonths, Quarter, Year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["PAGES", "page", "write_pages"]

_ROOT: Final = Path(__file__).parents[1]
_FORMS: Final = _ROOT / "tests" / "vi" / "forms.toml"
_PEERS: Final = _ROOT / "tests" / "data" / "language_peers.csv"
PAGES: Final = {"en": "language.md", "vi": "tieng-viet.md"}

# What is shown of the writers, by the title of its table; each is run.
_WRITTEN: Final = {
    "figures": [
        "vi.format_number(1234.5)",
        "vi.format_number(18, decimals=2)",
        "vi.format_percent(77.64)",
        "vi.format_percent(1234)",
        "vi.format_points(17.08, 22)",
        "vi.format_rank(5, 65)",
        "vi.format_rank(5, 65, pad=False)",
        "vi.to_roman(4)",
    ],
    "times": [
        "vi.format_date(date(2023, 7, 5))",
        'vi.format_date(date(2023, 7, 5), "slash")',
        'vi.format_date(date(2023, 7, 5), "long")',
        'vi.format_date(date(2023, 7, 5), "inside")',
        "vi.format_datetime(datetime(2023, 6, 30, 15, 10, tzinfo=VIETNAM_TIME))",
        'vi.format_datetime(datetime(2023, 6, 30, 15, 10, tzinfo=VIETNAM_TIME), "issue")',
    ],
    "periods": [
        "str(Month(2025, 2))",
        "str(Quarter(2025, 2))",
        "str(HalfYear(2025, 1))",
        "str(NineMonths(2025))",
        "str(Year(2025))",
        "str(Month(2025, 8, up_to=True))",
        "str(Days(date(2025, 6, 15), date(2025, 7, 14)))",
        'vi.format_period(Month(2025, 2), "long")',
        'vi.format_period(Month(2025, 4), "words")',
        'vi.format_period(Quarter(2025, 2), "words")',
        'vi.format_period(Quarter(2026, 3), "plain")',
        'vi.format_period(Month(2025, 8, up_to=True), "months")',
        'vi.format_period(Month(2025, 8, up_to=True), "months-of")',
        'vi.format_period(HalfYear(2025, 1), "half")',
        'vi.format_period(Month(2025, 8, up_to=True), "cumulative")',
        'vi.format_period(Month(2025, 8, up_to=True), "since-january")',
        "Month(2026, 3).isoformat()",
        "Quarter(2026, 3).isoformat()",
        "HalfYear(2026, 1).isoformat()",
    ],
    "words": [
        "vi.spell_number(85_000_120)",
        "vi.spell_number(77.64)",
        'vi.spell_number(77.64, fraction="grouped")',
        'vi.spell_number(7.081, fraction="grouped")',
        'vi.spell_number(Decimal("1.50"), keep_zeros=True)',
        'vi.spell_number(1005, register="south")',
        "vi.spell_percent(77.64)",
        "vi.spell_points(17.08, 22)",
        "vi.spell_rank(5, 65)",
        "vi.spell_ordinal(1)",
        "vi.spell_ordinal(2)",
        'vi.spell_ordinal(2, second="nhì")',
        "vi.spell_ordinal(4)",
        "vi.spell_date(date(2023, 4, 5))",
        "vi.spell_period(Quarter(2026, 2))",
    ],
}

_TEXTS: Final[dict[str, dict[str, str]]] = {
    "title": {
        "en": "Vietnamese as offices write and speak it",
        "vi": "Tiếng Việt trong văn bản của cơ quan",
    },
    "opening": {
        "en": (
            "`vn766.vi` needs nothing else of this library. A text is read in one way or refused "
            "with a `FormatError` that says what could have been meant; whatever is written is "
            "read back as the same value, or is not written. These tables are the tests' own. "
            "Capitals, missing tone marks, composed or decomposed letters, kinds of blanks and "
            "kinds of dashes make no difference. [In Vietnamese](tieng-viet.md)."
        ),
        "vi": (
            "`vn766.vi` dùng được riêng, không cần phần còn lại của thư viện. Mỗi văn bản chỉ được "
            "đọc theo một nghĩa, nếu không thì bị từ chối kèm gợi ý (`FormatError`); mọi giá trị "
            "viết ra đều đọc lại được đúng giá trị ấy, nếu không thì không viết. Các bảng dưới đây "
            "lấy từ chính bộ kiểm thử. Chữ hoa hay thường, thiếu dấu, dựng sẵn hay tổ hợp, các "
            "loại dấu cách và gạch ngang đều như nhau. [English](language.md)."
        ),
    },
    "read": {"en": "What is read", "vi": "Các cách viết đọc được"},
    "refused": {"en": "Refused", "vi": "Bị từ chối"},
    "written": {"en": "What is written", "vi": "Các cách viết ra"},
    "figures": {"en": "Figures", "vi": "Số"},
    "times": {"en": "Dates and points in time", "vi": "Ngày và thời điểm"},
    "periods": {"en": "Periods", "vi": "Kỳ báo cáo"},
    "words": {"en": "In words", "vi": "Bằng chữ"},
    "text": {"en": "text", "vi": "văn bản"},
    "value": {"en": "value", "vi": "giá trị"},
    "code": {"en": "problem", "vi": "mã lỗi"},
    "suggested": {"en": "suggested", "vi": "gợi ý"},
    "call": {"en": "call", "vi": "lời gọi"},
    "order": {"en": "Order", "vi": "Thứ tự"},
    "order-text": {
        "en": (
            "`sorted(names, key=vi.sort_key)`: letters weigh first (a, ă, â, b, c, d, đ, e, ê, …), "
            "then tones (none, huyền, hỏi, ngã, sắc, nặng), then capitals after small letters, as "
            "in Unicode's CLDR for Vietnamese; the words before the name of a place, such as "
            "“UBND xã”, do not count. A key is a text and sorts columns of tables, too: in pandas "
            '`frame.sort_values("name", key=lambda names: names.map(vi.sort_key))`.'
        ),
        "vi": (
            "`sorted(names, key=vi.sort_key)`: xét chữ cái trước (a, ă, â, b, c, d, đ, e, ê, …), "
            "rồi đến thanh (ngang, huyền, hỏi, ngã, sắc, nặng), sau cùng là chữ hoa đứng sau chữ "
            "thường, như CLDR của Unicode cho tiếng Việt; các từ đứng trước địa danh như “UBND xã” "
            "không tính. Khóa là một văn bản, nên cột của bảng cũng sắp được, với pandas là "
            '`frame.sort_values("name", key=lambda names: names.map(vi.sort_key))`.'
        ),
    },
    "sources": {"en": "Where the conventions come from", "vi": "Căn cứ của các cách viết"},
    "source": {"en": "source", "vi": "căn cứ"},
    "convention": {"en": "convention", "vi": "cách viết"},
    "agreement": {
        "en": "Agreement with other programs",
        "vi": "Đối chiếu với các chương trình khác",
    },
    "agreement-text": {
        "en": (
            "What others write for a number, a date or a period, and how it is read here. The "
            "texts and versions are in `tests/data/language_peers.csv`."
        ),
        "vi": (
            "Văn bản mà các chương trình khác viết cho một số, một ngày hay một kỳ, và cách thư "
            "viện này đọc. Văn bản và phiên bản nằm trong `tests/data/language_peers.csv`."
        ),
    },
    "peer": {"en": "program", "vi": "chương trình"},
    "texts": {"en": "texts", "vi": "số văn bản"},
    "same": {"en": "read as meant", "vi": "đọc đúng"},
    "reasons": {"en": "not, and why", "vi": "không, và lý do"},
}

_REASONS: Final[dict[str, dict[str, str]]] = {
    "empty-class": {
        "en": "an empty class is not said, so that two numbers may be meant",
        "vi": "không đọc lớp toàn số 0, nên có thể là hai số",
    },
    "other-mark": {"en": "“chấm” for the decimal mark", "vi": "đọc dấu thập phân là “chấm”"},
    "misspelled": {"en": "misspelled (“lẽ” for “lẻ”)", "vi": "sai chính tả (“lẽ” thay cho “lẻ”)"},
    "another-number": {
        "en": "the text is that of another number: zeros, decimals or the sign are lost",
        "vi": "văn bản là của một số khác: mất số 0, phần thập phân hoặc dấu âm",
    },
    "two-digit-year": {"en": "a year of two digits", "vi": "năm chỉ có hai chữ số"},
    "punctuation": {"en": "a comma between words", "vi": "dấu phẩy giữa các từ"},
    "thousands-in-decimals": {
        "en": "thousands among decimals",
        "vi": "đọc hàng nghìn trong phần thập phân",
    },
    "lost-mark": {"en": "the decimal mark is lost", "vi": "mất dấu thập phân"},
}

_SOURCES: Final = (
    (
        {"en": "comma before decimals, dots between thousands", "vi": "dấu phẩy, dấu chấm"},
        "Luật Kế toán 2003, Điều 12; Unicode CLDR (vi)",
    ),
    (
        {"en": "zeros in dates: days below 10, months 1 and 2", "vi": "số 0 trước ngày, tháng"},
        "Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4.b",
    ),
    (
        {"en": "thứ Hai, tháng Năm: capitals in words", "vi": "thứ Hai, tháng Năm: viết hoa"},
        "Nghị định 30/2020/NĐ-CP, Phụ lục II, V.8.c",
    ),
    (
        {"en": "“không nghìn”, “linh”, “mốt”, “tư”, “lăm”", "vi": "“không nghìn”, “linh”, “mốt”"},
        "Toán 4 (85 000 120; 700 000 231)",
    ),
    (
        {"en": '`fraction="digits"`: decimals one by one', "vi": '`fraction="digits"`'},
        "Unicode CLDR (RBNF, vi)",
    ),
    (
        {"en": '`fraction="grouped"`: decimals as a number', "vi": '`fraction="grouped"`'},
        "Toán 5 (63,42; 7,081)",
    ),
    (
        {"en": '`register="south"`: “lẻ”, “ngàn”', "vi": '`register="south"`: “lẻ”, “ngàn”'},
        "Wikipedia, Vietnamese numerals (Hanoi, Saigon)",
    ),
    ({"en": "the order of names", "vi": "thứ tự tên"}, "Unicode CLDR 42 (vi), ICU 72.1"),
)


def write_pages(folder: Path) -> None:
    """Write both pages into `folder`; one that says the same is left alone."""
    for language, name in PAGES.items():
        path, text = folder / name, page(language)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def page(language: str) -> str:
    """Return the page in one language, in MyST Markdown."""
    says = {key: texts[language] for key, texts in _TEXTS.items()}
    blocks = [f"# {says['title']}", says["opening"], f"## {says['read']}"]
    for reader in tomllib.loads(_FORMS.read_text("utf-8"))["reader"]:
        blocks += _reader(reader, language, says)
    blocks.append(f"## {says['written']}")
    for name, calls in _WRITTEN.items():
        rows = ((_code(call), _code(_run(call))) for call in calls)
        blocks += [f"### {says[name]}", _table((says["call"], says["text"]), rows)]
    blocks += [f"## {says['order']}", says["order-text"], f"## {says['sources']}"]
    sources = ((what[language], source) for what, source in _SOURCES)
    blocks.append(_table((says["convention"], says["source"]), sources))
    blocks += [f"## {says['agreement']}", says["agreement-text"]]
    heads = (says["peer"], says["texts"], says["same"], says["reasons"])
    blocks.append(_table(heads, _agreement(language)))
    return "\n\n".join(blocks) + "\n"


def _reader(reader: dict[str, Any], language: str, says: dict[str, str]) -> Iterator[str]:
    name, _, options = reader["call"].partition(", ")
    shown = f"vi.{name}(text{', ' * bool(options)}{options})" if name.islower() else f"{name}(text)"
    yield f"### {reader['title'][language]}"
    yield f"`{shown}`"
    yield _table(
        (says["text"], says["value"]),
        ((_code(text), _code(value)) for text, value in reader["read"]),
    )
    yield f"{says['refused']}:"
    yield _table(
        (says["text"], says["code"], says["suggested"]),
        (
            (_code(text), _code(code), ", ".join(map(_code, suggestions)))
            for text, code, suggestions in reader["refused"]
        ),
    )


def _agreement(language: str) -> Iterator[tuple[str, ...]]:
    with _PEERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for peer in dict.fromkeys(row["peer"] for row in rows):
        counts = Counter(row["why"] for row in rows if row["peer"] == peer)
        same = counts.pop("", 0)
        reasons = "; ".join(f"{n}: {_REASONS[why][language]}" for why, n in counts.most_common())
        yield peer, str(same + counts.total()), str(same), reasons


def _run(call: str) -> str:
    names = {"vi": vi, "date": date, "datetime": datetime, "Decimal": Decimal}
    kinds = {kind.__name__: kind for kind in (Days, HalfYear, Month, NineMonths, Quarter, Year)}
    return str(eval(call, names | kinds | {"VIETNAM_TIME": VIETNAM_TIME}))  # noqa: S307 (ours)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(text: str) -> str:
    """Return a text as code; blanks and dashes that cannot be told apart by eye as their number."""
    if not text:
        return "(–)"
    shown = "".join(
        char if char.isalnum() or char.isascii() or char == "½" else f"\\u{ord(char):04x}"
        for char in text
    )
    return f"`{shown}`"


if __name__ == "__main__":
    write_pages(Path(__file__).parent)
