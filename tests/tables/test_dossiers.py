"""Dossiers are counted as plain Python counts them, on every engine."""

# ruff: noqa: DTZ001 (dossiers have local times)
# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from unicodedata import normalize

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from vn766.errors import InvalidRecordError, ProblemCode
from vn766.framework import get_framework
from vn766.period import HalfYear, Month, Quarter, Year
from vn766.tables import (
    BEYOND_DOSSIERS,
    DOSSIER_COMPONENTS,
    DOSSIER_FIELDS,
    count_dossiers,
    score_counts_table,
)
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


def hundredths_of(row, name):
    """The points of a row in hundredths, whatever stands for them."""
    if f"{name}_hundredths" in row:
        return row[f"{name}_hundredths"]
    return None if row[name] is None else int(row[name] * 100)


# The oracle: one dossier at a time, in plain Python; True, False, or None for not known.


def stopped_at(row):
    """When work ended; ... if it has ended and nobody knows when."""
    if row["finished"] is not None:
        return row["finished"]
    status = row.get("status")
    if status in {WAITS, WAITS.lower(), WAITS.upper()}:
        return row.get("supplement_requested") or ...
    return ... if any(status in {each, each.lower(), each.upper()} for each in ENDED) else None


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
    return bool(value.strip()) if isinstance(value, str) else value


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


def as_typed(words):
    """Words in the cases that are known, with blanks behind, and with their accents apart."""
    cases = [words, words.lower(), words.upper()]
    return st.sampled_from([*cases, f"{words} ", normalize("NFD", words)])


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
        "status": (
            st.sampled_from([*ENDED, WAITS, "Đang xử lý", ""]).flatmap(as_typed),
            pa.string(),
        ),
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
                    (
                        st.sampled_from(["", " ", "  \t", "\n", "https://x/1.pdf", " /1.pdf"]),
                        pa.string(),
                    ),
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
    """NumPy-backed pandas has no days, which are midnights there, and Spark's times have a zone."""
    if is_numpy(engine):
        return engine(
            cast_kinds(table, lambda kind: pa.timestamp("us") if pa.types.is_date(kind) else kind)
        )
    native = engine(table)
    if isinstance(engine, partial):
        for name, kind in native.dtypes:
            if kind == "timestamp":
                native = native.withColumn(name, native[name].cast("timestamp_ntz"))
    return native


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


JUNE = Month(2025, 6)
NOON = time(12)


def dossier(**told):
    """A dossier of June, due and finished in it, unless told otherwise."""
    usual = {
        "agency": "H37.1",
        "received": datetime(2025, 6, 2, 8),
        "due": datetime(2025, 6, 9, 16),
        "finished": datetime(2025, 6, 6, 10),
    }
    return usual | told


def counts_of(*dossiers, period=JUNE, **options):
    """The one row of counts of some dossiers, as the three counts of each component."""
    kinds = {
        "status": pl.String,
        "received": pl.Datetime,
        "finished": pl.Datetime,
        "due": pl.Datetime,
        "supplement_requested": pl.Datetime,
    }
    frame = pl.DataFrame(
        list(dossiers), schema_overrides={k: v for k, v in kinds.items() if k in dossiers[0]}
    )
    table = count_dossiers(frame, by="agency", period=period, **options)
    assert table.height <= 1
    if not table.height:
        return {}
    [row] = table.rows(named=True)
    return {
        code: tuple(row[f"{code}_{part}"] for part in ("numerator", "denominator", "unknown"))
        for code in DOSSIER_COMPONENTS
        if f"{code}_numerator" in row
    }


def progress(*dossiers, **options):
    return counts_of(*dossiers, **options).get("PROGRESS_ON_TIME")


ON_TIME, LATE, UNKNOWN = (1, 1, 0), (0, 1, 0), (None, 0, 1)


