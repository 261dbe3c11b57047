"""What a framework must fulfil beyond its form."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from vn766.errors import ProblemCode
from vn766.framework import get_framework, lint, list_frameworks
from vn766.framework.loader import read_framework
from vn766.framework.sources import Citation, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    Broken = Callable[[str, str], list[tuple[ProblemCode, str]]]

S = ProblemCode
RATE = "groups.first.indicators.RATE"
AIM = "groups.first.indicators.AIM"
LEFT = "groups.second.children.second.left"
OWN = "instruments.own-decision"
RIGHT = "groups.second.children.second.right"
OTHER_TWICE = """\
id = "other"
rule = { kind = "given", source = "guess" }
[[groups.indicators.variants]]
id = "other"
rule = { kind = "given", source = "guess" }
"""


class TestRules:
    @pytest.mark.parametrize(
        ("old", "new", "code", "path"),
        [
            # sums
            ("max_points = 30", "max_points = 30.01", S.SUM_OF_PARTS, "max_points"),
            ("max_points = 7.5", "max_points = 7.49", S.SUM_OF_PARTS, "groups.first.max_points"),
            (
                'max_points = 10\nsource = "annex"\n\n[[bands]]',
                'max_points = 11\nsource = "annex"\n\n[[bands]]',
                S.SUM_OF_PARTS,
                "groups.second.max_points",
            ),
            # figures
            ("max_points = 30", "max_points = 10000.01", S.FIGURE_RANGE, "max_points"),
            ("max_points = 7.5", "max_points = -7.5", S.FIGURE_RANGE, f"{RATE}.max_points"),
            ("max_points = 7.5", "max_points = 7.505", S.FIGURE_RANGE, f"{RATE}.max_points"),
            ("percent = 80", "percent = 0", S.FIGURE_RANGE, f"{AIM}.rule.target_percent"),
            ("percent = 80", "percent = 0.8", S.FIGURE_RANGE, f"{AIM}.rule.target_percent"),
            ("percent = 80", "percent = 100.01", S.FIGURE_RANGE, f"{AIM}.rule.target_percent"),
            (
                'kind = "given"',
                'kind = "target", target_percent = nan',
                S.FIGURE_RANGE,
                f"{AIM}.variants.other.rule.target_percent",
            ),
            ("min_points = 20", "min_points = nan", S.FIGURE_RANGE, "bands.high.min_points"),
            ("min_points = 0", "min_points = -1", S.FIGURE_RANGE, "bands.low.min_points"),
            # names
            ('id = "small"', 'id = "Nhỏ"', S.FRAMEWORK_ID, "id"),
            ('id = "small"', 'id = "small.toml"', S.FRAMEWORK_ID, "id"),
            ('id = "second"', 'id = "First"', S.DUPLICATE_NAME, "groups.First.id"),
            ('code = "L"', 'code = "F"', S.DUPLICATE_NAME, f"{LEFT}.code"),
            ('code = "L"', 'code = "first"', S.DUPLICATE_NAME, f"{LEFT}.code"),
            ('code = "AIM"', 'code = "RATE"', S.DUPLICATE_NAME, f"{RATE}.code"),
            ('no = "1.2"', 'no = "1.1"', S.DUPLICATE_NAME, f"{AIM}.no"),
            ('no = "1.2"', 'no = "first"', S.DUPLICATE_NAME, f"{AIM}.no"),
            ('no = "1.2"', 'no = "RATE"', S.DUPLICATE_NAME, f"{AIM}.no"),
            ('id = "low"', 'id = "high"', S.DUPLICATE_NAME, "bands.1"),
            ('"Kém", "kém"', '"Cao"', S.DUPLICATE_NAME, "bands.1"),
            (
                'id = "other"\nrule = { kind = "given", source = "guess" }',
                OTHER_TWICE,
                S.DUPLICATE_NAME,
                f"{AIM}.variants.1.id",
            ),
            (
                "[[instruments]]",
                '[[instruments]]\nid = "own-decision"\nkind = "law"\ntitle = "x"\n[[instruments]]',
                S.DUPLICATE_NAME,
                "instruments.1.id",
            ),
            ('label = "Phải"', 'label = "TRAI"', S.AMBIGUOUS_ALIAS, RIGHT),
            ('label = "Phải"', 'label = "L"', S.AMBIGUOUS_ALIAS, RIGHT),
            ('label = "Trái"', 'label = "Second, right"', S.AMBIGUOUS_ALIAS, RIGHT),
            (
                'label = "Phải"',
                'label = "Phải"\naliases = ["Bên", "trái"]',
                S.AMBIGUOUS_ALIAS,
                RIGHT,
            ),
            # bands
            ("min_points = 20", "min_points = 30.01", S.BAND_CEILING, "bands.high.min_points"),
            ("min_points = 20", "min_points = 0", S.BAND_ORDER, "bands.low.min_points"),
            ("min_points = 0", "min_points = 0.01", S.BAND_FLOOR, "bands.low.min_points"),
            (
                'min_points = 20\nsource = "guess"',
                (
                    'min_points = 20\nsource = "guess"\n'
                    'published = { lowest = 19.99, highest = 30, source = "annex" }'
                ),
                S.FIGURE_RANGE,
                "bands.high.published.lowest",
            ),
            (
                'min_points = 0\nsource = "guess"',
                (
                    'min_points = 0\nsource = "guess"\n'
                    'published = { lowest = 5, highest = 20, source = "annex" }'
                ),
                S.FIGURE_RANGE,
                "bands.low.published.highest",
            ),
            (
                'min_points = 0\nsource = "guess"',
                (
                    'min_points = 0\nsource = "guess"\n'
                    'published = { lowest = 5, highest = 4.99, source = "annex" }'
                ),
                S.FIGURE_RANGE,
                "bands.low.published.highest",
            ),
            # days and what ends an instrument
            (
                "issued_on = 2026-01-05",
                "ended_on = 2026-01-05\nended_by = 'x'",
                S.UNKNOWN_INSTRUMENT,
                f"{OWN}.ended_by",
            ),
            (
                "issued_on = 2026-01-05",
                "issued_on = 2026-01-05\nended_on = 2026-01-04",
                S.VALIDITY_ORDER,
                f"{OWN}.ended_on",
            ),
            (
                "issued_on = 2026-01-05",
                "issued_on = 2026-01-05\nin_force_from = 2026-03-01\nended_on = 2026-02-28",
                S.VALIDITY_ORDER,
                f"{OWN}.ended_on",
            ),
            (
                "[[groups]]",
                (
                    '[[parties]]\nrole = "scored"\nlabel = "Các xã"\nsource = "guess"\n'
                    "first_day = 2026-01-02\nlast_day = 2026-01-01\n[[groups]]"
                ),
                S.VALIDITY_ORDER,
                "parties.0.last_day",
            ),
            # the rest
            (
                'kind = "proportional"',
                'kind = "unscored"',
                S.UNSCORED_MAXIMUM,
                f"{RATE}.max_points",
            ),
            ('["province", "commune"]', '["commune"]', S.LEVEL_OUTSIDE, f"{AIM}.levels.0"),
            ("2026-12-31", "2025-12-31", S.VALIDITY_ORDER, "validity.last_day"),
        ],
    )
    def test_each_has_its_own_problem(
        self, broken: Broken, old: str, new: str, code: ProblemCode, path: str
    ) -> None:
        assert broken(old, new) == [(code, path)]

    def test_a_whole_of_nothing_has_no_percent(self, broken: Broken) -> None:
        assert (S.FIGURE_RANGE, "max_points") in broken("max_points = 30", "max_points = 0")

    def test_how_a_figure_is_written_does_not_matter(self, sound: str) -> None:
        text = sound.replace("max_points = 0", "max_points = 0.000")
        assert lint(read_framework(text.encode(), origin="x")) == ()

    def test_nothing_may_be_empty(self) -> None:
        framework = get_framework()
        for name, empty in (
            ("groups", evolve(framework, groups=())),
            ("bands", evolve(framework, bands=())),
            ("levels", evolve(framework, levels=())),
        ):
            assert [(it.code, it.path) for it in lint(empty)] == [(S.FIELD_EMPTY, (name,))]

    def test_children_and_indicators_do_not_mix(self) -> None:
        framework = get_framework("portal-2026")
        online = framework.groups[2]
        mixed = evolve(online, indicators=online.children[0].indicators)
        groups = tuple(mixed if it is online else it for it in framework.groups)
        codes = [it.code for it in lint(evolve(framework, groups=groups))]
        assert codes[0] is S.MIXED_PARTS
        assert set(codes[1:]) == {S.DUPLICATE_NAME}


class TestReach:
    def test_shipped_editions_fulfil_them_all(self) -> None:
        for name in list_frameworks()[:3]:
            assert lint(get_framework(name)) == ()

    def test_a_name_may_mean_a_parent_and_its_part(self) -> None:
        online = next(it for it in get_framework().groups if it.id == "online")
        assert set(online.aliases) & set(online.children[0].aliases)

    def test_what_is_only_observed_may_share_a_number(self) -> None:
        numbers = [it.no for it in get_framework("portal-2026").indicators()]
        assert numbers.count("5.1") == 2

    def test_an_open_end_is_no_disorder(self) -> None:
        framework = get_framework("portal-2025")
        assert framework.validity is not None
        from_ever = evolve(framework.validity, first_day=None)
        for_ever = evolve(framework.validity, last_day=None)
        for validity in (from_ever, for_ever):
            assert lint(evolve(framework, validity=validity)) == ()
        assert lint(evolve(framework, validity=None)) == ()

    def test_a_citation_used_often_is_said_once(self) -> None:
        framework = get_framework()
        vague = Citation(instruments=("hearsay",), status=Status.VERIFIED)
        groups = tuple(evolve(it, source=vague) for it in framework.groups)
        assert [(it.code, it.path) for it in lint(evolve(framework, groups=groups))] == [
            (S.UNKNOWN_INSTRUMENT, ("groups", "transparency", "source", "instruments", 0)),
            (S.LOCATOR_MISSING, ("groups", "transparency", "source", "locator")),
        ]

    def test_no_instrument_known_at_all(self) -> None:
        problems = lint(evolve(get_framework(), instruments=()))
        assert {it.code for it in problems} == {S.UNKNOWN_INSTRUMENT}
        assert all(it.hint for it in problems)

    @pytest.mark.parametrize("figure", ["NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "-1"])
    def test_any_decimal_can_be_checked_in_any_context(self, figure: str) -> None:
        framework = evolve(get_framework(), max_points=Decimal(figure))
        bands = tuple(evolve(it, min_points=Decimal(figure)) for it in framework.bands)
        groups = tuple(evolve(it, max_points=Decimal(figure)) for it in framework.groups)
        for broken in (framework, evolve(framework, bands=bands), evolve(framework, groups=groups)):
            with localcontext(Context(prec=1)):
                assert {it.code for it in lint(broken)} >= {S.FIGURE_RANGE}

    def test_zero_with_many_digits_is_zero(self) -> None:
        bands = get_framework().bands
        zero = evolve(bands[-1], min_points=Decimal("0E-50"))
        assert lint(evolve(get_framework(), bands=(*bands[:-1], zero))) == ()
