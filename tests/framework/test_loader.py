"""From bytes to a framework, or to everything that is wrong with them."""

from __future__ import annotations

import decimal
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vn766.errors import InvalidFrameworkError, Problem, ProblemCode, UnknownFrameworkError
from vn766.framework import Framework, Status, Target
from vn766.framework.loader import EDITIONS, load_framework, read_framework

if TYPE_CHECKING:
    from collections.abc import Callable

    Broken = Callable[[str, str], list[tuple[ProblemCode, str]]]


def read(text: str) -> Framework:
    return read_framework(text.encode(), origin="small.toml")


class TestSound:
    def test_values_arrive_as_they_are_written(self, sound: str) -> None:
        framework = read(sound)
        first, second = framework.groups
        rate, aim, seen = first.indicators
        assert framework.max_points == Decimal(30)
        assert isinstance(framework.max_points, Decimal)
        assert rate.max_points == Decimal("7.5")
        assert isinstance(aim.rule, Target)
        assert aim.rule.target_percent == Decimal(80)
        assert aim.levels == ("province",)
        assert aim.variants[0].rule.kind == "given"
        assert seen.rule.kind == "unscored"
        assert [child.id for child in second.children] == ["second.left", "second.right"]
        assert framework.validity is not None
        assert framework.validity.last_day == date(2026, 12, 31)

    def test_a_name_becomes_the_citation(self, sound: str) -> None:
        framework = read(sound)
        assert framework.source.locator == "Phụ lục I"
        assert framework.bands[0].source.status is Status.INFERRED

    def test_own_instruments_come_first_then_the_cited_ones(self, sound: str) -> None:
        assert [it.id for it in read(sound).instruments] == ["own-decision", "qd-766-2022"]

    def test_an_own_instrument_wins_over_a_shipped_one(self, sound: str) -> None:
        framework = read(sound.replace("own-decision", "qd-766-2022"))
        assert [it.title for it in framework.instruments] == ["Quyết định"]

    def test_a_byte_order_mark_is_no_mistake(self, sound: str) -> None:
        data = b"\xef\xbb\xbf" + sound.replace("\n", "\r\n").encode()
        assert read_framework(data, origin="x") == read(sound)

    def test_figures_do_not_depend_on_the_decimal_context(self, sound: str) -> None:
        with decimal.localcontext(decimal.Context(prec=1)):
            assert read(sound).groups[0].indicators[1].max_points == Decimal("2.5")


S = ProblemCode


