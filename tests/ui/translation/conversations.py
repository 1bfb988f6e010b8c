"""Conversations to be shown in tests and pictures: made-up people and texts."""

from __future__ import annotations

from desktop.ui.translation.conversation_view import Line, LineState, Preview, Situation

LANGUAGES = ("pt", "es", "en", "de", "fr", "ar", "he", "uk", "ru", "pl", "tr", "ja", "zh-CN")
NOTE = "LibreTranslate · this office · 14:32"
LOCAL = "Apertium · stayed on this computer · 14:33"
FRIDAY = "A new one leaves today and arrives on Thursday."
PAPER = "Please keep the box"


def situation(**changes: object) -> Situation:
    values: dict[str, object] = {
        "customer": "Ana Souza",
        "language": "pt",
        "locked": True,
        "own_language": "en",
        "languages": LANGUAGES,
        "goes_to": "Chromium – ACME chat",
        "watching": True,
        "watched_app": "Chromium",
        "local_only": False,
    }
    return Situation(**{**values, **changes})  # type: ignore[arg-type]  # names are the same


def line(serial: int, first: str, second: str, *, own: bool = False, **more: object) -> Line:
    return Line(serial, own, first, second, **{"note": NOTE, **more})  # type: ignore[arg-type]


PARCEL = line(
    1,
    "Good afternoon, my package did not arrive and the tracking says delivered.",
    "Boa tarde, meu pacote não chegou e o rastreio diz entregue.",
)
SORRY = line(
    2,
    "Sinto muito por isso, Ana. Vou verificar o pedido 48213 agora.",
    "I am sorry about that, Ana. I will check order 48213 now.",
    own=True,
    note=LOCAL,
)
THANKS = line(3, "Thank you. I need it before Friday.", "Obrigada. Preciso dele antes de sexta.")
WAITING = line(4, "", "Pode me avisar quando sair?", state=LineState.WAITING, note="")
FAILED = line(
    5,
    "",
    "Você ainda está aí?",
    state=LineState.FAILED,
    note="14:35",
    problem=(
        "LibreTranslate did not answer within 8 seconds, and no other engine knows Português."
        " Try again, or choose another engine in the settings."
    ),
)
ASKING = line(6, "", "ok ok", state=LineState.ASKING, note="14:36")
DOUBTFUL = line(
    7,
    "The code is 7731 and the amount is 129.90.",
    "O código é 7713 e o valor é R$ 129,90.",
    warnings=("A number changed: 7713 in the message, 7731 in the translation.",),
)
TALK = (PARCEL, SORRY, THANKS)

READY = Preview(
    of=FRIDAY,
    text="Um novo sai hoje e chega na quinta-feira.",
    back="A new one goes out today and arrives on Thursday.",
    note="LibreTranslate · this office · 1 number protected",
)
GRAVE = Preview(
    of="Your order 48213 costs 129.90.",
    text="Seu pedido custa 129,90.",
    back="Your order costs 129.90.",
    note="LibreTranslate · this office",
    warnings=("The order number 48213 is missing in the translation.",),
    grave=True,
)

ARABIC_TALK = (
    line(1, "Hello, my order 48213 has not arrived yet.", "مرحبًا، لم يصل طلبي 48213 بعد."),
    line(
        2,
        "نأسف لذلك. سنتحقق من الطلب 48213 الآن.",
        "We are sorry about that. We will check order 48213 now.",
        own=True,
    ),
    line(3, "Thank you, I am waiting.", "شكرًا، أنا في الانتظار."),
)
ARABIC_READY = Preview(
    of=FRIDAY,
    text="سيُرسل طلب جديد اليوم ويصل يوم الخميس.",
    back="A new order will be sent today and arrives on Thursday.",
    note="LibreTranslate · this office",
)
HOSTILE = (
    line(1, "<b>bold</b> <img src=x> &amp; {{x}} %s", "<script>alert(1)</script>"),
    line(2, "invoice \u202egnp.exe\u202c end", "\u202eabc\u202c \x00\x1b[31m red"),
    line(3, "x" * 50_000, "word " * 10_000),
    line(4, "a\n" * 5_000, "Z\u0335\u0336\u0337\u0338\u0321" * 200, own=True),
    line(5, "\ud800 lone", "👩‍👩‍👧‍👦 🇧🇷"),
    line(6, "ok", "", warnings=tuple("a warning that is rather long " * 9 for _ in range(9))),
)


def many(count: int) -> tuple[Line, ...]:
    return tuple(
        line(
            serial,
            f"{serial}: "
            + "This is what the customer wrote, in your language. " * (serial % 5 + 1),
            "Isto é o que o cliente escreveu. " * (serial % 4 + 1),
            own=serial % 3 == 0,
        )
        for serial in range(1, count + 1)
    )
