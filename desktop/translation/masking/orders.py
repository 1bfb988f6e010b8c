"""Finds order and ticket numbers: those of the usual forms, and those that the agent described.

A form is what an agent can write without knowing regular expressions: ``#`` is a digit, ``?`` a
letter, everything else itself, as in ``AB-######``. Customers leave dashes out and write small
letters, so a gap in the form may be any gap or none, and case does not matter. A form has no
repetition, so no form can make the search slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop.translation.masking.kinds import Kind, Span

_USUAL = re.compile(r"#\s?\d{3,}|\b[A-Za-z]{1,6}[-_]?\d{4,}\b")
_NAMED_WORDS = (
    "order|ticket|case|invoice|tracking|reference|ref|booking|reservation|customer|client|account"
    "|contract|policy|serial|rma|id|code|pin|cvv|cvc|otp|passcode|password|pedido|orden|factura"
    "|caso|cuenta|contrato|reserva|clave|código|codigo|contraseña|seguimiento|encomenda|fatura"
    "|conta|senha|commande|facture|dossier|compte|contrat|réservation|bestellung|rechnung|auftrag"
    "|vorgang|konto|vertrag|kennwort|passwort|ordine|fattura|pratica|codice|bestelling|factuur"
    "|zamówieni(?:e|a|u|em)|zamówień|fakturę|faktur[ayz]|kod|заказ(?:а|у|е|ом)?|сч[её]т(?:а|у|ом)?"
    "|договор(?:а|у|е|ом)?|код(?:а|ом)?|пароль|замовлення|рахун(?:ок|ка|ку)|sipariş(?:im|imin)?"
    "|طلب|تذكرة|الطلب|التذكرة|ऑर्डर"
    "|(?:auftrags|bestell|kunden|rechnungs|sendungs|ticket|vertrags|vorgangs)[- ]?(?:nummer|nr)"
    "|number|nummer|nr|número|numero|núm|numéro|numer|номер(?:а|у|ом)?|رقم"
)
_BETWEEN = (
    r"(?:[\s:#.°º№=-]|\b(?:is|was|es|é|est|ist|with|number|numero|número|núm|numéro|nummer"
    r"|numer|номер|رقم|no|nr|num|n|id|code)\b|\bnº)"
)
_NAMED = re.compile(
    rf"\b(?:{_NAMED_WORDS})\b{_BETWEEN}{{1,6}}((?-i:(?:[A-Z]{{1,6}}[ -]?)?)\d[\d-]{{2,20}})(?!\w)",
    re.IGNORECASE,
)
"""A short number of which the word before it says what it is: ``order 1234``, ``PIN: 9021``."""
_NAMED_UNSPACED = re.compile(
    r"(?:订单|訂單|单号|單號|编号|編號|验证码|驗證碼|密码|密碼|客户|客戶|注文|予約|番号|暗証|주문|예약|번호|비밀번호)"
    r"[号號番号码碼は是为為:：#\s]{0,4}(\d[\d-]{2,20})(?![A-Za-z\d])"
)
"""The same where no space stands between words."""
_GAP = r"[ \u00a0\u2010-\u2015_./\-]"
_PART = re.compile(rf"(?P<gap>{_GAP}+)|(?P<sign>.)", re.DOTALL)
_SIGNS = {"#": r"\d", "?": r"[^\W\d_]"}


class Orders:
    """What a company's order and ticket numbers look like; made ready once."""

    def __init__(self, forms: Iterable[str] = ()) -> None:
        """``forms`` are found besides the usual ones."""
        self._patterns = (_USUAL, *(_pattern(form.strip()) for form in forms))

    def find(self, text: str) -> Iterator[Span]:
        """Every place where one stands."""
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                yield Span(match.start(), match.end(), Kind.ORDER)
        for named in (_NAMED, _NAMED_UNSPACED):
            for match in named.finditer(text):
                yield Span(match.start(1), match.end(1), Kind.ORDER)


def _pattern(form: str) -> re.Pattern[str]:
    parts = [
        f"{_GAP}?" if part["gap"] else _SIGNS.get(part["sign"], re.escape(part["sign"]))
        for part in _PART.finditer(form)
    ]
    # Not within a longer number or word; Chinese and others put no space around one.
    return re.compile(rf"(?<![A-Za-z0-9]){''.join(parts)}(?![A-Za-z0-9])", re.IGNORECASE)