class TestForm:
    @pytest.mark.parametrize(
        ("old", "new", "code", "path"),
        [
            # wrong types: nothing is converted
            ('title = "Bộ nhỏ"', "title = 7", S.FIELD_TYPE, "title"),
            ('title = "Bộ nhỏ"', 'title = " "', S.FIELD_EMPTY, "title"),
            ("max_points = 30", 'max_points = "30"', S.FIELD_TYPE, "max_points"),
            ("max_points = 30", "max_points = true", S.FIELD_TYPE, "max_points"),
            ("max_points = 30", "max_points = [30]", S.FIELD_TYPE, "max_points"),
            ("max_points = 30", "max_points = { is = 30 }", S.FIELD_TYPE, "max_points"),
            ("last_day = 2026-12-31", 'last_day = "2026-12-31"', S.FIELD_TYPE, "validity.last_day"),
            (
                "last_day = 2026-12-31",
                "last_day = 2026-12-31T00:00:00",
                S.FIELD_TYPE,
                "validity.last_day",
            ),
            ("decimals = 2", "decimals = 2.0", S.FIELD_CHOICE, "rounding.decimals"),
            ("decimals = 2", "decimals = true", S.FIELD_CHOICE, "rounding.decimals"),
            ("decimals = 2", "decimals = 1", S.FIELD_CHOICE, "rounding.decimals"),
            ('"competition"', '"by hand"', S.FIELD_CHOICE, "ranking.method"),
            ('["province", "commune"]', '"province"', S.FIELD_TYPE, "levels"),
            ('"commune"]', '"hamlet"]', S.FIELD_CHOICE, "levels.1"),
            ('aliases = ["Nhóm đầu"]', "aliases = [1]", S.FIELD_TYPE, "groups.first.aliases.0"),
            # rules
            (
                'kind = "proportional"',
                'kind = "steps"',
                S.FIELD_CHOICE,
                "groups.first.indicators.RATE.rule.kind",
            ),
            (
                'kind = "proportional"',
                "kind = 1",
                S.FIELD_CHOICE,
                "groups.first.indicators.RATE.rule.kind",
            ),
            (
                'kind = "proportional", ',
                "",
                S.FIELD_MISSING,
                "groups.first.indicators.RATE.rule.kind",
            ),
            (
                'rule = { kind = "proportional", source = "annex" }',
                'rule = "proportional"',
                S.FIELD_TYPE,
                "groups.first.indicators.RATE.rule",
            ),
            (
                "target_percent = 80, ",
                "",
                S.FIELD_MISSING,
                "groups.first.indicators.AIM.rule.target_percent",
            ),
            (
                'kind = "given"',
                'kind = "given", target_percent = 80',
                S.FIELD_UNKNOWN,
                "groups.first.indicators.AIM.variants.other.rule.target_percent",
            ),
            (
                'rule = "null"',
                'rule = "none"',
                S.FIELD_CHOICE,
                "groups.first.indicators.RATE.zero.rule",
            ),
            (
                'rule = "null"',
                "rule = []",
                S.FIELD_CHOICE,
                "groups.first.indicators.RATE.zero.rule",
            ),
            # fields
            ("max_points = 30\n", "", S.FIELD_MISSING, "max_points"),
            ('label = "Phải"\n', "", S.FIELD_MISSING, "groups.second.children.second.right.label"),
            ('id = "second.right"\n', "", S.FIELD_MISSING, "groups.second.children.1.id"),
            ("max_points = 30", "maxpoints = 1\nmax_points = 30", S.FIELD_UNKNOWN, "maxpoints"),
            (
                'code = "L"',
                'kode = "L"',
                S.FIELD_UNKNOWN,
                "groups.second.children.second.left.kode",
            ),
            ("[validity]", "[validities]", S.FIELD_UNKNOWN, "validities"),
            # citations
            ('source = "annex"', 'source = "anex"', S.UNKNOWN_CITATION, "source"),
            ('source = "annex"', 'source = ["annex"]', S.FIELD_TYPE, "source"),
            ('source = "annex"\n', "", S.FIELD_MISSING, "source"),
            (
                'kind = "proportional", source = "annex"',
                'kind = "proportional", source = "anex"',
                S.UNKNOWN_CITATION,
                "groups.first.indicators.RATE.rule.source",
            ),
            ('status = "verified"', 'status = "sure"', S.FIELD_CHOICE, "citations.annex.status"),
            ('status = "verified"\n', "", S.FIELD_MISSING, "citations.annex.status"),
            ('locator = "', 'place = "', S.FIELD_UNKNOWN, "citations.annex.place"),
            ('locator = "Phụ lục I"\n', "", S.LOCATOR_MISSING, "citations.annex.locator"),
            ('["own-decision"]', "[]", S.FIELD_EMPTY, "citations.annex.instruments"),
            (
                '["own-decision"]',
                '["own-decision", "law"]',
                S.UNKNOWN_INSTRUMENT,
                "citations.annex.instruments.1",
            ),
            # instruments
            (
                'kind = "decision"',
                'kind = "rumour"',
                S.FIELD_CHOICE,
                "instruments.own-decision.kind",
            ),
            ('instrument = "qd-766-2022"', 'instrument = "x"', S.UNKNOWN_INSTRUMENT, "instrument"),
        ],
    )
    def test_one_mistake_is_one_problem(
        self, broken: Broken, old: str, new: str, code: ProblemCode, path: str
    ) -> None:
        assert broken(old, new) == [(code, path)]

    @pytest.mark.parametrize(
        ("name", "example"),
        [("citations", "[citations.maxima]"), ("instruments", "[[instruments]]")],
    )
    def test_whole_tables_of_the_wrong_type(self, name: str, example: str) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read(f"{name} = 1")
        assert caught.value.problems[0].path == (name,)
        assert example in caught.value.problems[0].hint

    @pytest.mark.parametrize("value", ["1", "[1]", '["a"]', "[[1]]"])
    def test_lists_of_the_wrong_things(self, value: str) -> None:
        for name in ("groups", "bands", "instruments"):
            with pytest.raises(InvalidFrameworkError) as caught:
                read(f"{name} = {value}")
            assert caught.value.problems[0 if name == "instruments" else -1].code in (
                S.FIELD_TYPE,
                S.FIELD_MISSING,
            )

    def test_a_broken_citation_is_said_once_and_not_where_it_is_used(self, broken: Broken) -> None:
        assert broken("[citations.annex]", "[citations.annex]\nnote = 1") == [
            (S.FIELD_TYPE, "citations.annex.note")
        ]

    def test_all_mistakes_are_said_at_once(self, broken: Broken) -> None:
        assert broken('label = "Nhóm một"', 'label = 1\nlable = "x"') == [
            (S.FIELD_TYPE, "groups.first.label"),
            (S.FIELD_UNKNOWN, "groups.first.lable"),
        ]

    def test_form_and_figures_together_where_the_file_is_understood(self, sound: str) -> None:
        text = sound.replace("max_points = 30", "max_points = 31").replace(
            'locator = "Phụ lục I"\n', ""
        )
        with pytest.raises(InvalidFrameworkError) as caught:
            read(text)
        assert [it.code for it in caught.value.problems] == [S.LOCATOR_MISSING, S.SUM_OF_PARTS]

    def test_hints_name_the_nearest(self, sound: str) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read(sound.replace("max_points = 30", "max_point = 30"))
        by_code = {it.code: it for it in caught.value.problems}
        assert "max_points" in by_code[S.FIELD_UNKNOWN].hint
        assert caught.value.subject == "small.toml"
        assert "small.toml, max_point: " in str(caught.value)


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "line"),
        [
            (b"a = 1\nb = \nc = 1", 2),
            (b"a = 1\na = 2", 2),
            (b"a = 1\n[b", 2),
            (b'a = """\n\n', 3),
            (b"a = 1\n\nb = \xff", 3),
            (b"a = nul", 1),
        ],
    )
    def test_not_toml(self, data: bytes, line: int) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read_framework(data, origin="x.toml")
        [problem] = caught.value.problems
        assert problem.code is S.TOML_SYNTAX
        assert problem.origin == "x.toml"
        assert f"Line {line} " in problem.message

    @pytest.mark.parametrize(
        "data",
        [
            b"a = " + b"9" * 5000,
            b"a = " + b"[" * 3000 + b"]" * 3000,
            b"a = " + b"[" * 30 + b"]" * 30,
            b".".join([b"a"] * 30) + b" = 1",
            b"a = 1e99999999999999999999",
            b"a = '" + b"x" * 10_000 + b"'",
        ],
    )
    def test_too_complex(self, data: bytes) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read_framework(data, origin="x.toml")
        assert [it.code for it in caught.value.problems] == [S.FILE_TOO_COMPLEX]

    def test_too_large(self) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read_framework(b"#\n" * 2**18, origin="x.toml")
        assert [it.code for it in caught.value.problems] == [S.FILE_TOO_LARGE]

    @pytest.mark.parametrize(
        "figure", ["nan", "inf", "-inf", "-1", "7.501", "1e300000", "1e-300000", "0x" + "f" * 1900]
    )
    def test_figures_that_are_none(self, broken: Broken, figure: str) -> None:
        assert broken("max_points = 7.5", f"max_points = {figure}") == [
            (S.FIGURE_RANGE, "groups.first.indicators.RATE.max_points")
        ]

    def test_endless_names_are_cut(self) -> None:
        name = "x" * 1900
        with pytest.raises(InvalidFrameworkError) as caught:
            read(f"{name} = 1\n[citations]\n{name} = 1\n[[instruments]]\nid = '{name}'")
        assert len(str(caught.value)) < 10_000

    def test_thousands_of_names_are_not_compared(self) -> None:
        citations = "".join(f"[citations.a{i}]\n" for i in range(2000))
        with pytest.raises(InvalidFrameworkError) as caught:
            read(citations + "[validity]\nsource = 'b'")
        unknown = next(it for it in caught.value.problems if it.code is S.UNKNOWN_CITATION)
        assert len(unknown.hint) < 1000

    @given(st.binary(max_size=300))
    @example(b"")
    def test_any_bytes(self, data: bytes) -> None:
        with pytest.raises(InvalidFrameworkError) as caught:
            read_framework(data, origin="x.toml")
        assert str(caught.value)

    @given(data=st.data())
    def test_any_change_of_a_few_characters(self, sound: str, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(sound) - 1))
        end = at + data.draw(st.integers(0, 12))
        new = data.draw(st.text(max_size=3) | st.sampled_from(list('"[]{}=.,0123456789-\n')))
        text = sound[:at] + new + sound[end:]
        self.check(text.encode("utf-8", "surrogatepass"))

    @given(data=st.data())
    def test_any_other_value_in_place_of_one(self, sound: str, data: st.DataObject) -> None:
        lines = sound.splitlines()
        at = data.draw(st.sampled_from([i for i, line in enumerate(lines) if " = " in line]))
        key = lines[at].split(" = ")[0]
        value = data.draw(
            st.sampled_from(
                [
                    "0",
                    "-1",
                    "nan",
                    "1.005",
                    "true",
                    "''",
                    "'x'",
                    "[]",
                    "[[]]",
                    "{}",
                    "2026-01-01",
                    "07:00:00",
                    "[1, 'a']",
                    "[{}]",
                    "{ kind = [] }",
                    "{ id = 1 }",
                    "{ source = {} }",
                ]
            )
        )
        lines[at] = f"{key} = {value}"
        self.check("\n".join(lines).encode())

    @staticmethod
    def check(data: bytes) -> None:
        framework: Framework | None = None
        problems: tuple[Problem, ...] = ()
        try:
            framework = read_framework(data, origin="x.toml")
        except InvalidFrameworkError as error:
            problems = error.problems
        assert bool(problems) == (framework is None)
        assert all(problem.to_dict("vi") for problem in problems)
        assert framework is None or framework.digest


class TestFiles:
    def test_a_file(self, tmp_path: Path, sound: str) -> None:
        path = tmp_path / "nhỏ.toml"
        path.write_text(sound, "utf-8")
        assert load_framework(path).id == "small"

    @pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b.toml"])
    def test_no_file(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(UnknownFrameworkError) as caught:
            load_framework(tmp_path / name)
        assert [it.code for it in caught.value.problems] == [S.FILE_UNREADABLE]

    def test_devices_are_not_read(self) -> None:
        zeros = Path("/dev/zero")
        if not zeros.exists():  # pragma: no cover
            pytest.skip("no endless file here")
        with pytest.raises(UnknownFrameworkError, match="not a regular file"):
            load_framework(zeros)

    def test_no_more_is_read_than_may_be_there(self, tmp_path: Path) -> None:
        (tmp_path / "long.toml").write_bytes(b"#\n" * 2**18)
        with pytest.raises(InvalidFrameworkError, match="larger than 262144 bytes"):
            load_framework(tmp_path / "long.toml")

    def test_every_edition_is_a_file_like_any_other(self) -> None:
        for path in EDITIONS.glob("*.toml"):
            assert load_framework(path).id == path.stem.replace("_", "-")
