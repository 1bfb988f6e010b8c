"""How people write a phone number: for vendors that find one only as it was stored."""

from __future__ import annotations

from desktop.customers.identify import Query


def ways_of_writing(query: Query, region: str) -> list[str]:
    """The likeliest first, each once; ``region`` is the agent's country."""
    import phonenumbers  # on first use: it is slow to load

    ways = list(query.forms)
    try:
        number = phonenumbers.parse(query.value, region or None)
    except phonenumbers.NumberParseException:
        return ways
    forms = phonenumbers.PhoneNumberFormat
    ways += [
        phonenumbers.format_number(number, form) for form in (forms.INTERNATIONAL, forms.NATIONAL)
    ]
    ways += ["".join(char for char in one if char.isdigit()) for one in ways]
    return list(dict.fromkeys(ways))
