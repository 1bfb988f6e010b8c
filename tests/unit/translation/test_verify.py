"""translation.verify: what is a translation and what is not."""

from __future__ import annotations

import time

import pytest

from desktop.translation.verify import BEARABLE, Flaw, Sent, flaws


def judged(text: str, answer: str, source: str = "es", target: str = "en") -> set[Flaw]:
    return set(flaws(Sent(text, source, target, ("X0X",)), answer, lost=False))


@pytest.mark.parametrize(
    ("text", "answer", "source", "target"),
    [
        ("¿Dónde está mi pedido?", "Where is my order?", "es", "en"),
        ("No funciona.", "Не работает.", "es", "ru"),
        ("Mi iPhone 15 no carga", "我的 iPhone 15 无法充电", "es", "zh"),
        ("我的订单在哪里?", "Where is my order?", "zh", "en"),
        ("Danke", "ありがとうございます", "de", "ja"),
        ("OK", "OK", "es", "en"),
        ("Vale", "All right, that is fine with me", "es", "en"),
        ("Sale el error 503 Service Unavailable", "503 Service Unavailable shows up", "es", "en"),
        ("Leo: 404, no está", "404 Not Found is what I read", "es", "en"),
        ("Pone That’s an error. y nada", "It says That’s an error. and no more", "es", "en"),
        ("Escriba a www.a.example", "Write to https://a.example", "es", "en"),
        ("Buen día", "Merci OK", "es", "ru"),
        ("Total: 7", "In all, 42", "es", "en"),
        ("El servidor da error 500", "The server gives error 500", "es", "en"),
        ("Son 1.234,56 euros", "It is 1,234.56 euros", "es", "en"),
        ("الساعة ١٥٠٠", "At 1500", "ar", "en"),
        ("El 3 de mayo de 2024", "3 May 2024", "es", "en"),
        ("Escribí <b>hola</b>", "I wrote <b>hello</b>", "es", "en"),
        ("pongo &quot; y falla", "I type &quot; and it fails", "es", "en"),
        ("Es X0X", "It is X0X", "es", "en"),
        ("Čekám na zboží", "Чекам робу", "cs", "sr"),
        ("Where is it?", "Gde je to?", "en", "sr-Latn"),
    ],
)
def test_a_good_translation_has_no_flaw(text: str, answer: str, source: str, target: str) -> None:
    assert judged(text, answer, source, target) == set()


@pytest.mark.parametrize(
    ("text", "answer", "target", "flaw"),
    [
        ("Hola", "", "en", Flaw.EMPTY),
        ("Hola", " \n", "en", Flaw.EMPTY),
        ("¿Y mi pedido?", "Error 500 (Server Error)!!1500.That’s an error.", "en", Flaw.ERROR_PAGE),
        ("¿Y mi pedido?", "502 Bad Gateway", "en", Flaw.ERROR_PAGE),
        ("¿Y mi pedido?", "HTTP/1.1 429 Too Many Requests", "en", Flaw.ERROR_PAGE),
        ("¿Y mi pedido?", "MYMEMORY WARNING: YOU USED ALL", "en", Flaw.QUOTA_NOTICE),
        ("¿Y mi pedido?", "QUERY LENGTH LIMIT EXCEEDED. MAX", "en", Flaw.QUOTA_NOTICE),
        ("¿Y mi pedido?", "<p>And my order?</p>", "en", Flaw.HTML),
        ("¿Y mi pedido?", "And what&#39;s with my order?", "en", Flaw.HTML),
        ("And my order?", "Â¿Y mi pedido? DÃ³nde estÃ¡", "es", Flaw.ENCODING),
        ("And my order?", "�Y mi pedido?", "es", Flaw.ENCODING),
        ("¿Dónde está mi pedido?", "¿Donde esta?", "ru", Flaw.SCRIPT),
        ("¿Dónde está mi pedido?", "Where is my order", "ja", Flaw.SCRIPT),
        ("¿Dónde está mi pedido?", "Где мой заказ?", "en", Flaw.SCRIPT),
        ("Hola", "好的谢谢", "en", Flaw.SCRIPT),
        ("Hola", "Hello " * 40, "en", Flaw.LENGTH),
        ("Hola, no puedo entrar en mi cuenta desde ayer, ayuda. " * 3, "Hi", "en", Flaw.LENGTH),
        ("¿Y mi pedido?", "Write to other@example.org", "en", Flaw.FOREIGN),
        ("¿Y mi pedido?", "See https://example.org", "en", Flaw.FOREIGN),
        ("¿Y mi pedido?", "Your order 4471 2298 1", "en", Flaw.FOREIGN),
        ("¿Y mi pedido?", "Your order 4471 is late", "en", Flaw.NUMBERS),
        ("¿Y mi pedido?", "¿Y MI PEDIDO?", "en", Flaw.SAME),
    ],
)
def test_what_is_none(text: str, answer: str, target: str, flaw: Flaw) -> None:
    assert flaw in judged(text, answer, "es" if target != "es" else "en", target)


def test_the_same_text_is_fine_within_a_language() -> None:
    assert judged("Tu pedido", "Tu pedido", "es-MX", "es-ES") == set()
    assert judged("Tu pedido", "Tu pedido", "es", "pt") == {Flaw.SAME}


def test_lost_tokens_can_be_borne_with_a_warning_and_an_error_page_can_not() -> None:
    assert flaws(Sent("Es X0X", "es", "en", ("X0X",)), "It is", lost=True) == {Flaw.TOKENS}
    assert Flaw.TOKENS in BEARABLE
    assert Flaw.ERROR_PAGE not in BEARABLE


@pytest.mark.parametrize(
    "filler", ["<", "1 ", "1.", "a@", "a", "Ã", "<p ", "Error 5", "www", "&#1"]
)
def test_judging_takes_time_in_proportion(filler: str) -> None:
    text = filler * (50_000 // len(filler))
    begun = time.thread_time()
    judged(text, text + "!")
    judged("¿Y mi pedido? " * 3000, text)
    assert time.thread_time() - begun < 2
    assert judged("¿Y mi pedido?", text) == {Flaw.LENGTH}
