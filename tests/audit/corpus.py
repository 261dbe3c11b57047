# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
"""A corpus for the auditor: documents on the framework in many styles, and on other matters.

Every document is made by chance: its head, its words for total, class, rank, groups, percents,
changes and counts, a layout for its table, and how it was typed. All figures follow from one
another, but for the one slip that may be asked for. Names and figures are invented.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from unicodedata import normalize

NAMES = (
    ("Công khai, minh bạch", "công khai minh bạch", "Công khai, minh bạch TTHC"),
    ("Tiến độ giải quyết", "tiến độ, kết quả giải quyết", "Tiến độ giải quyết hồ sơ"),
    ("Dịch vụ công trực tuyến", "dịch vụ công trực tuyến", "DVC trực tuyến"),
    ("Thanh toán trực tuyến", "thanh toán trực tuyến", "Thanh toán trực tuyến"),
    ("Mức độ hài lòng", "mức độ hài lòng", "Mức độ hài lòng của người dân, doanh nghiệp"),
    ("Số hóa hồ sơ", "số hoá hồ sơ", "Mức độ số hóa hồ sơ"),
)
MAXIMA = (18, 20, 12, 10, 18, 22)
BANDS = ((90, "Xuất sắc"), (80, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Yếu"))
KINDS = ("xã", "phường")
PLACES = (
    *("Tân Khánh", "Bình Lạc", "Đông Phú", "Hòa Yên", "Lạc Sơn", "Phú Thịnh", "Mai Lâm", "Ea Tam"),
)

TOTALS = (
    "{u} đạt {t}/100 điểm",
    "{u} đạt tổng điểm {t}/100 điểm",
    "{u} đạt tổng {t} điểm",
    "{u} đạt tổng cộng {t} điểm",
    "{u} đạt tổng số điểm {t} điểm",
    "{u} đạt {t} điểm trên thang điểm 100",
    "{u} đạt {t} điểm trên tổng số 100 điểm",
    "{u} đạt tổng điểm là {t} điểm",
    "tổng điểm của {u} là {t} điểm",
    "kết quả của {u} với tổng số điểm {t}/100 điểm",
    "chỉ số tổng hợp của {u} đạt {t}/100 điểm",
    "{u} đạt {t} điểm (tối đa 100 điểm)",
    "{u} đạt {t} điểm/100 điểm",
    "{u} với Chỉ số tổng hợp {t}/100 điểm",
    "{u}: {t}/100 điểm",
    "{u} được {t} điểm/tổng số 100 điểm",
    "tổng điểm Bộ chỉ số của {u} đạt {t}/100 điểm",
    "điểm tổng hợp của {u}: {t} điểm",
)
CLASSES = ("xếp loại {b}", "được xếp loại {b}", "đạt loại {b}", "xếp loại: {b}", "phân loại {b}")
RANKS = (
    "xếp hạng {r}/{n} xã, phường",
    "xếp thứ {r}/{n} xã, phường, đặc khu",
    "đứng thứ {r}/{n} xã, phường",
    "xếp vị thứ {r}/{n} xã, phường",
    "xếp thứ {r} trên {n} xã, phường",
    "thứ bậc {r}/{n} xã, phường",
    "xếp vị trí thứ {r}/{n} đơn vị cấp xã",
    "thứ hạng {r}/{n} toàn tỉnh",
)
GROUPS = (
    "{g}: {p}/{m} điểm{s}",
    "{g} đạt {p}/{m} điểm{s}",
    "{g}: {p} điểm (tối đa {m} điểm){s}",
    "{g} ({m} điểm): {p} điểm{s}",
    "{g} đạt {p} trên {m} điểm{s}",
    "{g} đạt {p} điểm trên tổng số {m} điểm{s}",
    "Chỉ số {g}: {p}/{m} điểm{s}",
    "Nhóm {g} đạt {p}/{m} điểm{s}",
    "{g} {p}/{m}{s}",
    "{g}: đạt {p} điểm/{m} điểm{s}",
    "{g}: {p}đ/{m}đ{s}",
    "{g} được {p}/{m} điểm{s}",
    "Kết quả {g}: {p}/{m} điểm{s}",
    "{g} (tối đa {m} điểm) đạt {p} điểm{s}",
)
SHARES = (
    "",
    ", tỷ lệ {}%",
    ", đạt {}%",
    " ({}%)",
    ", đạt tỷ lệ {}%",
    ", tương ứng {}%",
    " (đạt {}%)",
)
CHANGES = (
    "So với tháng {q}/2025 ({e}/100 điểm), tổng điểm {w} {d} điểm.",
    "Tổng điểm {w} {d} điểm so với tháng trước ({e}/100 điểm).",
    "So với tháng trước ({e}/100 điểm), tổng điểm {w} {d} điểm.",
    "Tháng {q}/2025, {u} đạt {e}/100 điểm.",
    "",
)
COUNTS = (
    "Trong tháng đã giải quyết {c}/{o} hồ sơ, đạt {x}%.",
    "Số hồ sơ giải quyết đúng hạn: {c}/{o} hồ sơ ({x}%).",
    "Đã số hóa {c} trên tổng số {o} hồ sơ, đạt tỷ lệ {x}%.",
    "",
)
ASIDES = (
    "Phấn đấu tháng tới đạt trên 95/100 điểm, xếp loại Xuất sắc.",
    "Bình quân toàn tỉnh đạt 71,25/100 điểm.",
    "Chỉ số CCHC của {u} đạt 55,5/100 điểm, xếp hạng 60/65 xã, phường.",
    "Đơn vị từ 90 điểm trở lên được xếp loại Xuất sắc, dưới 50 điểm xếp loại Yếu.",
    "Đề nghị các công chức chuyên môn bảo đảm 100% hồ sơ được giải quyết đúng hạn.",
    "Toàn tỉnh có 02 xã xếp loại Xuất sắc; xếp loại Yếu: 03 xã.",
    "",
)
LAYOUTS = (
    *("items", "sentence", "words of heads", "two heads", "maxima in heads", "no head", "turned"),
    *("pairs", "words in cells", "blanks", "months", "units", "html", "terms", "boxes", "columns"),
    *("parts", "remarks", "indicators", "points first", "Markdown", "no name of units"),
)
"""Groups in prose (the first two), or in a table."""
IN_PROSE = frozenset({"items", "sentence"})
OF_MANY = frozenset({"months", "units", "columns", "no name of units"})
OF_PAGES = frozenset({"html", "terms", "boxes"})
WITHOUT_SHARES = frozenset({"maxima in heads", "turned", "words in cells", "terms"})
INITIALS = ("CKMB", "TĐGQ", "DVCTT", "TTTT", "MĐHL", "SHHS")
HEADS = (
    ("Nhóm chỉ số", "Điểm tối đa", "Điểm đạt", "Tỷ lệ (%)"),
    ("Tiêu chí", "Thang điểm", "Điểm đánh giá", "Tỷ lệ"),
    ("Chỉ số thành phần", "Điểm chuẩn", "Kết quả", "Đạt (%)"),
    ("Nội dung", "Tối đa", "Thực hiện", "Tỷ lệ đạt"),
    ("Tên nhóm", "Số điểm tối đa", "Số điểm đạt được", "%"),
)
TYPED = ("as it is",) * 8 + ("apart letters",) * 2 + ("fixed blanks",) * 2 + ("capitals",)
SLIPS = {
    "total": {"total-mismatch"},
    "class": {"class-mismatch"},
    "rank": {"rank-outside-pool"},
    "two ranks": {"two-ranks"},
    "percent": {"percent-mismatch"},
    "above": {"above-maximum"},
    "twice": {"figures-differ"},
    "date": {"impossible-date"},
    "older": {"data-after-document"},
    "period": {"periods-differ"},
    "change": {"change-mismatch"},
    "rate": {"rate-mismatch"},
    "row": {"total-mismatch"},
    "cited": {"citation-date"},
}
"""What a slip is called, and the errors of which one must be told of."""


class Document(NamedTuple):
    """A document, how it is made, and what is wrong with it."""

    text: str
    layout: str
    slip: str | None
    tables: int


def said(value):
    """Return a figure as documents write it."""
    text = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return text.replace(".", ",")


def half_up(value):
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def band(total):
    return next(label for least, label in BANDS if total >= least)


def points_of(chance):
    return [Decimal(chance.randint(60 * most, 99 * most)) / 100 for most in MAXIMA]


class Facts(NamedTuple):
    """The figures of one unit as they are printed, and how they are told."""

    words: dict[str, object]
    names: list[str]
    printed: list[str]
    shares: list[str]
    total: str


def facts_of(chance, slip, layout, unit, month):
    """Return figures that follow from one another, but for the slip."""
    points = points_of(chance)
    total = sum(points, Decimal(0))
    wrong = chance.randrange(6)
    shares = [half_up(p * 100 / m) for p, m in zip(points, MAXIMA, strict=True)]
    if slip == "percent":
        shares[wrong] -= Decimal("1.3")
    if slip == "above":
        points[wrong] = MAXIMA[wrong] + Decimal("0.4")
    shown = total + Decimal("1.1") if slip == "total" else total
    label = band(shown)
    if slip == "class":
        label = "Khá" if label != "Khá" else "Tốt"
    size = chance.randint(60, 130)
    rank = size + 3 if slip == "rank" else chance.randint(5, size)
    earlier = total + Decimal(chance.choice((-1, 1)) * chance.randint(20, 900)) / 100
    change = abs(total - earlier) + (Decimal("0.3") if slip == "change" else 0)
    whole = chance.randint(200, 900)
    count = chance.randint(100, whole)
    rate = half_up(Decimal(count * 100) / whole) - (2 if slip == "rate" else 0)
    words = {"u": unit, "t": said(shown), "b": label, "r": rank, "n": size, "e": said(earlier)}
    words |= {"d": said(change), "w": "tăng" if total >= earlier else "giảm", "q": month - 1}
    words |= {"c": count, "o": whole, "x": said(rate), "twice": said(total + 2)}
    names = [each[0] if layout not in IN_PROSE else chance.choice(each) for each in NAMES]
    return Facts(words, names, list(map(said, points)), list(map(said, shares)), said(shown))


def head_of(chance, slip, unit, month, about):
    """Return the passages above the figures."""
    issued, place = month + 1, unit.split(" ", 2)[2]
    kind = unit.split(" ", 2)[1]
    day = "02" if slip == "older" else "08"
    dated = f"{place}, ngày {day} tháng {issued} năm 2025"
    title = f"kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng {month}/2025"
    office = f"ỦY BAN NHÂN DÂN\n{kind.upper()} {place.upper()}"
    heads = (
        (office, f"Số: {chance.randint(10, 300)}/UBND-VP", dated, f"V/v công bố {title}"),
        (office, f"Số: {chance.randint(10, 300)}/BC-UBND", dated, f"BÁO CÁO\n{title}"),
        (f"UBND {kind.upper()} {place.upper()}", dated, f"THÔNG BÁO\nVề {title}"),
        (f"THÔNG BÁO\nVề {title} của {unit}", dated),
    )
    cited = "22/6/2022" if slip == "cited" else "23/6/2022"
    taken = f"31/{4 if month < 8 else 9}/2025" if slip == "date" else f"05/{issued}/2025"
    opening = (
        f"Thực hiện Quyết định số 766/QĐ-TTg ngày {cited} của Thủ tướng Chính phủ (số liệu cập "
        f"nhật đến ngày {taken}), kết quả tháng {about}/2025 cụ thể như sau:"
    )
    return [*chance.choice(heads), opening]


def groups_in_prose(chance, slip, layout, facts):
    """Return the groups as a list, or as one sentence."""
    style = chance.choice(GROUPS)
    share = chance.choice(SHARES[1:] if slip == "percent" else SHARES)
    lines = [
        style.format(g=name, p=value, m=most, s=share.format(part))
        for name, value, most, part in zip(
            facts.names, facts.printed, MAXIMA, facts.shares, strict=True
        )
    ]
    if layout == "sentence":
        return f"Trong đó: {'; '.join(lines)}."
    first = chance.choice(("- {}", "{n}. {}", "+ {}", "• {}"))
    return "\n".join(first.format(line, n=at) for at, line in enumerate(lines, 1))


def groups_in_rows(chance, layout, facts):
    """Return the rows of a table with a line for each group."""
    names, points, total = facts.names, facts.printed, facts.total
    maxima = list(map(str, MAXIMA))
    pairs = [f"{p}/{m}" for p, m in zip(points, maxima, strict=True)]
    rows = [list(row) for row in zip(names, maxima, points, facts.shares, strict=True)]
    last = [chance.choice(("Tổng", "Tổng cộng", "Tổng điểm", "Cộng")), "100", total, ""]
    head = list(chance.choice(HEADS))
    two = [["Nhóm chỉ số", "Điểm", "", "Tỷ lệ (%)"], ["", "Tối đa", "Đạt được", ""]]
    turned = [
        ["Nội dung", *names, "Tổng"],
        ["Điểm tối đa", *maxima, "100"],
        ["Điểm đạt", *points, total],
    ]
    of_online = Decimal(points[2].replace(",", ".")) + Decimal(points[3].replace(",", "."))
    online = [
        "Cung cấp dịch vụ trực tuyến",
        "22",
        said(of_online),
        said(half_up(of_online * 100 / 22)),
    ]
    detail = ["Tỷ lệ thủ tục hành chính được công khai đầy đủ", "6", "5,5", "91,67"]
    made = {
        "turned": turned,
        "pairs": [
            ["Nhóm chỉ số", "Điểm đạt/Điểm tối đa", "Tỷ lệ (%)"],
            *([n, p, s] for n, p, s in zip(names, pairs, facts.shares, strict=True)),
            ["Tổng cộng", f"{total}/100", ""],
        ],
        "words in cells": [
            *(
                [str(at), n, f"Đạt {p} điểm"]
                for at, (n, p) in enumerate(zip(names, pairs, strict=True), 1)
            ),
            ["", "Tổng điểm", f"Đạt {total}/100 điểm"],
        ],
        "maxima in heads": [
            ["Chỉ số", "Kết quả"],
            *([f"{n} ({m} điểm)", p] for n, m, p in zip(names, maxima, points, strict=True)),
            ["Tổng (100 điểm)", total],
        ],
        "no head": [*rows, last],
        "two heads": [*two, *rows, last],
        "parts": [
            ["TT", *head],
            *(
                [n, *r]
                for n, r in zip(
                    ("I", "II", "III", "1", "2", "IV", "V"),
                    [*rows[:2], online, *rows[2:]],
                    strict=True,
                )
            ),
            ["", *last],
        ],
        "remarks": [[*head, "Ghi chú"], *([*row, "Đạt"] for row in rows), [*last, ""]],
        "indicators": [
            ["TT", *head],
            ["1", *rows[0]],
            ["1.1", *detail],
            *([str(at), *row] for at, row in enumerate(rows[1:], 2)),
            ["", *last],
        ],
        "points first": [
            [head[0], *head[2:0:-1], head[3]],
            *([r[0], r[2], r[1], r[3]] for r in rows),
            [last[0], last[2], last[1], ""],
        ],
    }
    return made.get(layout, [head, *rows, last])


def units_in_rows(chance, slip, layout):
    """Return the rows of a table with a row, or column, for each unit or month."""
    units = [points_of(chance) for _ in range(4)]
    units.sort(key=sum, reverse=True)
    totals = [sum(points, Decimal(0)) for points in units]
    if slip == "row":
        totals[chance.randrange(4)] += Decimal("0.9")
    lines = [[*map(said, points), said(total)] for points, total in zip(units, totals, strict=True)]
    names = [f"UBND xã {letter} Sơn" for letter in "ABCD"]
    heads = [
        f"{name} ({most})"
        for name, most in zip(chance.choice((INITIALS, [n[0] for n in NAMES])), MAXIMA, strict=True)
    ]
    if layout == "columns":
        groups = [[n[0], str(m)] for n, m in zip(NAMES, MAXIMA, strict=True)]
        rows = [[*group, *(line[at] for line in lines)] for at, group in enumerate(groups)]
        last = ["Tổng cộng", "100", *(line[-1] for line in lines)]
        return [["Nhóm chỉ số", "Điểm tối đa", *names], *rows, last]
    bands = [band(total) for total in totals]
    if layout == "months":
        rows = [
            [f"{at + 2}/2024", *line, label]
            for at, (line, label) in enumerate(zip(lines, bands, strict=True))
        ]
        return [["Tháng", *heads, "Tổng điểm", "Xếp loại"], *rows]
    name = "Đơn vị" if layout == "units" else "Tên gọi"
    rows = [[str(at), names[at - 1], *lines[at - 1], bands[at - 1], str(at)] for at in range(1, 5)]
    return [["TT", name, *heads, "Tổng điểm", "Xếp loại", "Xếp hạng"], *rows]


def written(rows, layout):
    """Return rows as lines of tabs, set with blanks, in Markdown, or as a part of a web page."""
    if layout == "terms":
        terms = "".join(f"<dt>{row[0]}</dt><dd>{row[2]}/{row[1]}</dd>" for row in rows[1:])
        return f"<dl>{terms}</dl>"
    if layout == "boxes":
        cells = ("".join(f"<div>{cell or '-'}</div>" for cell in row) for row in rows)
        return f"<div>{''.join(f'<div>{each}</div>' for each in cells)}</div>"
    if layout == "html":
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{each}</tr>' for each in cells)}</table>"
    if layout == "Markdown":
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])
    if layout == "blanks":
        widths = [max(len(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
        lines = ("".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(line.rstrip() for line in lines)
    return "\n".join("\t".join(row) for row in rows)


def rest_of(chance, slip, facts, about):
    """Return the passages below the groups."""
    words = facts.words
    again = {
        "two ranks": chance.choice(("xếp thứ {a}/{n}", "với vị thứ {a}/{n}", "xếp hạng {a}/{n}")),
        "twice": "đạt {twice}/100 điểm",
    }
    parts = [
        chance.choice(CHANGES[:3] if slip == "change" else CHANGES),
        chance.choice(COUNTS[:3] if slip == "rate" else COUNTS),
        chance.choice(ASIDES),
        f"Với kết quả trên, {{u}} {again[slip]}." if slip in again else "",
        "Trên đây là kết quả Bộ chỉ số phục vụ người dân, doanh nghiệp tháng {m}/2025.",
    ]
    return [part.format(**words, a=words["r"] - 1, m=about) for part in parts if part]


def layouts_for(slip):
    """Return the layouts in which a slip can be seen."""
    if slip == "row":
        return sorted(OF_MANY)
    if slip == "percent":
        return [each for each in LAYOUTS if each not in OF_MANY | WITHOUT_SHARES]
    if slip in {"total", "above"}:
        return [each for each in LAYOUTS if each not in OF_MANY]
    return list(LAYOUTS)


def document(chance, slip=None):
    """Return a document with one slip, or none."""
    layout = chance.choice(layouts_for(slip))
    unit = f"UBND {chance.choice(KINDS)} {chance.choice(PLACES)}"
    month = chance.randint(3, 11)
    facts = facts_of(chance, slip, layout, unit, month)
    other = month % 11 + 1
    body, end = (
        chance.choice(((other, month), (month, other))) if slip == "period" else (month,) * 2
    )
    overall = chance.choice(TOTALS).format(**facts.words)
    told = [overall[0].upper() + overall[1:]]
    told += [chance.choice(words).format(**facts.words) for words in (CLASSES, RANKS)]
    parts = [*head_of(chance, slip, unit, month, body), f"{', '.join(told)}."]
    if layout in IN_PROSE:
        parts.append(groups_in_prose(chance, slip, layout, facts))
    elif layout in OF_MANY:
        parts.append(written(units_in_rows(chance, slip, layout), layout))
    else:
        parts.append(written(groups_in_rows(chance, layout, facts), layout))
    parts += rest_of(chance, slip, facts, end)
    tables = int(layout not in IN_PROSE)
    if layout in OF_PAGES:
        pieces = (p if p[0] == "<" else f"<p>{p.replace(chr(10), '<br>')}</p>" for p in parts)
        return Document(f"<html><body>{''.join(pieces)}</body></html>", layout, slip, tables)
    return Document(typed(chance, "\n\n".join(parts)), layout, slip, tables)


def typed(chance, text):
    """Return a text as somebody may have typed it."""
    how = chance.choice(TYPED)
    if how == "capitals":
        return text.upper()
    if how == "apart letters":
        return normalize("NFD", text)
    return text.replace(" điểm", "\xa0điểm") if how == "fixed blanks" else text


OTHER = (
    "Chỉ số {i} năm 2024 của tỉnh đạt {a}/100 điểm, xếp thứ {r}/63 tỉnh, thành phố, tăng {k} bậc.",
    "Trường Tiểu học {p}: tổng điểm kiểm tra {a}/100 điểm, xếp loại Khá; thư viện {b}/50 điểm.",
    "Kết quả chấm điểm an toàn thực phẩm: cơ sở {p} đạt {a}/100 điểm, xếp loại Khá.",
    "Thôn {p} đạt {k}/20 tiêu chí gia đình văn hóa, {a}% hộ đạt chuẩn, xếp loại Tốt.",
    "Bộ tiêu chí nông thôn mới: xã {p} đạt 19/19 tiêu chí, tổng điểm {a} điểm, xếp loại Khá.",
    "Cụm thi đua số {k}: xã {p} đạt {a}/100 điểm, xếp loại Khá, xếp thứ {k}/12.",
    "Thu ngân sách đạt {a}/200 tỷ đồng, bằng {b}% dự toán, tăng {k}% so với cùng kỳ.",
    "Kỳ thi tuyển công chức: thí sinh số {k} đạt {a}/100 điểm, xếp loại Khá.",
    "Chỉ số {i}: Công khai, minh bạch {b}/50 điểm; trách nhiệm giải trình {k}/10 điểm.",
    "Đánh giá công chức năm 2025: ông A đạt {a}/100 điểm, xếp loại Tốt; bà B đạt {a} điểm.",
    "Bệnh viện {p} đạt {a}/100 điểm, xếp loại Khá; {b} lượt khám, {k} ca chuyển tuyến.",
    "Kỳ thi.\n\nTổ {p}\tThu\tĐiểm\tXếp loại\nQuý I\t{b},5\t{a}\tKhá\nQuý II\t{k},2\t{a}\tTốt",
)


def other_matter(chance):
    """Return a text about something else."""
    return chance.choice(OTHER).format(
        i=chance.choice(("PAPI", "PAR INDEX", "SIPAS", "PCI", "DDCI", "chuyển đổi số")),
        p=chance.choice(PLACES),
        a=f"{chance.randint(30, 99)},{chance.randint(1, 9)}",
        b=chance.randint(10, 49),
        k=chance.randint(1, 9),
        r=chance.randint(1, 63),
    )
