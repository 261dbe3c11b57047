"""Files in: tables of points (CSV, XLSX) and saved responses of the portal (JSON).

Nothing is repaired silently, nothing is changed in the files, and no network is used: every
value that cannot be scored is listed with its cell, and what is not points is kept as text.
"""

from __future__ import annotations

from vn766.readers.headers import Column
from vn766.readers.points import read_points
from vn766.readers.portal import read_portal
from vn766.readers.tables import PointsTable

__all__ = ["Column", "PointsTable", "read_points", "read_portal"]
