"""Hold a scoring function of one's own to the rules (extra `testing`)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from vn766.testing import assert_scores_like

CLASSES = [(90, "Xuất sắc"), (80, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Yếu")]
MAXIMA = {
    "transparency": 18,
    "progress": 20,
    "online.services": 12,
    "online.payment": 10,
    "satisfaction": 18,
    "digitization": 22,
}


def spreadsheet(points: dict[str, Decimal | None]) -> dict[str, object]:
    """Score as many a spreadsheet does: floats, blanks as zeros, a class of a rounded total."""
    total = 0.0
    for value in points.values():  # one after the other, as cells are added
        total += float(value or 0)
    return {"total": total, "band": next(label for cut, label in CLASSES if round(total) >= cut)}


def service(points: dict[str, Decimal | None]) -> dict[str, object]:
    """Score by the rules."""
    values = {name: points.get(name) for name in MAXIMA}
    known = {name: value for name, value in values.items() if value is not None}
    for name, value in known.items():
        exact = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if not 0 <= value <= MAXIMA[name] or exact != value:
            message = f"{name}: {value}"
            raise ValueError(message)
    if len(known) < len(values):
        return {"total": None, "band": None}
    total = sum(known.values())
    return {"total": total, "band": next(label for cut, label in CLASSES if total >= cut)}


for scorer in (spreadsheet, service):
    try:
        assert_scores_like(scorer)
    except AssertionError as error:
        print(f"{scorer.__name__}: {error}\n")
    else:
        print(f"{scorer.__name__}: keeps every rule")