class TestOnTime:
    """2.1, functional description: "Hồ sơ được tiếp nhận, xử lý trong kỳ được tính đúng hạn, trong
    hạn khi: Thời gian kết thúc xử lý (trường NgayKetThucXuLy) <= Ngày hẹn trả (trường
    NgayHenTra)."
    """

    def test_to_the_instant(self):
        due = datetime(2025, 6, 9, 16)
        assert progress(dossier(due=due, finished=due)) == ON_TIME
        assert progress(dossier(due=due, finished=due.replace(microsecond=1))) == LATE

    def test_a_day_lasts_to_its_end(self):
        due = datetime(2025, 6, 9)
        assert (
            progress(dossier(due=due, finished=datetime(2025, 6, 9, 23, 59, 59, 999999))) == ON_TIME
        )
        assert progress(dossier(due=due, finished=datetime(2025, 6, 10))) == LATE
        assert progress(dossier(due=due, finished=datetime(2025, 6, 8, 23))) == ON_TIME

    def test_without_a_due_day_it_is_neither(self):
        assert progress(dossier(due=None)) == UNKNOWN
        assert progress(dossier(due=None), dossier(), dossier(finished=None)) == (1, 2, 1)


class TestPendingAtTheEnd:
    """2.1, functional description: "Chưa có trạng thái hoàn thành → lấy ngày cuối kỳ báo cáo là
    ngày kết thúc xử lý."
    """

    @pytest.mark.parametrize("finished", [None, datetime(2025, 7, 1), datetime(2026, 1, 1)])
    def test_the_last_day_of_the_period_counts(self, finished):
        for due, expected_counts in [
            (datetime(2025, 6, 29, 23, 59), LATE),
            (datetime(2025, 6, 30), ON_TIME),
            (datetime(2025, 6, 30, 8), ON_TIME),
            (datetime(2025, 7, 1), ON_TIME),
        ]:
            assert progress(dossier(due=due, finished=finished)) == expected_counts

    def test_a_running_period_ends_with_what_is_known(self):
        waiting = dossier(due=datetime(2025, 6, 20), finished=None)
        assert progress(waiting) == LATE
        assert progress(waiting, as_of=date(2025, 6, 20)) == ON_TIME
        assert progress(waiting, as_of=date(2025, 6, 21)) == LATE
        assert progress(waiting, as_of=date(2025, 9, 1)) == LATE
        assert counts_of(dossier(), as_of=date(2025, 6, 1)) == {}


class TestInHand:
    """2.1, functional description: "Tổng số hồ sơ được tiếp nhận, xử lý trong kỳ"."""

    @pytest.mark.parametrize(
        ("received", "finished", "is_in_hand"),
        [
            (datetime(2025, 6, 1), None, True),
            (datetime(2025, 6, 30, 23, 59, 59, 999999), None, True),
            (datetime(2025, 7, 1), None, False),
            (datetime(2025, 5, 31, 23, 59, 59, 999999), None, True),
            (datetime(2024, 5, 31), datetime(2025, 6, 1), True),
            (datetime(2024, 5, 31), datetime(2025, 5, 31, 23, 59, 59, 999999), False),
            (None, None, False),
            (None, datetime(2025, 6, 6), False),
        ],
    )
    def test_first_and_last_instants(self, received, finished, is_in_hand):
        counted = progress(dossier(received=received, finished=finished))
        assert (counted is not None) == is_in_hand

    def test_without_receipt_the_day_of_filing_counts(self):
        row = dossier(received=None, filed=datetime(2025, 6, 3))
        assert progress(row) == ON_TIME
        assert progress(row | {"received": datetime(2025, 7, 3)}) is None

    def test_carried_over_dossiers_were_not_received_in_the_period(self):
        old = dossier(received=datetime(2025, 5, 2), channel=2, reused=True)
        counted = counts_of(old)
        assert counted["REUSED_DIGITIZED_DATA"] == (1, 1, 0)
        assert counted["ONLINE_FILED"] == (0, 0, 0)

    def test_periods_may_overlap(self):
        frame = pl.DataFrame([dossier(), dossier(received=datetime(2025, 2, 1))])
        table = count_dossiers(frame, by="agency", period=[JUNE, Year(2025), JUNE])
        assert dict(table.select("period", "PROGRESS_ON_TIME_denominator").iter_rows()) == {
            "tháng 6/2025": 2,
            "năm 2025": 2,
        }


