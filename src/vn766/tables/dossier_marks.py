"""The marks of a dossier in a period, as expressions: 1 is yes, 0 is no, null is not known.

The column of a field is called ``__vn766_received`` and the like.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, assert_never

import narwhals.stable.v2 as nw

from vn766.tables.expressions import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from narwhals.stable.v2.dtypes import DType

Whole: TypeAlias = Literal["in_hand", "arrived", "charged"]
"""The dossiers that a component is about: in hand, received in the period, or of these those for
which a fee is not ruled out."""


def _spellings(*words: str) -> tuple[str, ...]:
    """Return words as they are, in small letters and in capitals: to fold a column takes long."""
    return tuple(case(word) for word in words for case in (str, str.lower, str.upper))


_DIRECT, _ONLINE, _POSTAL = 1, 2, 3
_PAID_ONLINE: Final = (1, 2)
_SUPPLEMENT: Final = _spellings("Yêu cầu bổ sung")
_ENDED: Final = _spellings(
    "Đã xử lý xong", "Đã trả kết quả", "Dừng xử lý", "Từ chối", "Công dân yêu cầu rút hồ sơ"
)


_MERE_BLANKS: Final = " " * 1000
"""Texts of blanks and tabs stand in front of this one, those that begin with letters behind."""


class Span(NamedTuple):
    """A period as instants, and what it is called."""

    start: datetime
    last_day: datetime
    after: datetime
    """The first instant that no longer belongs to it."""
    title: str


class Share(NamedTuple):
    """A component: the dossiers it is about, and which of them have what it asks for."""

    whole: Whole
    mark: nw.Expr


class Dossier:
    """The expressions of one period over the fields that a table has.

    No condition relies on what null is in a comparison, of which engines think differently.
    """

    def __init__(self, schema: Mapping[str, DType], span: Span) -> None:
        self._schema = schema
        self._span = span
        since = nw.col(f"{OWN}received")
        if self._has("filed"):
            since = nw.coalesce(since, nw.col(f"{OWN}filed"))
        self._is_open = nw.col(f"{OWN}finished").is_null()
        self._stop = self._stopped_at()
        self._arrived = since >= span.start  # of those in hand, whose time is known
        gone = ~self._stop.is_null() & (self._stop < span.start)
        began = ~since.is_null() & (since < span.after)
        self.in_hand = began & (self._arrived | (~gone & ~self._is_vague()))

    def whole(self, name: Whole) -> nw.Expr:
        """Return 1 for each dossier that a component may be about, 0 for others in hand."""
        match name:
            case "in_hand":
                return _number(1)
            case "arrived":
                return _sure(self._arrived)
            case "charged":
                fee = self._amount("fee")
                return _sure(self._arrived & ~(~fee.is_null() & (fee == 0)))
            case _:
                assert_never(name)

    def share(self, code: str) -> Share:
        """Return the component of that code."""
        shares: dict[str, tuple[Whole, Callable[[], nw.Expr]]] = {
            "PROGRESS_ON_TIME": ("in_hand", self._on_time),
            "ONLINE_FILED": ("arrived", self._online),
            "PAYMENT_PAID_ONLINE": ("charged", self._paid_online),
            "ORIGINAL_RESULT_AVAILABLE": ("in_hand", self._result),
            "SO_HOA_GIAY_TO_GIAI_QUYET": ("in_hand", self._digitised),
            "REUSED_DIGITIZED_DATA": ("in_hand", partial(self._flag, "reused")),
            "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("in_hand", partial(self._flag, "from_storage")),
            "CITIZEN_DATA_CONNECTED_DOSSIER": ("in_hand", partial(self._flag, "citizen_data")),
        }
        whole, mark = shares[code]
        return Share(whole, mark())

    def _has(self, field: str) -> bool:
        return f"{OWN}{field}" in self._schema

    def _is_status(self, names: Sequence[str]) -> nw.Expr:
        status = nw.col(f"{OWN}status")
        return ~status.is_null() & status.is_in(names)

    def _waits(self) -> nw.Expr:
        """Whether the agency has asked for supplements and the applicant has not come back."""
        return self._is_open & self._is_status(_SUPPLEMENT)

    def _stopped_at(self) -> nw.Expr:
        """Return when work ended, or the clock stopped because supplements were asked for."""
        finished = nw.col(f"{OWN}finished")
        if not (self._has("status") and self._has("supplement_requested")):
            return finished
        asked = nw.when(self._waits()).then(nw.col(f"{OWN}supplement_requested"))
        return nw.coalesce(finished, asked)

    def _is_vague(self) -> nw.Expr:
        """Whether the status says that work has stopped, and nothing says when."""
        if not self._has("status"):
            return nw.lit(value=False)
        return self._stop.is_null() & self._is_status((*_ENDED, *_SUPPLEMENT))

    def _on_time(self) -> nw.Expr:
        due, stop, span = nw.col(f"{OWN}due"), self._stop, self._span
        # At midnight it is due on that day, to its end; times of day are kept to the instant.
        in_time = (stop <= due) | (stop.dt.truncate("1d") == due)
        is_stopped = ~stop.is_null() & (stop < span.after)
        of_stopped = self._of_stopped(in_time)
        mark = nw.when(is_stopped).then(of_stopped).otherwise(_pick(due >= span.last_day))
        return nw.when(~due.is_null() & ~self._is_vague()).then(mark)

    def _of_stopped(self, in_time: nw.Expr) -> nw.Expr:
        """Judge a dossier whose clock has stopped; after several requests it is late."""
        if not (self._has("status") and self._has("supplement_requested")):
            return _pick(in_time)
        waits = self._waits()
        if not self._has("supplement_requests"):
            return nw.when(~waits).then(_pick(in_time))
        requests = self._amount("supplement_requests")
        known = ~requests.is_null()
        of_waiting = _pick(known & (requests == 1) & in_time, known & (requests >= 1))
        return nw.when(waits).then(of_waiting).otherwise(_pick(in_time))

    def _online(self) -> nw.Expr:
        channel = nw.col(f"{OWN}channel")
        others = channel.is_null() | self._is_code("channel", (_DIRECT, _POSTAL))
        if isinstance(self._schema[f"{OWN}channel"], nw.String):
            others |= ~channel.is_null() & (channel == "")
        return nw.when(self._arrived).then(_pick(self._is_code("channel", (_ONLINE,)), others))

    def _paid_online(self) -> nw.Expr:
        fee = self._amount("fee")
        is_charged = self._arrived & ~fee.is_null() & (fee > 0)
        return nw.when(is_charged).then(self._flag("paid_online", yes=_PAID_ONLINE))

    def _digitised(self) -> nw.Expr:
        """Return whether papers are digitised and the result is electronic, which 4.2 both asks."""
        papers, result = self._flag("digitised"), self._result()
        return _pick((papers == 1) & (result == 1), (papers == 0) | (result == 0))

    def _result(self) -> nw.Expr:
        if not isinstance(self._schema[f"{OWN}result_file"], nw.String):
            return self._flag("result_file")
        link = nw.col(f"{OWN}result_file")
        # One comparison: to strip each link takes longer than all other counting.
        return _sure(~link.is_null() & (link > _MERE_BLANKS))

    def _flag(self, field: str, yes: Sequence[int] = (1,)) -> nw.Expr:
        if isinstance(self._schema[f"{OWN}{field}"], nw.Boolean):
            return nw.col(f"{OWN}{field}").cast(nw.Int16)
        return _pick(self._is_code(field, yes), self._is_code(field, (0,)))

    def _is_code(self, field: str, codes: Sequence[int]) -> nw.Expr:
        column, dtype = nw.col(f"{OWN}{field}"), self._schema[f"{OWN}{field}"]
        first, *rest = [str(code) for code in codes] if isinstance(dtype, nw.String) else codes
        found = column == first
        for value in rest:  # not `is_in`, which Polars refuses for floats
            found |= column == value
        return ~column.is_null() & found

    def _amount(self, field: str) -> nw.Expr:
        """Return a number; one that is not finite is null, as some engines put it above all."""
        column = nw.col(f"{OWN}{field}")
        if not self._schema[f"{OWN}{field}"].is_float():
            return column
        return nw.when(column.is_finite()).then(column)


def _number(value: int) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int16)


def _pick(yes: nw.Expr, no: nw.Expr | None = None) -> nw.Expr:
    """Return 1 where `yes`, else 0, or with `no` 0 where that holds, and null elsewhere."""
    if no is None:
        return nw.when(yes).then(_number(1)).otherwise(_number(0))
    # Both have nulls: pandas 2 warns where integers become floats, and integers again.
    return nw.coalesce(nw.when(yes).then(_number(1)), nw.when(no).then(_number(0)))


def _sure(yes: nw.Expr) -> nw.Expr:
    """Return 1 where `yes`, else 0: cheaper, for conditions that are never null."""
    return yes.cast(nw.Int16)
