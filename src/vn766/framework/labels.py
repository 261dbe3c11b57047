"""How written labels are compared: by their letters, not by how they happen to be typed.

Officials type one label with capitals or without, with old or new accent placement (``hoà``,
``hòa``), with or without accents, in NFC or NFD. `fold` maps all of these to one form.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def fold(label: str) -> str:
    """Return `label` in lower case without accents and punctuation, words apart by one space.

    Two labels that differ only in case, accents, Unicode form or punctuation fold to the same
    text. The result may be empty.

    Example:
        >>> fold("Số hoá hồ sơ,  KẾT QUẢ")
        'so hoa ho so ket qua'
        >>> fold("online.services")
        'online services'
    """
    decomposed = unicodedata.normalize("NFKD", label.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _BETWEEN_WORDS.sub(" ", letters.casefold()).strip()