class TestStatus:
    """2.1, functional description: "Nếu hồ sơ đang yêu cầu bổ sung […] thì lấy ngày cán bộ yêu cầu
    bổ sung hồ sơ là Thời gian kết thúc xử lý […], trừ trường hợp “Yêu cầu bổ sung hồ sơ” hơn 01 lần
    thì tính quá hạn".
    """

    def waiting(self, **told):
        asked = datetime(2025, 6, 5)
        usual = {"status": WAITS, "supplement_requested": asked, "supplement_requests": 1}
        return dossier(finished=None, **(usual | told))

    def test_one_request_stops_the_clock(self):
        assert progress(self.waiting()) == ON_TIME
        assert progress(self.waiting(supplement_requested=datetime(2025, 6, 10))) == LATE
        assert progress(self.waiting(supplement_requested=datetime(2025, 5, 10))) == ON_TIME

    def test_more_than_one_is_late(self):
        assert progress(self.waiting(supplement_requests=2)) == LATE

    def test_how_many_must_be_known(self):
        assert progress(self.waiting(supplement_requests=None)) == UNKNOWN
        assert progress(self.waiting(supplement_requests=0)) == UNKNOWN
        row = self.waiting()
        del row["supplement_requests"]
        assert progress(row) == UNKNOWN

    def test_when_must_be_known(self):
        assert progress(self.waiting(supplement_requested=None)) == UNKNOWN
        row = self.waiting()
        del row["supplement_requested"]
        assert progress(row) == UNKNOWN

    def test_a_request_after_the_period_has_not_happened_in_it(self):
        asked = datetime(2025, 7, 1)
        assert progress(self.waiting(supplement_requested=asked, supplement_requests=3)) == LATE
        due = datetime(2025, 6, 30)
        assert progress(self.waiting(supplement_requested=asked, due=due)) == ON_TIME

    def test_nobody_works_on_it_in_the_next_period(self):
        assert progress(self.waiting(), period=Month(2025, 7)) is None

    @pytest.mark.parametrize("status", ENDED)
    def test_an_end_at_an_unknown_time_is_neither(self, status):
        row = dossier(status=status, finished=None)
        assert progress(row) == UNKNOWN
        assert progress(row, period=Month(2025, 7)) is None

    @pytest.mark.parametrize("case", [str.lower, str.upper])
    def test_it_counts_in_small_letters_and_capitals(self, case):
        for status in ENDED:
            assert progress(dossier(status=case(status), finished=None)) == UNKNOWN
        assert progress(self.waiting(status=case(WAITS))) == ON_TIME

    @pytest.mark.parametrize("status", ["Đang xử lý", "", None, "đã trả kết quả một phần"])
    def test_other_words_end_nothing(self, status):
        row = dossier(status=status, finished=None)
        assert progress(row) == LATE
        assert progress(row, period=Month(2025, 7)) == LATE


class TestChannel:
    """3.3, functional description: "KenhThucHien = 2 (Trực tuyến)"; "KenhThucHien = 1 (Trực tiếp)
    hoặc null"; "KenhThucHien = 3 (Bưu chính công ích)".
    """

    @pytest.mark.parametrize(
        ("channel", "counts"),
        [(2, ON_TIME), (1, LATE), (3, LATE), (None, LATE), (0, UNKNOWN), (4, UNKNOWN)],
    )
    def test_codes(self, channel, counts):
        for value in (channel, None if channel is None else str(channel)):
            row = dossier(channel=value)
            frame = pl.DataFrame(
                [row], schema_overrides={"channel": type(value) if value else pl.Int8}
            )
            [found] = (
                count_dossiers(frame, by="agency", period=JUNE).select("^ONLINE_FILED.*$").rows()
            )
            assert found == counts

    def test_blank_is_in_person(self):
        assert counts_of(dossier(channel=""))["ONLINE_FILED"] == (0, 1, 0)


class TestPayment:
    """3.6, functional description: "DuocThanhToanTrucTuyen = 1: Thanh toán trực tuyến trên cổng
    DVCQG, 2: Thanh toán trực tuyến qua Cổng thanh toán BNĐP"; without those whose "Gia: 0".
    """

    @pytest.mark.parametrize(
        ("fee", "paid_online", "counts"),
        [
            (50_000, 1, (1, 1, 0)),
            (50_000, 2, (1, 1, 0)),
            (50_000, 0, (0, 1, 0)),
            (50_000, None, UNKNOWN),
            (50_000, 7, UNKNOWN),
            (0, 1, (0, 0, 0)),
            (0, None, (0, 0, 0)),
            (None, 1, UNKNOWN),
            (-1, 1, UNKNOWN),
            (math.nan, 1, UNKNOWN),
            (math.inf, 1, UNKNOWN),
        ],
    )
    def test_fees(self, fee, paid_online, counts):
        kinds = {"fee": pl.Float64, "paid_online": pl.Int8}
        frame = pl.DataFrame([dossier(fee=fee, paid_online=paid_online)], schema_overrides=kinds)
        table = count_dossiers(frame, by="agency", period=JUNE).select("^PAYMENT_PAID_ONLINE.*$")
        assert table.rows() == [counts]


