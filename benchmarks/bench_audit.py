"""The auditor: how much it finds, how often it is wrong, how fast it is, and that it is linear.

A corpus of many styles (``tests/audit/corpus.py``), truthful and with one slip each, tells
precision and recall by style. Then documents of one style are read with slips of typing, lines
broken inside numbers, marks of footnotes and blanks as text recognition leaves them. An alarm is
false if a document without a slip in its figures gets an error; a slip is found if its error is
there. How fast ordinary prose is read is what long lines of one pattern are compared with.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from runpy import run_path
from time import process_time
from unicodedata import normalize

from ratios import ratio, report

from vn766.audit import audit
from vn766.errors import InvalidRecordError, Severity
from vn766.score import classify, percent
from vn766.vi import format_number

CORPUS = run_path(str(Path(__file__).parents[1] / "tests" / "audit" / "corpus.py"))
LEAVES = {
    "Công khai, minh bạch": 18,
    "Tiến độ giải quyết": 20,
    "Dịch vụ công trực tuyến": 12,
    "Thanh toán trực tuyến": 10,
    "Mức độ hài lòng": 18,
    "Số hóa hồ sơ": 22,
}
HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG TÂN KHÁNH

Số: 15/UBND-VP

Tân Khánh, ngày 05 tháng {month} năm 2025

V/v công bố kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng {period}/2025

Căn cứ Quyết định số 766/QĐ-TTg ngày {cited} của Thủ tướng Chính phủ phê duyệt Bộ chỉ số chỉ đạo, \
điều hành và đánh giá chất lượng phục vụ người dân, doanh nghiệp; số liệu cập nhật đến 15 giờ 10 \
ngày {day}/{month}/2025.

UBND phường Tân Khánh đạt tổng số điểm {total}/100 điểm, xếp loại {band}, xếp hạng {rank}/65 xã, \
phường, đặc khu. Hồ sơ quá hạn: {dossier}. Kết quả tháng {body}/2025 cụ thể như sau:

{groups}

{aside}

Đề nghị các công chức chuyên môn nghiêm túc thực hiện, bảo đảm 100% hồ sơ đúng hạn.

Trên đây là kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng {closing}/2025.

Phụ lục
KẾT QUẢ CÁC ĐƠN VỊ THÁNG {annex}/2025

Tên đơn vị\tCông khai, minh bạch (18)\tTiến độ giải quyết (20)\tDịch vụ công trực tuyến (12)\t\
Thanh toán trực tuyến (10)\tMức độ hài lòng (18)\tSố hóa hồ sơ (22)\tTổng điểm\tXếp loại
{rows}
"""
SYLLABLES = [f"{a}{b}" for a in "BCDGHKLMNPQRSTVX" for b in ("an", "inh", "oa", "en", "ong", "ao")]
NAMES = [(a, b) for a in SYLLABLES for b in SYLLABLES]
ASIDES = (
    "Tháng trước, phường đạt 61,5/100 điểm, xếp loại Trung bình, xếp hạng 64/65 xã, phường.",
    "Sở Văn hóa đạt 91,25/100 điểm; Trạm Y tế đạt 70,5/100 điểm.",
    "Bình quân toàn tỉnh 64,72/100 điểm, Số hóa hồ sơ 3,5/22 điểm.",
    "Phấn đấu cuối năm đạt trên 99/100 điểm, vào nhóm 05/65 xã, phường dẫn đầu.",
    "Đơn vị từ 90/100 điểm trở lên được xếp loại Xuất sắc, dưới 50/100 điểm xếp loại Yếu.",
    "Toàn tỉnh có 02 xã xếp loại Xuất sắc; xếp loại Yếu: 03 xã.",
    "Chỉ số CCHC của phường đạt 55,5/100 điểm, xếp hạng 60/65 xã, phường.",
    "1. UBND xã Yên Lạc:\n- Công khai, minh bạch: 1,25/18 điểm.\n- Tổng điểm: 60,5/100 điểm.",
    "Xã Yên Sơn (70,05/100 điểm) giảm từ hạng 12/65 xuống hạng 40/65.",
    "Đã giải quyết 105/100 hồ sơ theo kế hoạch, tỷ lệ đúng hạn 98,5%.",
)
"""Figures of others, of other times, aims and limits: nothing follows from them."""
SLIPS = ("percent", "total", "class", "rank", "date", "as-of", "period", "cited", "sum", "code")
EXPECTED = {
    "percent": {"percent-mismatch"},
    "total": {"total-mismatch", "figures-differ"},
    "class": {"class-mismatch"},
    "rank": {"rank-outside-pool"},
    "date": {"out-of-range", "impossible-date"},
    "as-of": {"impossible-date"},
    "period": {"periods-differ"},
    "cited": {"citation-date"},
    "sum": {"total-mismatch"},
    "code": {"no-such-day"},
}
LINES = {
    "digits and dots": "1." * 500_000,
    "slashes": "1/" * 500_000,
    "blank dates": "ngày . tháng . " * 66_000,
    "periods": "lũy kế tính đến hết tháng " * 38_000,
    "names of units": "Xã Aa " * 166_000,
    "codes": "000.21.35.H99" * 77_000,
    "names of groups": "Công khai, minh bạch, " * 45_000,
    "points": "Công khai 18/18 điểm, " * 45_000,
    "percents": "18/18 điểm (100%) " * 55_000,
    "percents of nothing": "1%!" * 330_000,
    "counts": "1 xã, " * 166_000,
    "aims": "mục tiêu 1/9; " * 71_000,
    "other matters": "766!pci!" * 125_000,
    "rulers": ("|" + "-" * 18_000 + "x|a|\n") * 55,
    "numbered heads": "<html><table><tr><td>Đơn vị<td>" + "[2  =a" * 166_000 + "<td>Tổng điểm",
    "cited texts": "Quyết định số 1/QĐ-UB " * 45_000,
    "sentences": "đạt 18/18 điểm; " * 66_000,
    "bodies and brackets": "Sở Y tế (xã An đạt (" * 50_000,
    "items of lists": "- a\n" * 250_000,
    "columns of blanks": ("a   1   2   3\n" * 3 + "b\n") * 23_000,
    "changes": "đạt 18/18 điểm, tăng 1 điểm so với tháng trước (17/18 điểm), " * 16_000,
    "names of two": "".join(f"- UBND xã {a} {b}.\n" for a, b in NAMES) * 3,
    "boxes": "<html>" + "<div><div><div>a</div><div>1</div></div></div>" * 22_000,
    "tags": "<html>" + "<a " * 330_000,
    "comments": "<html>" + "<!--" * 250_000,
}


