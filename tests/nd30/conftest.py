"""Documents as other programs write them: from the XML of their parts."""

from __future__ import annotations

import io
import zipfile
from typing import Protocol

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Pack(Protocol):
    def __call__(self, body: str, **parts: str) -> bytes: ...


def pack_docx(body: str, **parts: str) -> bytes:
    """Return a DOCX file with this body, and parts such as ``styles`` or ``header1``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"
        )
        relations = []
        for name, content in parts.items():
            kind = name.rstrip("0123456789")
            target = "theme/theme1.xml" if kind == "theme" else f"{name}.xml"
            archive.writestr(f"word/{target}", content)
            relations.append(
                f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>',
        )
    return stream.getvalue()


@pytest.fixture
def pack() -> Pack:
    return pack_docx


@pytest.fixture
def root() -> Root:
    return wordml_root


class Root(Protocol):
    def __call__(self, name: str, content: str) -> str: ...


def wordml_root(name: str, content: str) -> str:
    """Return a part whose root is ``w:name``."""
    return f"<w:{name} {W} {R}>{content}</w:{name}>"