class TestDigitised:
    """4.2, functional description: "(1) thực hiện quy trình số hóa hồ sơ, kết quả giải quyết TTHC
    […] và (2) cấp kết quả giải quyết điện tử".
    """

    @pytest.mark.parametrize(
        ("digitised", "result_file", "counts"),
        [
            (True, True, (1, 1, 0)),
            (True, False, (0, 1, 0)),
            (False, None, (0, 1, 0)),
            (None, False, (0, 1, 0)),
            (None, True, UNKNOWN),
            (True, None, UNKNOWN),
        ],
    )
    def test_both(self, digitised, result_file, counts):
        kinds = {"digitised": pl.Boolean, "result_file": pl.Boolean}
        row = dossier(digitised=digitised, result_file=result_file)
        frame = pl.DataFrame([row], schema_overrides=kinds)
        table = count_dossiers(frame, by="agency", period=JUNE)
        assert table.select("^SO_HOA.*$").rows() == [counts]


class TestComponents:
    def test_each_is_told_or_not(self):
        codes = [
            indicator.code
            for node in get_framework("portal-2026").nodes()
            for indicator in node.indicators
        ]
        assert sorted([*DOSSIER_COMPONENTS, *BEYOND_DOSSIERS]) == sorted(codes)
        for fields in DOSSIER_COMPONENTS.values():
            assert set(fields) <= DOSSIER_FIELDS.keys()

    def test_the_page_lists_what_dossiers_cannot_tell(self):
        page = (Path(__file__).parents[2] / "docs/howto-dossiers.md").read_text("utf-8")
        listed = {}
        for line in page.partition("# What dossiers cannot tell")[2].splitlines():
            cells = [cell.strip() for cell in line.split("|")[2:4]]
            if len(cells) == 2:
                listed |= dict.fromkeys(cells[0].split(", "), cells[1])
        del listed["component"], listed["---"]
        assert listed == BEYOND_DOSSIERS

    def test_the_page_lists_the_fields(self):
        page = (Path(__file__).parents[2] / "docs/howto-dossiers.md").read_text("utf-8")
        for field, names in DOSSIER_FIELDS.items():
            known = ", ".join(f"`{name}`" for name in names) or "–"
            assert f"| `{field}` | {known} |" in page

    def test_counts_are_scored_and_the_others_are_missing(self):
        row = dossier(
            channel=2,
            fee=1,
            paid_online=1,
            result_file="x",
            digitised=1,
            reused=1,
            from_storage=1,
            citizen_data=1,
        )
        counts = count_dossiers(pl.DataFrame([row]), by="agency", period=JUNE)
        scored = score_counts_table(counts, level="province")
        assert scored.select("missing", "problems", "total").rows() == [
            (len([code for code in BEYOND_DOSSIERS if is_scored(code)]), 0, None)
        ]
        others = scored.with_columns(
            pl.lit(18).alias("transparency"),
            pl.lit(12).alias("online.services"),
            pl.lit(18).alias("satisfaction"),
            pl.lit(22).alias("digitization"),
        ).drop(
            "total",
            "percent",
            "band",
            "missing",
            "problems",
            pl.selectors.matches("^(ONLINE|ORIGINAL|SO_HOA|REUSED|SYNCED|CITIZEN|PAYMENT)"),
        )
        total = score_counts_table(others.with_columns(pl.lit(10).alias("online.payment")))
        assert [str(value) for value in total["total"]] == ["100.00"]

    def test_what_nobody_knows_is_not_scored(self):
        counts = count_dossiers(pl.DataFrame([dossier(due=None)]), by="agency", period=JUNE)
        # one dossier without a due day: nothing is known, and nothing is invented
        assert score_counts_table(counts, keep=[]).rows() == [
            (None, None, None, len([*BEYOND_DOSSIERS, *DOSSIER_COMPONENTS]) - 5 + 2, 1)
        ]


def is_scored(code):
    return any(
        indicator.code == code and indicator.rule.kind != "unscored"
        for node in get_framework("portal-2026").nodes()
        for indicator in node.indicators
    )


