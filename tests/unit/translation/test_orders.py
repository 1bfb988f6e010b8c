"""Order numbers of the forms that the agent described are masked, and come back as they were."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings.declare import Setting, Surroundings
from desktop.settings.secrets import Secrets as Keys
from desktop.settings.sections.translation import ORDER_PATTERNS
from desktop.settings.values import Snapshot
from desktop.translation.masking import Kind, Masked, Orders, Secrets, check, mask, unmask
from desktop.translation.results import Translation
from desktop.translation.setup import make_translator
from tests.unit.translation.parts import clock


def masked(text: str, *forms: str) -> Masked:
    return mask(text, Secrets(orders=Orders(forms)))


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("T##", "T12"),
        ("T##", "t12"),
        ("AB-##", "AB-12"),
        ("AB-##", "ab 12"),
        ("AB-##", "AB12"),
        ("AB-##", "AB–12"),
        ("AB ## / #", "AB.12/3"),
        ("??-#", "xy-7"),
        ("??-#", "жя7"),
        ("№ ##", "№12"),
        ("##.##", "12-34"),
        ("(##)", "(12)"),
        ("\\d+#.*", "\\d+3.*"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "my {} please", "您好{}谢谢", "«{}»,"])
def test_a_form_finds_what_is_written_so(form: str, written: str, around: str) -> None:
    found = masked(around.format(written), form)
    assert found.text == around.format("XQ1QX")
    assert [(one.kind, one.original) for one in found.tokens] == [(Kind.ORDER, written)]


@pytest.mark.parametrize(
    ("form", "text"),
    [("A-#", "A-x"), ("T#", "T"), ("?-##", "1-2"), ("ab #", "ab--1"), ("T#", "AT1"), ("T#", "T1a")],
)
def test_a_form_finds_nothing_else(form: str, text: str) -> None:
    assert masked(text, form).text == text


def test_usual_order_numbers_need_no_form() -> None:
    assert masked("about #447 and abc-12345", "T##").text == "about XQ1QX and XQ2QX"


FORMS = st.text(st.sampled_from("#?AбZ-./ (+[\\*№"), min_size=1, max_size=12).filter(
    lambda form: "#" in form
)


@st.composite
def written_so(draw: st.DrawFn) -> tuple[str, str]:
    """A form and a number of it, as customers write."""
    form = draw(FORMS)
    digits = st.sampled_from("0123456789٣")
    letters = st.sampled_from("abzABZéя")
    number = "".join(
        draw(digits) if char == "#" else draw(letters) if char == "?" else char
        for char in form.strip()
    )
    gap = draw(st.sampled_from(["", "-", " ", "."]))
    return form, re.sub(r"[-./ ]+", gap, number)


@given(written_so(), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_masked_comes_back(one: tuple[str, str], before: str, after: str) -> None:
    form, number = one
    text = f"{before} {number} {after}"
    found = masked(text, form)
    assert unmask(found.text, found) == text
    assert not check(found, found.text)


@given(written_so())
def test_no_digit_of_it_is_left(one: tuple[str, str]) -> None:
    form, number = one
    # A gap at an end of the form is no part of the number.
    found = masked(f"¿{number}?", form)
    assert not re.search(r"\d", re.sub(r"XQ\d+QX", "", found.text)), found.text


@pytest.mark.parametrize("part", ["a", "1", "a-", "a1", "-", "?a "])
def test_no_form_makes_it_slow(part: str) -> None:
    forms = ["?" * 59 + "#", "-#" * 30, "a-" * 29 + "#", "?-" * 29 + "#"] * 5
    orders = Orders(forms)

    def seconds(size: int) -> float:
        text = part * (size // len(part))
        begun = time.thread_time()
        list(orders.find(text))
        return time.thread_time() - begun

    assert seconds(50_000) < 2
    assert seconds(50_000) < 20 * max(seconds(6_250), 0.005)


def test_the_forms_of_the_settings_reach_the_translator() -> None:
    setting: Setting[tuple[str, ...]] = ORDER_PATTERNS
    settings = Snapshot({setting.key: ("T##",), "translation.engines": ()}, Surroundings())
    keys = Keys(None, None)
    seen: list[str] = []

    class Recording:
        def exact(self, text: str, source: str, target: str) -> str | None:
            seen.append(text)
            return "resguardo XQ1QX"

    translator, _ = make_translator(settings, keys, clock(), memory=Recording())
    outcome = translator.translate("ticket T12", "en", "es")
    assert isinstance(outcome, Translation)
    assert (seen, outcome.text) == (["ticket XQ1QX"], "resguardo T12")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Where is order 1234?", "1234"),
        ("ticket 12-34 please", "12-34"),
        ("My PIN: 9021 does not work", "9021"),
        ("El pedido número 771 no llega", "771"),
        ("Meine Bestellung Nr. 4711 fehlt", "4711"),
        ("invoice AB 1234 is wrong", "AB 1234"),
        ("Заказ № 512 не пришёл", "512"),
        ("commande n° 881", "881"),
        ("mi pedido nº 4821", "4821"),
        ("o pedido Nº4821 não chegou", "4821"),
        ("mi pedido núm. 4821", "4821"),
        ("Auftragsnummer 4711", "4711"),
        ("Bestell-Nr.: 4711", "4711"),
        ("Kundennr. 815", "815"),
        ("customer id: 4711", "4711"),
        ("my number is 4711", "4711"),
        ("your code is 4829", "4829"),
        ("la contraseña es 1234", "1234"),
        ("w zamówieniu nr 4471", "4471"),
        ("нет моего заказа 771", "771"),
        ("कहाँ है ऑर्डर 4471", "4471"),
        ("我的订单号是4471，谢谢", "4471"),
        ("注文番号4471です", "4471"),
        ("주문번호: 4471", "4471"),
    ],
)
def test_a_short_number_of_which_the_word_before_it_tells(text: str, hidden: str) -> None:
    assert [text[one.start : one.end] for one in Orders().find(text)] == [hidden]


@pytest.mark.parametrize(
    "text", ["I want to order 2 of them", "the order is late by 300 minutes", "in case 5 fail"]
)
def test_other_numbers_stay(text: str) -> None:
    assert not list(Orders().find(text))
