"""What stands where a number should be: nothing, a placeholder, or a word for "not shown"."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"""
      \{\{.*\}\}                    # {{NewPhoneContact.ANI}}
    | \$?\{[\w.: -]*\}              # {phone}, ${ani}, {CALLERNUM:1}
    | %\{?\w+\}?%                   # %PFANI%, %CallerNumber%
    | \$[a-z_][\w.]*\$?             # $caller$, $number
    | \$\([\w. -]*\)                # $(call.ani)
    | \$\.[\w.]+                    # $.CustomerEndpoint.Address
    | \[\[?[a-z][\w. -]*\]?\]       # [sip.From]
    | <{1,2}[a-z][\w. -]*>{1,2}     # <<caller>>
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WITHHELD = frozenset(
    re.split(
        r"\s*,\s*",
        "anonymous, anonymus, anonym, anonyme, anonimo, anónimo, anônimo, asserted-anonymous, "
        "unknown, unbekannt, inconnu, desconocido, desconhecido, sconosciuto, restricted, "
        "unavailable, not available, private, privat, privé, privado, privato, withheld, blocked, "
        "unterdrückt, masqué, oculto, riservato, none, null, undefined, nan, n/a, na, -, 0, +, "
        "private number, number withheld, withheld number, id withheld, no caller id, no number, "
        "caller unknown, unknown caller, unknown number, keine nummer, unbekannte nummer, "
        "unterdrückte nummer, numéro masqué, numéro inconnu, número oculto, número privado, "
        "número desconocido, número desconhecido, numero sconosciuto, numero privato",
    )
)
_INVALID = re.compile(r"[^@\s]*@anonymous\.invalid", re.IGNORECASE)
"""RFC 3323, 4.1.1.3: the address of a caller who does not want to be known."""
_AROUND = " \t\"'()<>.*"


def is_placeholder(text: str) -> bool:
    """Is it the name of a value that a phone system should have put in place of it?"""
    return _PLACEHOLDER.fullmatch(text.strip("\"'")) is not None


def is_withheld(text: str) -> bool:
    """Does it say that there is no number to show?"""
    plain = text.strip(_AROUND).casefold()
    return plain in _WITHHELD or _INVALID.fullmatch(plain) is not None
