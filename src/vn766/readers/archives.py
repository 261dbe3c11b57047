"""ZIP archives to their parts, within fixed limits: what XLSX and DOCX files are made of."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final, NoReturn

from vn766.errors import InvalidRecordError, ProblemCode, Word
from vn766.readers.grids import refusal

if TYPE_CHECKING:
    import re

_MAX_ENTRIES: Final = 10_000  # an honest file has some dozens
_KINDS: Final = {
    "xl/workbook.xml": "XLSX",
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "DOCX",
    "ppt/presentation.xml": "PPTX",
    "content.xml": "ODS/ODT",
}


def damaged(file: str, error: object) -> NoReturn:
    """Refuse `file` because of `error`: a word of ours, or what another's code raised."""
    if isinstance(error, Word):
        reason: str = error
    else:
        reason = (" ".join(str(error).split()) or type(error).__name__)[:200]
    raise refusal(ProblemCode.DAMAGED_FILE, file, reason=reason) from None


def unpack(
    data: bytes, file: str, *, main: re.Pattern[str], needed: re.Pattern[str], most: int
) -> dict[str, bytes]:
    """Return the parts whose names match `needed`, by their names in lower case.

    One of the names must match `main`. Together the parts may have `most` bytes.

    Raises:
        InvalidRecordError: the archive is damaged, protected, too large, or of another kind.
    """
    # Each entry of the directory begins so: counted before anything is built for them.
    if data.count(b"PK\x01\x02") > _MAX_ENTRIES:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=f"{_MAX_ENTRIES} (ZIP)")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(archive, file, main, needed, most)
    except InvalidRecordError:
        raise
    except Exception as error:  # noqa: BLE001 (broken archives raise a dozen kinds)
        damaged(file, error)


def _unpack(
    archive: zipfile.ZipFile, file: str, main: re.Pattern[str], needed: re.Pattern[str], most: int
) -> dict[str, bytes]:
    # Some programs write backslashes, and names count without their case.
    entries = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}
    if not any(map(main.fullmatch, entries)):
        found = next((name for part, name in _KINDS.items() if part in entries), "ZIP")
        raise refusal(ProblemCode.UNKNOWN_FORMAT, file, found=found)
    wanted = {name: info for name, info in entries.items() if needed.fullmatch(name)}
    if sum(info.file_size for info in wanted.values()) > most:
        raise refusal(ProblemCode.FILE_BEYOND_LIMIT, file, limit=f"{most // 2**20} MiB (ZIP)")
    parts: dict[str, bytes] = {}
    for name, info in wanted.items():
        if info.flag_bits & 1:
            raise refusal(ProblemCode.ENCRYPTED_FILE, file)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            damaged(file, Word("an unknown compression"))
        # Never more than the declared size is unpacked; what is longer fails its checksum.
        parts[name] = archive.read(info)
    return parts
