"""Agency codes and dossier codes: both layouts, what is equal, what is refused."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn766.codes import AgencyCode, DossierCode
from vn766.errors import FormatError, ProblemCode, Severity
from vn766.testing import agency_codes, dossier_codes

NO_TEXTS: tuple[object, ...] = (None, float("nan"), 5, b"H37", [], date(2023, 6, 12))
TEXTS = st.text() | st.text("0123456789.-HGh ", max_size=30)


class TestAgencyCode:
    @pytest.mark.parametrize(
        ("text", "province", "segments", "layout"),
        [
            ("H37", "H37", (), "new"),
            ("H21.17", "H21", ("17",), "new"),
            ("H21.227", "H21", ("227",), "new"),
            ("H15.50.05.13", "H15", ("50", "05", "13"), "new"),
            ("G09", "G09", (), "new"),
            ("000.21.35.H53", "H53", ("35", "21", "000"), "old"),
            ("000.00.00.H37", "H37", ("00", "00", "000"), "old"),
        ],
    )
    def test_both_layouts(
        self, text: str, province: str, segments: tuple[str, ...], layout: str
    ) -> None:
        code = AgencyCode.parse(text)
        assert (code.province, code.segments, code.layout) == (province, segments, layout)
        assert str(code) == code.text == text

    def test_the_province_is_the_same_in_both_layouts(self) -> None:
        old, new = AgencyCode("000.00.00.H37"), AgencyCode("H37")
        assert old == new
        assert hash(old) == hash(new)
        assert old.normalized == new.normalized == "H37"
        assert str(old) == "000.00.00.H37"

    @pytest.mark.parametrize(
        ("one", "other"),
        [("000.00.35.H53", "H53.35"), ("H53", "H53.00"), ("H37", "H38"), ("000.21.35.H53", "H53")],
    )
    def test_nothing_else_is(self, one: str, other: str) -> None:
        assert AgencyCode(one) != AgencyCode(other)
        assert AgencyCode(one).normalized == one

    def test_a_code_is_not_its_text(self) -> None:
        assert AgencyCode("H37") != "H37"

    @given(agency_codes())
    def test_every_code_survives(self, code: AgencyCode) -> None:
        assert AgencyCode.parse(f"\u00a0 {str(code).lower()}\n") == code
        assert pickle.loads(pickle.dumps(code)) == code
        assert copy.deepcopy(code) == copy.copy(code) == code
        assert eval(repr(code)) == code  # noqa: S307

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "37",
            "H3",
            "H375",
            "HH37",
            "H37.",
            ".H37",
            "H37.1",
            "H37.1234",
            "H37-17",
            "H37 .17",
            "000.21.35",
            "000.21.35.H53.01",
            "Đ37",
            "ı37",
            "H\uff13\uff17",
            "21.H53",
            "00.21.35.H53",
            "000.21.035.H53",
            "000.00.21.35.H53",
        ],
    )
    def test_what_is_refused(self, text: str) -> None:
        assert not AgencyCode.is_valid(text)
        with pytest.raises(FormatError) as caught:
            AgencyCode.parse(text)
        assert caught.value.problem.code is ProblemCode.NOT_AN_AGENCY_CODE
        assert caught.value.text == text

    def test_a_flood_is_refused_by_its_length(self) -> None:
        with pytest.raises(FormatError) as caught:
            AgencyCode("H37" + ".00" * 21)
        assert caught.value.problem.code is ProblemCode.TEXT_TOO_LONG

    @pytest.mark.parametrize("value", NO_TEXTS)
    def test_what_is_no_text_is_no_code(self, value: Any) -> None:
        assert not AgencyCode.is_valid(value)
        with pytest.raises(FormatError) as caught:
            AgencyCode(value)
        assert caught.value.problem.code is ProblemCode.NOT_A_TEXT

    @given(TEXTS)
    def test_any_text_is_a_code_or_refused(self, text: str) -> None:
        if AgencyCode.is_valid(text):
            valid = AgencyCode.validate(text)
            assert valid == AgencyCode.compact(text) == AgencyCode.format(text)
        else:
            with pytest.raises(FormatError):
                AgencyCode.validate(text)


class TestDossierCode:
    def test_its_parts(self) -> None:
        code = DossierCode.parse(" 000.21.35.h53-230612-0005 ")
        assert code.agency == AgencyCode("000.21.35.H53")
        assert code.received_on == date(2023, 6, 12)
        assert code.sequence == "0005"
        assert code.warnings == ()
        assert str(code) == "000.21.35.H53-230612-0005"

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("000.21.35.H53230612-0005", "000.21.35.H53-230612-0005"),
            ("000.21.35.H53-2306120005", "000.21.35.H53-230612-0005"),
            ("H21.17230612-0005", "H21.17-230612-0005"),
            ("h21230612-0000005", "H21-230612-0000005"),
        ],
    )
    def test_a_lost_hyphen_is_read_with_a_warning(self, text: str, meant: str) -> None:
        code = DossierCode.parse(text)
        assert code == DossierCode.parse(meant)
        assert str(code) == DossierCode.format(text) == meant
        (warning,) = code.warnings
        assert (warning.code, warning.severity) == (ProblemCode.LOST_HYPHEN, Severity.WARNING)
        assert warning.value == text
        assert meant in warning.hint

    def test_but_it_is_not_valid_since_a_text_has_no_room_for_the_warning(self) -> None:
        text = "000.21.35.H53230612-0005"
        assert not DossierCode.is_valid(text)
        with pytest.raises(FormatError) as caught:
            DossierCode.validate(text)
        assert caught.value.suggestions == ("000.21.35.H53-230612-0005",)

    @given(dossier_codes(agencies=agency_codes(max_segments=15)))
    def test_every_code_survives(self, code: DossierCode) -> None:
        text = str(code)
        assert DossierCode.parse(text) == code
        assert DossierCode.validate(text.lower()) == DossierCode.compact(text) == text
        assert DossierCode.is_valid(text)
        assert pickle.loads(pickle.dumps(code)) == code
        assert copy.deepcopy(code) == copy.copy(code) == code
        assert hash(DossierCode.parse(text)) == hash(code)

    @given(dossier_codes())
    def test_either_hyphen_can_be_lost(self, code: DossierCode) -> None:
        agency, day, sequence = str(code).split("-")
        for text in (f"{agency}{day}-{sequence}", f"{agency}-{day}{sequence}"):
            read = DossierCode.parse(text)
            assert read == code
            assert len(read.warnings) == 1

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H532306120005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53-230612-005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53-230612-00000005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53-23061-20005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53--230612-0005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53" + ".00" * 30 + "-230612-0005", ProblemCode.TEXT_TOO_LONG),
            ("21.H53-230612-0005", ProblemCode.NOT_A_DOSSIER_CODE),
            ("H53-230631-0005", ProblemCode.NO_SUCH_DAY),
            ("H53-231301-0005", ProblemCode.NO_SUCH_DAY),
            ("H53-230229-0005", ProblemCode.NO_SUCH_DAY),
            ("H53-000000-0005", ProblemCode.NO_SUCH_DAY),
            ("H53" + ".00" * 21 + "-230612-0005", ProblemCode.TEXT_TOO_LONG),
        ],
    )
    def test_what_is_refused(self, text: str, code: ProblemCode) -> None:
        assert not DossierCode.is_valid(text)
        with pytest.raises(FormatError) as caught:
            DossierCode.parse(text)
        assert caught.value.problem.code is code

    @pytest.mark.parametrize(
        ("agency", "received_on", "sequence"),
        [
            (AgencyCode("H53"), date(1999, 12, 31), "0005"),
            (AgencyCode("H53"), date(2100, 1, 1), "0005"),
            (AgencyCode("H53"), "230612", "0005"),
            (AgencyCode("H53"), date(2023, 6, 12), "5"),
            (AgencyCode("H53"), date(2023, 6, 12), 5),
            ("H53", date(2023, 6, 12), "0005"),
            ("rác rưởi", date(2023, 6, 12), "0005"),
        ],
    )
    def test_what_no_text_can_say_is_refused(
        self, agency: AgencyCode, received_on: date, sequence: str
    ) -> None:
        with pytest.raises(FormatError) as caught:
            DossierCode(agency=agency, received_on=received_on, sequence=sequence)
        assert caught.value.problem.code is ProblemCode.NOT_A_DOSSIER_CODE

    def test_of_a_point_in_time_its_date_is_taken(self) -> None:
        noon = datetime(2023, 6, 12, 12)  # noqa: DTZ001
        code = DossierCode(agency=AgencyCode("H53"), received_on=noon, sequence="0005")
        assert code == DossierCode.parse("H53-230612-0005")
        assert type(code.received_on) is date

    @pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
    def test_a_dash_of_any_shape_is_a_hyphen(self, dash: str) -> None:
        text = f"000.21.35.h53 {dash} 230612{dash}0005"
        assert DossierCode.is_valid(text)
        assert (
            DossierCode.compact(text) == DossierCode.validate(text) == "000.21.35.H53-230612-0005"
        )
        assert DossierCode.parse(text).warnings == ()

    @pytest.mark.parametrize("value", NO_TEXTS)
    def test_what_is_no_text_is_no_code(self, value: Any) -> None:
        assert not DossierCode.is_valid(value)
        with pytest.raises(FormatError) as caught:
            DossierCode.parse(value)
        assert caught.value.problem.code is ProblemCode.NOT_A_TEXT

    @given(TEXTS)
    def test_any_text_is_a_code_or_refused(self, text: str) -> None:
        try:
            code = DossierCode.parse(text)
        except FormatError:
            assert not DossierCode.is_valid(text)
        else:
            assert DossierCode.is_valid(text) == (code.warnings == ())
            assert DossierCode.is_valid(str(code))