class TestColumns:
    def test_what_can_be_scored_is_scored(self, engine, rows):
        """One component that nobody knows keeps no other from its points; the rest is missing."""
        table = pa.table(
            {
                "agency": ["A", "A", "B"],
                "received": pa.array([datetime(2026, 6, 2)] * 3, pa.timestamp("us")),
                "due": pa.array(
                    [datetime(2026, 6, 9), datetime(2026, 6, 3), None], pa.timestamp("us")
                ),
                "finished": pa.array([datetime(2026, 6, 5)] * 2 + [None], pa.timestamp("us")),
                "channel": [2, 1, 2],
            }
        )
        counts = count_dossiers(engine(table), by="agency", period=Month(2026, 6))
        scored = score_counts_table(counts, keep=["agency"], components=True, nodes=True)
        known, unknown = rows(scored)
        for row, progress in ((known, 1000), (unknown, None)):
            shown = {name: hundredths_of(row, name) for name in row if name.isupper()}
            assert shown.pop("PROGRESS_ON_TIME") == progress
            assert shown.pop("ONLINE_FILED") is not None
            assert hundredths_of(row, "progress") == progress
            # What has no points by the rules has 0; all else is missing, not zero.
            assert {name for name, points in shown.items() if points == 0} == {
                "PROGRESS_AVERAGE_TIME",
                "PETITION_CLASSIFICATION_TTHC",
                "PETITION_CLASSIFICATION_STAFF",
            }
            assert set(shown.values()) == {0, None}
            assert (row["total"], row["digitization"]) == (None, None)
        assert (known["problems"], unknown["problems"]) == (0, 1)

    def test_the_portal_s_names_are_known(self):
        row = dict.fromkeys(name for names in DOSSIER_FIELDS.values() for name in names[:1])
        row |= {
            "NgayTiepNhan": datetime(2025, 6, 2),
            "ngayhentra": datetime(2025, 6, 4),
            "NgayKetThucXuLy": datetime(2025, 6, 3),
            "NgayNopHoSo": datetime(2025, 6, 1),
            "KenhThucHien": "2",
            "DanhSachPhiLePhi.Gia": 0,
            "DuocThanhToanTrucTuyen": 1,
            "DuongDanTepTinKetQua": "x",
            "HoSoCoThanhPhanSoHoa": 1,
            "TaiLieuNop.DuocTaiSuDung": 1,
            "TaiLieuNop.DuocLayTuKhoDMQG": 1,
            "TaiKhoanDuocXacThucVoiVNeID": 1,
            "đơn.vị": "A",
        }
        del row["NgayHenTra"]
        [counted] = count_dossiers(pl.DataFrame([row]), by="đơn.vị", period=JUNE).rows()
        assert counted == (
            *("A", "tháng 6/2025"),
            *(1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0),
        )

    def test_dots_in_names_on_spark(self, spark_engine, rows):
        table = pa.table(
            {
                "đơn.vị": ["A"],
                "NgayTiepNhan": [date(2025, 6, 2)],
                "NgayHenTra": [date(2025, 6, 2)],
                "NgayKetThucXuLy": [date(2025, 6, 2)],
                "TaiLieuNop.DuocSoHoa": ["1"],
            }
        )
        counted = count_dossiers(spark_engine(table), by="đơn.vị", period=JUNE)
        assert [list(row.values()) for row in rows(counted)] == [["A", "tháng 6/2025", 1, 1, 0]]

    def test_others_are_mapped_or_left_alone(self):
        row = dossier(reused=False, nhan=datetime(2025, 6, 2), channel=2)
        row["in"] = row.pop("received")
        mapped = counts_of(row, columns={"in": "NgayTiepNhan", "channel": None, "nhan": None})
        assert mapped == {"PROGRESS_ON_TIME": ON_TIME, "REUSED_DIGITIZED_DATA": LATE}

    def test_everything_wrong_is_said_at_once(self):
        frame = pl.DataFrame(
            {
                "NgayTiepNhan": ["02/06/2025"],
                "received": [date(2025, 6, 2)],
                "finished": [datetime(2025, 6, 2, tzinfo=UTC)],
                "fee": ["0"],
                "channel": [True],
                "result_file": [1],
                "digitised": [date(2025, 6, 2)],
                "status": [9],
                "x": [1],
            }
        )
        with pytest.raises(InvalidRecordError) as caught:
            count_dossiers(frame, by=["agency"], period=JUNE, columns={"x": "paid", "y": "due"})
        assert [(problem.code, problem.path[1]) for problem in caught.value.problems] == [
            (ProblemCode.NO_SUCH_COLUMN, "y"),
            (ProblemCode.NO_SUCH_COLUMN, "agency"),
            (ProblemCode.COLUMN_TYPE, "NgayTiepNhan"),
            (ProblemCode.DUPLICATE_KEY, "received"),
            (ProblemCode.COLUMN_ZONE, "finished"),
            (ProblemCode.COLUMN_TYPE, "fee"),
            (ProblemCode.COLUMN_TYPE, "channel"),
            (ProblemCode.COLUMN_TYPE, "result_file"),
            (ProblemCode.COLUMN_TYPE, "digitised"),
            (ProblemCode.COLUMN_TYPE, "status"),
            (ProblemCode.UNKNOWN_FIELD, "x"),
            (ProblemCode.NO_SUCH_COLUMN, "due"),
        ]
        assert "02" not in str(caught.value)

    def test_times_of_spark_with_a_zone_are_refused(self, spark_engine):
        table = pa.table({name: [datetime(2025, 6, 2)] for name in ("received", "due", "finished")})
        with pytest.raises(InvalidRecordError, match="Asia/Ho_Chi_Minh"):
            count_dossiers(spark_engine(table), by="received", period=JUNE)

    def test_keys_called_like_results_are_refused(self):
        frame = pl.DataFrame([dossier()]).rename({"agency": "period"})
        with pytest.raises(InvalidRecordError) as caught:
            count_dossiers(frame, by="period", period=JUNE)
        assert [problem.code for problem in caught.value.problems] == [ProblemCode.COLUMN_TAKEN]

    def test_a_field_may_be_a_key(self):
        frame = pl.DataFrame([dossier(channel=2), dossier(channel=None)])
        table = count_dossiers(frame, by=["agency", "channel"], period=JUNE)
        assert table["channel"].to_list() == [None, 2]

    @pytest.mark.parametrize(
        ("options", "error"),
        [
            ({"by": []}, ValueError),
            ({"period": []}, ValueError),
            ({"as_of": date(2025, 5, 31)}, ValueError),
            ({"as_of": datetime(2025, 6, 30)}, TypeError),
            ({"as_of": "30/6/2025"}, TypeError),
        ],
    )
    def test_options(self, options, error):
        frame = pl.DataFrame([dossier()])
        with pytest.raises(error):
            count_dossiers(frame, **({"by": "agency", "period": JUNE} | options))


