"""Records as TOML, which the extra `toml` writes."""

# mypy: allow-untyped-defs, allow-untyped-calls, no-check-untyped-defs
from __future__ import annotations

from datetime import UTC

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vn766.convert import from_toml, to_toml
from vn766.records import Unit
from vn766.testing import periods, unit_counts, unit_points

surroundings = st.fixed_dictionaries(
    {
        "unit": st.none()
        | st.builds(Unit, name=st.text(st.characters(categories=["L"]), min_size=1)),
        "period": st.none() | periods(),
        "retrieved_at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "provisional": st.booleans(),
    }
)


@given(unit_points() | unit_counts(), surroundings)
def test_what_is_written_is_read(record, about):
    record = evolve(record, **about)
    assert from_toml(to_toml(record)) == record
