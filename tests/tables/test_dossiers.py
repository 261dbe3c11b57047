"""Dossiers are counted as plain Python counts them, on every engine."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766.framework import get_framework
from vn766.period import HalfYear, Month, Quarter, Year
from vn766.tables import BEYOND_DOSSIERS, DOSSIER_COMPONENTS, count_dossiers, score_counts_table
from vn766.vi import format_period

PERIODS = (Month(2025, 6), Month(2025, 2), Quarter(2025, 2), HalfYear(2025, 1), Year(2025))
CUMULATIVE = Month(2025, 6, up_to=True)
ENDED = ("Đã xử lý xong", "Đã trả kết quả", "Dừng xử lý", "Từ chối", "Công dân yêu cầu rút hồ sơ")
WAITS = "Yêu cầu bổ sung"
FLAGS = {
    "REUSED_DIGITIZED_DATA": "reused",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "from_storage",
    "CITIZEN_DATA_CONNECTED_DOSSIER": "citizen_data",
}

# The oracle: one dossier at a time, in plain Python; True, False, or None for not known.


def stopped_at(row):
    """When work ended; ... if it has ended and nobody knows when."""
    if row["finished"] is not None:
        return row["finished"]
    if row.get("status") == WAITS:
        return row.get("supplement_requested") or ...
    return ... if row.get("status") in ENDED else None


def since(row):
    return row["received"] or row.get("filed")


def arrived(row, period):
    return since(row) is not None and period.start <= since(row).date() <= period.end


def in_hand(row, period):
    if since(row) is None or since(row).date() > period.end:
        return False
    if since(row).date() >= period.start:
        return True
    stop = stopped_at(row)
    return stop is None or (stop is not ... and stop.date() >= period.start)


def on_time(row, period):
    due, stop = row["due"], stopped_at(row)
    if due is None or stop is ...:
        return None
    if stop is None or stop.date() > period.end:
        return due.date() >= period.end
    if row["finished"] is None:
        requests = row.get("supplement_requests")
        if requests is None or requests < 1:
            return None
        if requests > 1:
            return False
    return stop <= due or (due.time() == time() and stop.date() == due.date())


def flag(value, yes=(1,)):
    if isinstance(value, str):
        value = {"0": 0, "1": 1, "2": 2}.get(value)
    return True if value in yes else (False if value == 0 and value is not None else None)


def online(row):
    channel = row["channel"]
    if channel in {2, "2"}:
        return True
    return False if channel in {1, 3, "1", "3", "", None} else None


def paid(row):
    """True, False, None, or ... where there is nothing to be paid."""
    fee = row["fee"]
    if fee == 0:
        return ...
    known = fee is not None and math.isfinite(fee) and fee > 0
    return flag(row["paid_online"], (1, 2)) if known else None


def result(row):
    value = row["result_file"]
    return bool(value) if isinstance(value, str) else value


def digitised(row):
    marks = (flag(row["digitised"]), result(row))
    if False in marks:
        return False
    return None if None in marks else True


def marks_of(rows, code, period):
    hand = [row for row in rows if in_hand(row, period)]
    new = [row for row in hand if arrived(row, period)]
    match code:
        case "PROGRESS_ON_TIME":
            return [on_time(row, period) for row in hand]
        case "ONLINE_FILED":
            return [online(row) for row in new]
        case "PAYMENT_PAID_ONLINE":
            return [mark for mark in map(paid, new) if mark is not ...]
        case "ORIGINAL_RESULT_AVAILABLE":
            return [result(row) for row in hand]
        case "SO_HOA_GIAY_TO_GIAI_QUYET":
            return [digitised(row) for row in hand]
        case _:
            return [flag(row[FLAGS[code]]) for row in hand]


def expected(rows, keys, period):
    groups = {}
    for row in rows:
        if in_hand(row, period):
            groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    found = {}
    for group, members in groups.items():
        counts = {}
        for code, fields in DOSSIER_COMPONENTS.items():
            if not set(fields) <= rows[0].keys():
                continue
            marks = marks_of(members, code, period)
            known = [mark for mark in marks if mark is not None]
            counts[f"{code}_numerator"] = sum(known) if known or not marks else None
            counts[f"{code}_denominator"] = len(known)
            counts[f"{code}_unknown"] = len(marks) - len(known)
        found[*group, format_period(period)] = counts
    return found


EDGES = [date(2025, month, day) for month, day in ((1, 1), (6, 1), (6, 30), (7, 1), (12, 31))]
days = st.sampled_from(EDGES) | st.dates(date(2025, 5, 20), date(2025, 7, 10))
hours = st.sampled_from(
    [time(), time(23, 59, 59, 999999), time(0, 0, 0, 1), time(10), time(16, 30)]
)
instants = st.builds(datetime.combine, days, hours)


def kinds_of(draw):
    """The values and the type of each field, as some system might have them."""
    moments = st.sampled_from([pa.timestamp("us"), pa.timestamp("ns"), pa.date32()])
    flags = st.sampled_from(
        [
            (st.booleans(), pa.bool_()),
            (st.integers(0, 3), pa.int8()),
            (st.sampled_from(["0", "1", "2", "", "x"]), pa.string()),
        ]
    )
    fields = dict.fromkeys(("received", "due", "finished"), draw(moments))
    if draw(st.booleans()):
        fields["due"] = draw(moments)
    fields |= dict.fromkeys(
        draw(st.lists(st.sampled_from(["filed", "supplement_requested"]), unique=True)),
        pa.timestamp("us"),
    )
    kinds = {name: (instants, kind) for name, kind in fields.items()}
    others = {
        "status": (st.sampled_from([*ENDED, WAITS, "Đang xử lý", ""]), pa.string()),
        "supplement_requests": (st.integers(-1, 3), pa.int32()),
        "channel": draw(
            st.sampled_from(
                [
                    (st.integers(0, 4), pa.int64()),
                    (st.sampled_from(["1", "2", "3", "", "4"]), pa.string()),
                ]
            )
        ),
        "fee": draw(
            st.sampled_from(
                [
                    (st.integers(-1, 2), pa.int32()),
                    (st.sampled_from([0.0, -0.0, 0.5, -1.0, math.inf]), pa.float64()),
                ]
            )
        ),
        "result_file": draw(
            st.sampled_from(
                [
                    (st.sampled_from(["", "https://x/1.pdf"]), pa.string()),
                    (st.booleans(), pa.bool_()),
                ]
            )
        ),
    } | {name: draw(flags) for name in ("paid_online", "digitised", "reused", "from_storage")}
    others["citizen_data"] = draw(flags)
    kinds |= {
        name: others[name] for name in draw(st.lists(st.sampled_from(list(others)), unique=True))
    }
    return kinds


@st.composite
def tables(draw, max_rows=14):
    count = draw(st.integers(1, max_rows))
    columns = {
        "agency": pa.array(
            draw(st.lists(st.sampled_from(["H37.1", "H37.2"]), min_size=count, max_size=count))
        ),
        "field": pa.array(
            draw(st.lists(st.sampled_from([1, 2]), min_size=count, max_size=count)), pa.int32()
        ),
    }
    for name, (values, kind) in kinds_of(draw).items():
        drawn = draw(st.lists(st.none() | values, min_size=count, max_size=count))
        if pa.types.is_date(kind):
            drawn = [value and value.date() for value in drawn]
        columns[name] = pa.array(drawn, kind)
    return pa.table(columns)


def cast_kinds(table, change):
    return table.cast(pa.schema(pa.field(f.name, change(f.type)) for f in table.schema))


def is_numpy(engine):
    return getattr(engine, "__name__", "") == "on_pandas"


def as_rows(table, engine):
    """The rows as the oracle wants them: days are midnights, and no link is an empty one."""
    plain = cast_kinds(
        table, lambda kind: pa.timestamp("us") if pa.types.is_temporal(kind) else kind
    )
    records = plain.to_pylist()
    links = table["result_file"] if "result_file" in table.column_names else None
    # NumPy-backed pandas does not know of what type a column is that has nothing in it.
    untyped = is_numpy(engine) and links is not None and links.null_count == len(links)
    if links is not None and (untyped or links.type == pa.string()):
        for record in records:
            record["result_file"] = record["result_file"] or ""
    return records


def bring(table, engine):
    """NumPy-backed pandas has no days: they are midnights there."""
    if is_numpy(engine):
        table = cast_kinds(
            table, lambda kind: pa.timestamp("us") if pa.types.is_date(kind) else kind
        )
    return engine(table)


def assert_as_expected(table, engine, rows, periods, keys):
    records = as_rows(table, engine)
    wanted = {}
    for period in periods:
        wanted |= expected(records, keys, period)
    counted = count_dossiers(bring(table, engine), by=list(keys), period=periods)
    found = {}
    for row in rows(counted):
        group = tuple(row.pop(name) for name in (*keys, "period"))
        assert group not in found
        found[group] = row
    assert found == wanted


class TestLikePlainPython:
    @given(
        table=tables(),
        periods=st.lists(
            st.sampled_from([*PERIODS, CUMULATIVE]), min_size=1, max_size=2, unique=True
        ),
        keys=st.sampled_from([("agency",), ("agency", "field")]),
    )
    @settings(
        max_examples=40,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test_in_process(self, table, engine, rows, periods, keys):
        assert_as_expected(table, engine, rows, periods, keys)

    @given(table=tables(max_rows=60), keys=st.just(("agency", "field")))
    @settings(
        max_examples=3,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test_on_spark(self, table, spark_engine, rows, keys):
        assert_as_expected(table, spark_engine, rows, [PERIODS[0], CUMULATIVE], keys)
