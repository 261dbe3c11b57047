"""Which frameworks there are and how one is found."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import vn766.framework
from vn766.errors import (
    EditionNotInForceError,
    FrameworkError,
    InvalidFrameworkError,
    ProblemCode,
    UnknownFrameworkError,
)
from vn766.framework import edition_for, get_framework, list_frameworks

if TYPE_CHECKING:
    from collections.abc import Callable

    Install = Callable[..., None]

SHIPPED = ("portal-2025", "portal-2026", "qd766")


class TestShipped:
    def test_the_default_is_what_all_years_have_in_common(self) -> None:
        assert get_framework().id == "qd766"

    @pytest.mark.parametrize("name", SHIPPED)
    def test_by_id(self, name: str) -> None:
        assert get_framework(name).id == name
        assert get_framework(name) is get_framework(name)

    def test_a_framework_is_returned_as_it_is(self) -> None:
        framework = get_framework()
        assert get_framework(framework) is framework

    def test_unknown_names_get_the_nearest(self) -> None:
        with pytest.raises(UnknownFrameworkError) as caught:
            get_framework("portal_2025")
        [problem] = caught.value.problems
        assert problem.code is ProblemCode.UNKNOWN_FRAMEWORK
        assert "Nearest: portal-2025." in problem.hint
        assert all(name in problem.text("vi")[1] for name in SHIPPED)

    @pytest.mark.parametrize("ref", ["", "🙃", "x" * 100_000, "../qd766", "QD766"])
    def test_odd_names(self, ref: str) -> None:
        with pytest.raises(UnknownFrameworkError):
            get_framework(ref)


class TestFiles:
    def test_by_path_or_by_a_text_that_ends_like_one(self, tmp_path: Path, sound: str) -> None:
        path = tmp_path / "small.toml"
        path.write_text(sound, "utf-8")
        assert get_framework(path) == get_framework(str(path))
        assert get_framework(path).id == "small"

    def test_they_are_read_once_and_again_when_they_change(
        self, tmp_path: Path, sound: str
    ) -> None:
        path = tmp_path / "small.toml"
        path.write_text(sound, "utf-8")
        before = get_framework(path)
        assert get_framework(path) is before
        path.write_text(sound.replace("Bộ nhỏ", "Bộ mới"), "utf-8")
        assert (before.title, get_framework(path).title) == ("Bộ nhỏ", "Bộ mới")

    def test_no_file(self) -> None:
        with pytest.raises(UnknownFrameworkError):
            get_framework(Path("no-such-file"))


class TestDays:
    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2022, 6, 23), "qd766"),
            (date(2022, 7, 31), "qd766"),
            (date(2022, 8, 1), "portal-2025"),
            (date(2025, 12, 31), "portal-2025"),
            (date(2026, 1, 1), "portal-2026"),
            (date.max, "portal-2026"),
        ],
    )
    def test_the_edition_that_started_last(self, day: date, name: str) -> None:
        assert get_framework(on=day).id == name

    def test_before_the_decision_there_is_none(self) -> None:
        with pytest.raises(EditionNotInForceError) as caught:
            get_framework(on=date(2022, 6, 22))
        [problem] = caught.value.problems
        assert problem.code is ProblemCode.NO_EDITION_IN_FORCE
        assert "qd766, from 2022-06-23" in problem.hint

    def test_a_named_edition_must_cover_the_day(self) -> None:
        assert get_framework("portal-2025", on=date(2025, 1, 1)).id == "portal-2025"
        with pytest.raises(EditionNotInForceError) as caught:
            get_framework("portal-2026", on=date(2025, 12, 31))
        [problem] = caught.value.problems
        assert problem.code is ProblemCode.EDITION_NOT_IN_FORCE
        assert "from 2026-01-01 to …" in problem.message

    def test_a_framework_without_validity_covers_every_day(
        self, tmp_path: Path, sound: str
    ) -> None:
        start, end = sound.index("[validity]"), sound.index("[rounding]")
        path = tmp_path / "small.toml"
        path.write_text(sound[:start] + sound[end:], "utf-8")
        assert get_framework(path, on=date(1990, 1, 1)).validity is None

    @pytest.mark.parametrize(
        ("start", "end", "name"),
        [
            (date(2025, 1, 1), date(2025, 12, 31), "portal-2025"),
            (date(2026, 1, 1), date(2026, 1, 31), "portal-2026"),
            (date(2025, 12, 1), date(2026, 1, 31), "qd766"),
            (date(2022, 7, 1), date(2022, 9, 30), "qd766"),
            (date(2000, 1, 1), date(2000, 1, 31), "qd766"),
        ],
    )
    def test_the_edition_of_a_period(self, start: date, end: date, name: str) -> None:
        assert edition_for(start, end).id == name


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Install:
    """Pretend that packages declare frameworks: (distribution, name, value, text of the file)."""

    def declare(*declared: tuple[str | None, str, str, str | None]) -> None:
        points = []
        for owner, name, value, text in declared:
            package = tmp_path / value
            package.mkdir(exist_ok=True)
            (package / "__init__.py").touch()
            if text is not None:
                (package / f"{name}.toml").write_text(text, "utf-8")
            point = EntryPoint(name=name, value=value, group="vn766.frameworks")
            if owner is not None:
                vars(point)["dist"] = SimpleNamespace(name=owner)
            points.append(point)
        monkeypatch.setattr(
            "importlib.metadata.entry_points", lambda **query: EntryPoints(points).select(**query)
        )
        monkeypatch.syspath_prepend(tmp_path)

    return declare


class TestEntryPoints:
    def test_one(self, install: Install, sound: str) -> None:
        install(("vi-du", "small", "vi_du_one", sound))
        assert list_frameworks() == (*SHIPPED, "small")
        assert get_framework("small").title == "Bộ nhỏ"

    def test_packages_are_asked_once_and_what_changes_is_read(
        self, install: Install, sound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(UnknownFrameworkError):
            get_framework("small")
        install(("vi-du", "small", "vi_du_nine", sound))
        first = get_framework("small")
        monkeypatch.setattr("importlib.metadata.entry_points", None)
        assert get_framework("small") is first
        changed = sound.replace("Bộ nhỏ", "Bộ khác")
        (tmp_path / "vi_du_nine" / "small.toml").write_text(changed, "utf-8")
        assert get_framework("small").title == "Bộ khác"

    def test_a_broken_package_is_listed_and_harms_no_other(
        self, install: Install, sound: str
    ) -> None:
        install(
            ("vi-du", "small", "vi_du_two", sound),
            ("hỏng", "missing", "vi_du_two", None),
            (None, "absent", "vi_du_two.absent.module", None),
        )
        assert list_frameworks() == (*SHIPPED, "absent", "missing", "small")
        assert get_framework("small").id == "small"
        for name, owner in (("missing", "hỏng"), ("absent", "vi_du_two.absent.module")):
            with pytest.raises(InvalidFrameworkError) as caught:
                get_framework(name)
            [problem] = caught.value.problems
            assert problem.code is ProblemCode.ENTRY_POINT_BROKEN
            assert owner in problem.message

    def test_a_package_is_imported_only_for_its_own_framework(
        self, install: Install, tmp_path: Path
    ) -> None:
        install(("lạ", "small", "vi_du_ten", None))
        (tmp_path / "vi_du_ten" / "__init__.py").write_text("1 / 0", "utf-8")
        assert list_frameworks() == (*SHIPPED, "small")
        assert get_framework("qd766").id == "qd766"
        with pytest.raises(UnknownFrameworkError):
            get_framework("other")
        assert "vi_du_ten" not in sys.modules

    def test_a_package_that_fails_on_import(self, install: Install, tmp_path: Path) -> None:
        install(("hỏng", "small", "vi_du_three", None))
        (tmp_path / "vi_du_three" / "__init__.py").write_text("1 / 0", "utf-8")
        with pytest.raises(InvalidFrameworkError, match="cannot be read") as caught:
            get_framework("small")
        assert isinstance(caught.value.__cause__, ZeroDivisionError)

    def test_an_invalid_file(self, install: Install, sound: str) -> None:
        install(("vi-du", "small", "vi_du_four", sound.replace("= 30", "= 31")))
        with pytest.raises(InvalidFrameworkError) as caught:
            get_framework("small")
        assert caught.value.problems[0].origin == "vi_du_four/small.toml, max_points"

    def test_the_name_must_be_the_id(self, install: Install, sound: str) -> None:
        install(("vi-du", "other", "vi_du_five", sound))
        with pytest.raises(InvalidFrameworkError) as caught:
            get_framework("other")
        assert [it.code for it in caught.value.problems] == [ProblemCode.FRAMEWORK_ID]

    def test_two_packages_with_one_name(self, install: Install, sound: str) -> None:
        install(
            ("một", "small", "vi_du_six", sound),
            ("hai", "small", "vi_du_seven", sound),
            ("ba", "alone", "vi_du_six", sound.replace('id = "small"', 'id = "alone"')),
        )
        for ask in (list_frameworks, lambda: get_framework("small")):
            with pytest.raises(FrameworkError) as caught:
                ask()
            [problem] = caught.value.problems
            assert problem.code is ProblemCode.FRAMEWORK_NAME_CLASH
            assert "một" in problem.message
            assert "hai" in problem.message
        assert get_framework("alone").id == "alone"

    def test_no_package_takes_the_place_of_a_shipped_edition(
        self, install: Install, sound: str
    ) -> None:
        install(("giả", "qd766", "vi_du_eight", sound))
        assert get_framework("qd766").title != "Bộ nhỏ"
        with pytest.raises(FrameworkError) as caught:
            list_frameworks()
        [problem] = caught.value.problems
        assert problem.code is ProblemCode.FRAMEWORK_NAME_CLASH
        assert "vn766, giả" in problem.message


class TestLight:
    @pytest.mark.parametrize("module", ["vn766.framework", "vn766.framework.model"])
    def test_importing_loads_nothing_heavy(self, module: str) -> None:
        heavy = (
            "cattrs tomllib importlib.resources importlib.metadata difflib hashlib json "
            "vn766.framework.loader babel numpy hypothesis"
        )
        # What attrs itself loads is not ours.
        code = (
            f"import attrs, sys; before = set(sys.modules); import {module}; "
            f"print(*sorted((set(sys.modules) - before) & set({heavy.split()!r})))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.split() == []


def test_other_names_are_missing() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = vn766.framework.nothing  # type: ignore[attr-defined]  # that is what is tested
