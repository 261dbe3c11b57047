"""The strategies of texts, periods and codes: what they draw, where they shrink to."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import is_normalized

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from vn766 import vi
from vn766.codes import AgencyCode, DossierCode
from vn766.period import Days, HalfYear, Month, NineMonths, Quarter, Year
from vn766.testing import agency_codes, dossier_codes, periods, vietnamese_dates, vietnamese_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from vn766.period import Period


SURE = settings(max_examples=20_000)  # enough for what comes once in some hundred


class TestNumbers:
    @given(st.data(), st.integers(-500, 500), st.integers(0, 500), st.integers(0, 3))
    def test_they_keep_their_limits(
        self, data: st.DataObject, least: int, width: int, places: int
    ) -> None:
        most = Decimal(least) + Decimal(width) / 4
        text = data.draw(vietnamese_numbers(min_value=least, max_value=most, max_decimals=places))
        assert least <= vi.parse_number(text) <= most
        assert len(text.strip().partition(",")[2]) <= places

    @pytest.mark.parametrize(
        "has",
        [
            lambda text: text.startswith("\u2212"),
            lambda text: text.startswith("-"),
            lambda text: "." in text,
            lambda text: text.startswith("00"),
            lambda text: text.endswith(",50"),
            lambda text: text.startswith("\u00a0"),
            lambda text: text.isdigit() and len(text) > 6,
        ],
    )
    def test_all_spellings_come(self, has: Callable[[str], bool]) -> None:
        assert vi.parse_number(find(vietnamese_numbers(), has, settings=SURE)).is_finite()

    def test_they_shrink_to_plain_figures(self) -> None:
        assert find(vietnamese_numbers(), lambda _: True) == "0"
        big = find(vietnamese_numbers(), lambda text: abs(vi.parse_number(text)) > 1234)
        assert big == "1235"

    def test_a_narrow_range_needs_its_decimals(self) -> None:
        strategy = vietnamese_numbers(min_value=0.25, max_value=0.25)
        assert find(strategy, lambda _: True) == "0,25"

    @pytest.mark.parametrize(
        "options",
        [
            {"min_value": 2, "max_value": 1},
            {"min_value": 0.25, "max_value": 0.75, "max_decimals": 0},
            {"max_decimals": -1},
            {"max_decimals": 21},
            {"max_decimals": 1.0},
            {"max_value": float("nan")},
            {"max_value": "5"},
            {"min_value": -(10**16)},
        ],
    )
    def test_impossible_options_are_refused(self, options: dict[str, object]) -> None:
        with pytest.raises(InvalidArgument):
            vietnamese_numbers(**options)  # type: ignore[arg-type]


class TestDates:
    @given(
        st.data(),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    )
    def test_they_keep_their_limits(self, data: st.DataObject, one: date, other: date) -> None:
        first, last = sorted((one, other))
        text = data.draw(vietnamese_dates(min_value=first, max_value=last))
        assert first <= vi.parse_date(text) <= last

    @pytest.mark.parametrize(
        "has",
        [
            lambda text: text.startswith("ngày"),
            lambda text: text.startswith("NGÀY"),
            lambda text: text.startswith("Chủ nhật"),
            lambda text: not is_normalized("NFC", text),
            lambda text: "\u00a0" in text,
            lambda text: "." in text,
            lambda text: text[4] == "-",
        ],
    )
    def test_all_spellings_come(self, has: Callable[[str], bool]) -> None:
        sunday = date(2023, 7, 2)  # of all days, as "Chủ nhật" alone would be rare
        days = vietnamese_dates(min_value=sunday, max_value=sunday)
        assert vi.parse_date(find(days, has, settings=SURE)) == sunday


class TestPeriods:
    @given(periods(min_value=date(2023, 4, 1), max_value=date(2023, 6, 30)))
    def test_they_are_those_of_the_days(self, period: Period) -> None:
        months = [Month(2023, number, up_to=period.up_to) for number in (4, 5, 6)]
        others = [
            kind(2023, number, up_to=period.up_to) for kind, number in ((Quarter, 2), (HalfYear, 1))
        ]
        years = [kind(2023, up_to=period.up_to) for kind in (NineMonths, Year)]
        if isinstance(period, Days):
            assert date(2023, 4, 1) <= period.start <= period.end <= date(2023, 6, 30)
        else:
            assert period in [*months, *others, *years]

    def test_days_are_never_cumulative(self) -> None:
        with pytest.raises(InvalidArgument):
            periods(kinds=[Days], up_to=True)

    @pytest.mark.parametrize("limit", [{"min_value": date.min}, {"max_value": date.max}])
    def test_no_period_is_of_other_years(self, limit: dict[str, date]) -> None:
        for strategy in (periods, vietnamese_dates):
            with pytest.raises(InvalidArgument):
                strategy(**limit)  # type: ignore[arg-type]

    @given(periods(kinds={Quarter, Year}, up_to=False))
    def test_only_the_kinds_asked_for(self, period: Period) -> None:
        assert period.kind in {"quarter", "year"}

    @pytest.mark.parametrize("kind", ["month", "up-to-half-year", "nine-months", "year", "days"])
    def test_all_kinds_come(self, kind: str) -> None:
        found = find(periods(), lambda period: period.kind == kind, settings=SURE)
        assert found.year == 2000

    @pytest.mark.parametrize("kinds", [(), (date,), (Month, int)])
    def test_other_kinds_are_refused(self, kinds: tuple[type, ...]) -> None:
        with pytest.raises(InvalidArgument):
            periods(kinds=kinds)


class TestCodes:
    @given(agency_codes(layout="old"))
    def test_the_old_layout(self, code: AgencyCode) -> None:
        assert code.layout == "old"
        assert [len(segment) for segment in code.segments] == [2, 2, 3]

    @given(agency_codes(layout="new"))
    def test_the_new_layout(self, code: AgencyCode) -> None:
        assert code.layout == "new"
        assert len(code.segments) <= 3

    def test_both_layouts_come(self) -> None:
        assert find(agency_codes(), lambda code: code.layout == "old").text == "000.00.00.H00"
        assert find(agency_codes(), lambda code: code.layout == "new").text == "H00"

    @given(
        dossier_codes(
            agencies=st.just(AgencyCode("H53")),
            min_value=date(2023, 6, 1),
            max_value=date(2023, 6, 2),
        )
    )
    def test_dossiers_keep_their_options(self, code: DossierCode) -> None:
        assert str(code.agency) == "H53"
        assert code.received_on in {date(2023, 6, 1), date(2023, 6, 2)}
        assert code.warnings == ()

    @pytest.mark.parametrize(
        "options", [{"layout": "older"}, {"max_segments": 0}, {"max_segments": 16}]
    )
    def test_impossible_options_are_refused(self, options: dict[str, object]) -> None:
        with pytest.raises(InvalidArgument):
            agency_codes(**options)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "options", [{"min_value": date(1999, 12, 31)}, {"max_value": date(2100, 1, 1)}]
    )
    def test_days_that_a_dossier_cannot_say_are_refused(self, options: dict[str, date]) -> None:
        with pytest.raises(InvalidArgument):
            dossier_codes(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "kind", [Month, Quarter, HalfYear, NineMonths, Year, AgencyCode, DossierCode]
)
def test_hypothesis_knows_the_types_by_itself(kind: type[object]) -> None:
    assert isinstance(find(st.from_type(kind), lambda _: True), kind)


def test_without_hypothesis_the_extra_is_named() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; import vn766.testing"
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 1
    assert "MissingExtraError" in shown.stderr
    assert 'pip install "vn766[testing]"' in shown.stderr


def test_importing_hypothesis_loads_no_strategies_of_ours() -> None:
    code = "import sys, hypothesis; print(*(n for n in sys.modules if n.startswith('vn766')))"
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "vn766._hypothesis" in shown.stdout.split()
    assert "vn766.testing" not in shown.stdout.split()