def unit(chance: random.Random) -> tuple[list[Decimal], Decimal, str]:
    """Return points, total and class."""
    points = [Decimal(chance.randint(55 * most, 100 * most)) / 100 for most in LEAVES.values()]
    total = sum(points, Decimal(0))
    return points, total, classify(total).label


def document(chance: random.Random, slip: str | None) -> str:
    """Return a document, with one slip in it or none."""
    points, total, band = unit(chance)
    period = chance.randint(1, 11)
    wrong = chance.randrange(len(LEAVES))
    groups = []
    for at, ((label, most), value) in enumerate(zip(LEAVES.items(), points, strict=True)):
        share = percent(value, most)
        if slip == "percent" and at == wrong:
            share += Decimal("1.3")
        points_of = f"{format_number(value)}/{most} điểm"
        groups.append(f"- {label}: {points_of}, tỷ lệ {format_number(share)}%.")
    rows = []
    for at in range(6):
        its_points, its_total, its_band = unit(chance)
        if slip == "sum" and at == 3:
            its_total += Decimal("0.4") if its_total < 99 else Decimal("-0.4")
            its_band = classify(its_total).label
        cells = [*map(format_number, its_points), format_number(its_total), its_band]
        rows.append("\t".join([f"UBND xã {'ABCDEG'[at]}", *cells]))
    other = period % 11 + 1
    months = dict.fromkeys(("period", "body", "closing", "annex"), period)
    if slip == "period":
        months[chance.choice(list(months))] = other
    if slip == "total":
        total += Decimal("0.7") if total < 99 else Decimal("-0.7")
        band = classify(total).label
    if slip == "class":
        band = "Yếu" if band != "Yếu" else "Tốt"
    written = {name: f"{month:02d}" if month < 3 else str(month) for name, month in months.items()}
    issued = 13 if slip == "date" else period + 1
    return HEAD.format(
        month="02" if issued == 2 else issued,
        day="32" if slip == "as-of" else "04",
        cited="23/6/2021" if slip == "cited" else "23/6/2022",
        total=format_number(total),
        band=band,
        rank=chance.randint(66, 99) if slip == "rank" else chance.randint(1, 65),
        dossier=f"H99.21-{'230631' if slip == 'code' else '230612'}-0005",
        aside=chance.choice(ASIDES),
        groups="\n".join(groups),
        rows="\n".join(rows),
        **written,
    )


