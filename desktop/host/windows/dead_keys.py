"""What a dead key and the key behind it give together.

Windows knows, but asking it would change what it has in mind for the application in front: the
dead key that still waits there. So only the dead key's own character is asked for, and composed by
Unicode's rules. A layout that composes something else, or nothing, is followed wrongly for one
character; what the application gets is its own affair, as it gets the keys.
"""

from __future__ import annotations

import unicodedata

_MARKS = {
    "`": "\u0300", "´": "\u0301", "'": "\u0301", "^": "\u0302", "~": "\u0303", "¯": "\u0304",
    "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", '"': "\u0308", "°": "\u030a", "˚": "\u030a",
    "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328", "΄": "\u0301", "΅": "\u0308\u0301",
    "ˉ": "\u0304", ",": "\u0327", "/": "\u0338",
}  # fmt: skip
"""The spacing characters that dead keys are named by, and their combining marks."""
_OWN = {("'", "c"): "ç", ("'", "C"): "Ç", ("´", "ç"): "ḉ"}
"""US International has its cedilla there."""


def composed(dead: str, text: str) -> str:
    """The characters that ``text`` becomes behind a dead key."""
    if text == " ":
        return dead
    own = _OWN.get((dead, text))
    if own is not None:
        return own
    if dead in _MARKS and len(text) == 1:
        whole = unicodedata.normalize("NFC", text + _MARKS[dead])
        if len(whole) == 1:
            return whole
    return dead + text
