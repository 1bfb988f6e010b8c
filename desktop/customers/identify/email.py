"""E-mail addresses and their normal form."""

from __future__ import annotations

import re

LONGEST = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3, less the brackets)."""

_IN_TEXT = re.compile(r"[^\s<>()\[\]\",;:|]+@[^\s<>()\[\]\",;:|@]+")
_AROUND = ".'’`*!?"


def addresses(text: str) -> list[str]:
    """The normal forms of all addresses in a text, each once, in their order."""
    found = (normal(one.strip(_AROUND)) for one in _IN_TEXT.findall(text))
    return list(dict.fromkeys(one for one in found if one))


def normal(written: str) -> str:
    """The normal form of one address, or an empty text when it is none.

    The part before the @ stays as it is, but for Unicode's composed form: only the server that it
    is at knows whether case matters there. Compare with :func:`same`.
    """
    import email_validator  # comes with tables that take 70 ms

    if len(written) > LONGEST:
        return ""
    try:
        found = email_validator.validate_email(
            written,
            check_deliverability=False,
            allow_smtputf8=True,
            test_environment=True,  # else addresses at .test and .example would be none
        )
    except email_validator.EmailNotValidError:
        return ""
    return str(found.normalized)


def folded(address: str) -> str:
    """For comparing: no server is known to tell two people apart by case."""
    return address.strip().casefold()