class TestTables:
    def test_lazy_stays_lazy(self, engine):
        given_table = engine(pa.Table.from_pylist([dossier()]))
        counted = count_dossiers(given_table, by="agency", period=JUNE)
        assert type(counted) is type(given_table)
        lazy = isinstance(nw.from_native(given_table), nw.LazyFrame)
        assert isinstance(nw.from_native(counted), nw.LazyFrame) == lazy

    def test_counts_are_integers(self, engine):
        rows = [dossier(channel=2), dossier(agency=None, due=None, channel=9)]
        counted = nw.from_native(
            count_dossiers(engine(pa.Table.from_pylist(rows)), by="agency", period=JUNE)
        )
        kinds = [str(kind) for name, kind in counted.collect_schema().items() if name[0].isupper()]
        assert kinds == ["Int64"] * 6

    def test_counts_are_scored_on_the_same_engine(self, engine, rows):
        table = pa.Table.from_pylist(
            [dossier(channel=2), dossier(agency="H37.2", due=None, channel=1)]
        )
        counts = count_dossiers(engine(table), by="agency", period=JUNE)
        scored = rows(score_counts_table(counts), "agency", "problems")
        assert sorted(row["problems"] for row in scored) == [0, 1]

    def test_pandas_rows_are_numbered_anew(self):
        frame = pd.DataFrame([dossier(agency=name) for name in "CAB"], index=[7, 7, 7])
        counted = count_dossiers(frame, by="agency", period=JUNE)
        assert list(counted.index) == [0, 1, 2]
        assert list(counted["agency"]) == ["A", "B", "C"]

    def test_no_dossiers_no_rows(self, engine, rows):
        table = pa.Table.from_pylist([dossier(received=datetime(2020, 1, 1))])
        assert rows(count_dossiers(engine(table), by="agency", period=Month(2019, 1))) == []
