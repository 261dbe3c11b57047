"""The entry point for Hypothesis: types learn their strategies.

The entry point names `register`. Strategies are made by
functions that Hypothesis calls when it meets a type, so that importing Hypothesis stays light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from vn766.codes import AgencyCode, DossierCode
from vn766.framework.model import Framework
from vn766.period import Days, HalfYear, Month, NineMonths, Quarter, Year
from vn766.records import UnitCounts, UnitPoints

if TYPE_CHECKING:
    from vn766.period import Period


def register() -> None:
    """Tell Hypothesis which strategies draw the types of this library."""
    for kind in (Month, Quarter, HalfYear, NineMonths, Year, Days):
        st.register_type_strategy(kind, _periods)
    st.register_type_strategy(AgencyCode, _agency_codes)
    st.register_type_strategy(DossierCode, _dossier_codes)
    st.register_type_strategy(Framework, _frameworks)
    st.register_type_strategy(UnitPoints, _unit_points)
    st.register_type_strategy(UnitCounts, _unit_counts)


def _periods(kind: type[Period]) -> st.SearchStrategy[Period]:
    from vn766.testing import periods

    return periods(kinds=(kind,))


def _agency_codes(_: type[AgencyCode]) -> st.SearchStrategy[AgencyCode]:
    from vn766.testing import agency_codes

    return agency_codes()


def _dossier_codes(_: type[DossierCode]) -> st.SearchStrategy[DossierCode]:
    from vn766.testing import dossier_codes

    return dossier_codes()


def _frameworks(_: type[Framework]) -> st.SearchStrategy[Framework]:
    from vn766.testing import frameworks

    return frameworks()


def _unit_points(_: type[UnitPoints]) -> st.SearchStrategy[UnitPoints]:
    from vn766.testing import unit_points

    return unit_points()


def _unit_counts(_: type[UnitCounts]) -> st.SearchStrategy[UnitCounts]:
    from vn766.testing import unit_counts

    return unit_counts()
