"""The grammar of dossier codes is dated data."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import frozen

from vn766 import codes
from vn766.codes import AgencyCode, DossierCode
from vn766.errors import FormatError, ProblemCode
from vn766.framework.loader import load_cited
from vn766.framework.sources import Citation

FILE = Path(codes.__file__).with_suffix(".toml")


@frozen(kw_only=True)
class Digits:
    least: int
    most: int


@frozen(kw_only=True)
class Grammar:
    first_day: date
    last_day: date
    form: str
    sequence: Digits
    source: Citation


@frozen(kw_only=True)
class Grammars:
    dossiers: tuple[Grammar, ...]


class TestTheGrammarHasItsInstrument:
    """``{agency}-{yymmdd}-{sequence}``, the sequence of four to seven digits: Thông tư
    03/2025/TT-VPCP, known from a secondary source.
    """

    def test_of_today(self):
        (grammar,) = load_cited(FILE, Grammars).dossiers
        assert grammar.form == "{agency}-{yymmdd}-{sequence}"
        assert (grammar.sequence.least, grammar.sequence.most) == (4, 7)
        assert isinstance(grammar.source, Citation)
        assert "tt-03-2025-vpcp" in grammar.source.instruments
        assert grammar.source.status == "inferred"


@pytest.fixture
def announced(monkeypatch):
    """Let another rule hold from 1 January 2027: eight digits, the day in front."""
    today = codes._grammars()[0]  # noqa: SLF001
    old = codes._grammar(  # noqa: SLF001
        first_day=today.first_day,
        last_day=date(2026, 12, 31),
        form=today.form,
        sequence={"least": 4, "most": 7},
        source="dossiers",
    )
    new = codes._grammar(  # noqa: SLF001
        first_day=date(2027, 1, 1),
        last_day=date(2099, 12, 31),
        form="{yymmdd}-{agency}-{sequence}",
        sequence={"least": 8, "most": 8},
        source="dossiers",
    )
    monkeypatch.setattr(codes, "_grammars", lambda: (old, new))


@pytest.mark.usefixtures("announced")
class TestAnotherRuleCanBeAdded:
    """The rule that is announced becomes another table: a code is read by the rule of its day."""

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("000.21.35.H53-261231-0005", date(2026, 12, 31)),
            ("270101-H53.21-00000005", date(2027, 1, 1)),
        ],
    )
    def test_each_by_the_rule_of_its_day(self, text, day):
        code = DossierCode.parse(text)
        assert (code.received_on, str(code)) == (day, text)

    @pytest.mark.parametrize(
        "text", ["000.21.35.H53-270101-0005", "261231-H53.21-00000005", "H53-270101-00000005"]
    )
    def test_and_by_no_other(self, text):
        with pytest.raises(FormatError) as caught:
            DossierCode.parse(text)
        assert caught.value.problem.code is ProblemCode.NOT_A_DOSSIER_CODE

    @pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1)])
    @pytest.mark.parametrize("sequence", ["0005", "00000005"])
    def test_a_code_that_is_put_together(self, day, sequence):
        fits = (len(sequence) == 8) == (day.year == 2027)
        if fits:
            code = DossierCode(agency=AgencyCode("H53"), received_on=day, sequence=sequence)
            assert DossierCode.parse(str(code)) == code
        else:
            with pytest.raises(FormatError):
                DossierCode(agency=AgencyCode("H53"), received_on=day, sequence=sequence)

    def test_a_lost_hyphen_is_put_back_as_before(self):
        code = DossierCode.parse("270101H53.21-00000005")
        assert [str(warning.code) for warning in code.warnings] == ["lost-hyphen"]
        assert str(code) == "270101-H53.21-00000005"