def noisy(text: str, chance: random.Random) -> str:
    """Return `text` as typing and text recognition would have spoiled it in some dozen places."""
    letters = list(text)
    for _ in range(12):
        at = chance.randrange(1, len(letters) - 1)
        near = "".join(letters[at - 1 : at + 1])
        match chance.randrange(5):
            case 0 if near.isalpha() and near.islower():  # two letters change places
                letters[at - 1], letters[at] = letters[at], letters[at - 1]
            case 1 if letters[at - 1].isdigit() and letters[at] in "0123456789,":
                letters[at] = "\n" + letters[at]
            case 2 if letters[at - 1].isdigit() and letters[at] in "0123456789,/":
                letters[at] = " " + letters[at]
            case 3 if letters[at - 1].isalpha() and letters[at] in " .,;":
                letters[at] = chance.choice(["¹", "[1]", "(*)"]) + letters[at]
            case 4 if letters[at] == " ":
                letters[at] = chance.choice(["  ", "\xa0", "\u200b ", " \n"])
            case _:
                pass
    spoiled = "".join(letters)
    return normalize("NFD", spoiled) if chance.random() < 0.3 else spoiled


def errors_of(text: str) -> set[str]:
    return {str(it.code) for it in audit(text.encode()).findings if it.severity is Severity.ERROR}


def quality(count: int, *, noise: bool) -> tuple[float, float]:
    """Return the share of slips that are missed, and of sound documents with a false alarm."""
    chance = random.Random(766)
    spoil = noisy if noise else lambda text, _: text
    alarms = [errors_of(spoil(document(chance, None), chance)) for _ in range(count)]
    missed: dict[str, int] = dict.fromkeys(SLIPS, 0)
    each = count // len(SLIPS)
    for slip in SLIPS:
        for _ in range(each):
            found = errors_of(spoil(document(chance, slip), chance))
            missed[slip] += not found & EXPECTED[slip]
    false = sum(map(bool, alarms))
    kinds = sorted({code for found in alarms for code in found})
    title = "with noise" if noise else "without noise"
    print(f"     {title}: {false} of {count} sound documents with a false alarm {kinds}")
    print(f"     {title}: missed of {each} each: {missed}")
    return sum(missed.values()) / (each * len(SLIPS)), false / count


def corpus() -> bool:
    """Print precision and recall over all styles; return whether the bounds hold."""
    chance = random.Random(766)
    truthful = [CORPUS["document"](chance) for _ in range(240)]
    others = [CORPUS["other_matter"](chance) for _ in range(120)]
    alarms = sum(bool(errors_of(each.text)) for each in truthful)
    strange = sum(bool(errors_of(text)) for text in others)
    named = 0
    for each in truthful:
        found = audit(each.text.encode())
        notes = sum(str(it.code) == "table-not-read" for it in found.notes)
        read = found.coverage
        named += (read.tables, read.unread_tables) == (each.tables, notes)
    missed: Counter[str] = Counter()
    layouts: Counter[str] = Counter()
    slips, made = CORPUS["SLIPS"], 0
    for slip, codes in slips.items():
        for _ in range(60):
            each = CORPUS["document"](chance, slip)
            made += 1
            if not errors_of(each.text) & codes:
                missed[slip] += 1
                layouts[each.layout] += 1
    lost = missed.total()
    verdicts = len(truthful) + len(others) + made
    print(f"     of {made} documents with one slip {made - lost} are told of it")
    print(f"     missed by slip {dict(missed)}, by layout {dict(layouts)}")
    print(f"     precision {1 - (alarms + strange) / max(1, made - lost):.4f}")
    holds = report("false alarms on 240 truthful documents of many styles", alarms, 0)
    holds &= report("false alarms on 120 texts about other matters", strange, 0)
    holds &= report("documents with a table neither read nor named", len(truthful) - named, 0)
    holds &= report("slips missed, over all styles", lost / made, 0.1)
    return holds & report("wrong verdicts", (alarms + strange + lost) / verdicts, 0.01)


def main() -> int:
    holds = corpus()
    missed, false = quality(300, noise=False)
    holds &= report("slips missed, without noise", missed, 0.0)
    holds &= report("false alarms, without noise", false, 0.0)
    missed, false = quality(600, noise=True)
    holds &= report("slips missed, with noise", missed, 0.12)
    holds &= report("false alarms, with noise", false, 0.01)

    chance = random.Random(1)
    texts = [document(chance, None).encode() for _ in range(200)]
    start = process_time()
    for text in texts:
        audit(text)
    pace = len(texts) / (process_time() - start)
    print(f"     {pace:.0f} text reports a second and core on this machine")
    holds &= report("50 reports a second, as a share of that", 50 / pace, 1.0)

    prose, half = b"\n\n".join(texts), b"\n\n".join(texts[: len(texts) // 2])
    holds &= report(
        "a text of twice the length, times the length",
        ratio(lambda: audit(prose), lambda: audit(half), turns=5),
        2.4,
    )
    begun = process_time()
    audit(prose)
    a_million = (process_time() - begun) * 1_000_000 / len(prose)
    for name, line in LINES.items():
        begun = process_time()
        with suppress(InvalidRecordError):  # more claims than the limit are refused
            audit(line.encode())
        taken = process_time() - begun
        title = f"a million characters of {name}, times ordinary prose"
        holds &= report(title, taken / a_million, 6.0)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
