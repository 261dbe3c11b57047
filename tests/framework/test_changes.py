"""What differs between two frameworks."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.framework import Change, diff, get_framework
from vn766.framework.loader import read_framework

EDITIONS = ("qd766", "portal-2025", "portal-2026")


class TestDiff:
    def test_a_figure(self) -> None:
        before = get_framework()
        bands = tuple(
            evolve(it, min_points=Decimal(65)) if it.id == "fair" else it for it in before.bands
        )
        assert diff(before, evolve(before, bands=bands)) == (
            Change(path=("bands", "fair", "min_points"), before=Decimal(70), after=Decimal(65)),
        )

    def test_elements_are_matched_by_name_not_by_position(self) -> None:
        before = get_framework()
        after = evolve(before, groups=before.groups[::-1])
        names = tuple(it.id for it in before.groups)
        assert diff(before, after) == (
            Change(path=("groups", "order"), before=names, after=names[::-1]),
        )

    def test_what_is_added_or_removed(self) -> None:
        before = get_framework()
        after = evolve(before, bands=before.bands[1:])
        gone = diff(before, after)
        assert {change.path[:2] for change in gone} == {("bands", "excellent")}
        assert all(change.after is None for change in gone)
        back = diff(after, before)
        assert [(it.path, it.after, it.before) for it in back] == [
            (it.path, it.before, it.after) for it in gone
        ]

    def test_the_kind_of_a_rule(self, sound: str) -> None:
        before = read_framework(sound.encode(), origin="x")
        text = sound.replace('kind = "target", target_percent = 80', 'kind = "proportional"')
        after = read_framework(text.encode(), origin="x")
        rule = ("groups", "first", "indicators", "AIM", "rule")
        assert diff(before, after) == (
            Change(path=(*rule, "kind"), before="target", after="proportional"),
            Change(path=(*rule, "target_percent"), before=Decimal(80), after=None),
        )

    def test_a_list_of_plain_values_is_one_value(self, sound: str) -> None:
        before = read_framework(sound.encode(), origin="x")
        after = read_framework(sound.replace('["Nhóm đầu"]', "[]").encode(), origin="x")
        assert diff(before, after) == (
            Change(path=("groups", "first", "aliases"), before=("Nhóm đầu",), after=None),
        )

    @pytest.mark.parametrize("one", EDITIONS)
    @pytest.mark.parametrize("other", EDITIONS)
    def test_there_are_changes_if_and_only_if_they_differ(self, one: str, other: str) -> None:
        before, after = get_framework(one), get_framework(other)
        assert (diff(before, after) == ()) == (before == after)
        assert (before.digest == after.digest) == (before == after)


class TestDigest:
    @given(st.sampled_from(EDITIONS), st.integers(1, 30))
    def test_it_does_not_depend_on_the_decimal_context(self, name: str, precision: int) -> None:
        framework = evolve(get_framework(name))
        with localcontext(prec=precision):
            assert framework.digest == get_framework(name).digest

    def test_equal_frameworks_have_equal_digests(self, sound: str) -> None:
        one = read_framework(sound.encode(), origin="x")
        other = read_framework(sound.replace("= 7.5", "= 7.50").encode(), origin="y")
        assert one == other
        assert one.digest == other.digest
        assert len(one.digest) == 64

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("target_percent = 80", "target_percent = 81"),
            ('kind = "proportional"', 'kind = "given"'),
            ("2026-12-31", "2026-12-30"),
            ("Phụ lục I", "Phụ lục II"),
            ('rule = "null"', 'rule = "zero"'),
        ],
    )
    def test_every_value_counts(self, sound: str, old: str, new: str) -> None:
        one = read_framework(sound.encode(), origin="x")
        other = read_framework(sound.replace(old, new).encode(), origin="x")
        assert one.digest != other.digest
        assert diff(one, other)

    def test_order_counts(self) -> None:
        framework = get_framework()
        assert evolve(framework, groups=framework.groups[::-1]).digest != framework.digest
