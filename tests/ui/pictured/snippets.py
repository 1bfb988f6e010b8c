"""Pictures of the windows of snippets."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.assembly.suggesting import Offer
from tests.ui.pictured.look import Look


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    yield from palettes(rtl=look.rtl)
    yield from palettes_with_articles()
    yield from questions()


def palettes(*, rtl: bool) -> Iterator[tuple[str, object]]:
    from desktop.ui.snippets.palette import Palette, Situation
    from desktop.ui.snippets.source import Entry
    from tests.ui import acting

    def palette(entries: object = None, text: str = acting.TEXT, note: str = "") -> Palette:
        chosen = entries if isinstance(entries, tuple) else acting.ENTRIES
        return Palette(
            acting.DirectSearch(chosen), acting.describer(chosen), acting.previewer(text, note)
        )

    ana = Situation("Ana Souza", "Português")
    if rtl:
        one = palette(acting.ARABIC, acting.ARABIC_TEXT)
        one.use_library(212)
        one.open(Situation("آنا سوزا", "العربية"))
        one.line.setText("استرداد")
        yield "palette", one
    one = palette()
    one.use_library(212)
    one.open(ana)
    one.line.setText("refu")
    yield "palette-refu", one
    one.open(Situation())
    yield "palette-all", one
    one.open(ana)
    one.line.setText("zebra")
    yield "palette-no-hit", one
    one.open(Situation("Ana Souza", "Português", "typing is paused"))
    yield "palette-paused", one
    one.use_library(None)
    one.open(ana)
    one.show_reading(0.4)
    yield "palette-reading", one
    one.use_library(0)
    one.open(Situation())
    yield "palette-empty", one
    one.use_library(None)
    one.open(Situation())
    yield "palette-loading", one
    many = tuple(Entry(f"Answer number {n}", f";a{n}", "en") for n in range(50_000))
    one = palette(acting.SCRIPTS, acting.SCRIPTS_TEXT)
    one.use_library(418)
    one.open(Situation("王小明", "中文"))
    one.line.setText("退款")
    yield "palette-chinese", one
    one.open(Situation("प्रिया शर्मा", "हिन्दी"))
    one.line.setText("रिफंड")
    yield "palette-hindi", one
    one.line.setText("refund")
    yield "palette-languages", one
    one = palette(many, acting.TEXT * 12, "asks for the order number")
    one.use_library(50_000)
    one.open(Situation("Maria Fernanda dos Santos Albuquerque e Silva", "Português (Brasil)"))
    one.line.setText("answer")
    one.list.select(24_000)
    yield "palette-many", one
    long = (Entry("A very long label that " * 6, ";" + "averylongtrigger" * 4, "en · pt · " * 20),)
    one = palette((*long, *acting.ENTRIES), acting.ARABIC_TEXT + "\n\n" + "x" * 400)
    one.use_library(7)
    one.open(ana)
    yield "palette-long", one


def palettes_with_articles() -> Iterator[tuple[str, object]]:
    from PySide6.QtCore import Qt

    from desktop.core.clock import FixedClock
    from desktop.ui.snippets.palette import Palette, Situation
    from desktop.ui.snippets.palette_articles import PaletteArticles
    from tests.ui import acting, articles_acted
    from tests.ui.keys import press

    control = Qt.KeyboardModifier.ControlModifier
    entries = acting.ENTRIES[:3] + acting.ENTRIES[4:]

    def palette(words: str) -> tuple[Palette, articles_acted.ActedReader]:
        reader = articles_acted.ActedReader()
        articles = PaletteArticles(reader, FixedClock(articles_acted.NOW))
        source = acting.DirectSearch(entries)
        one = Palette(source, acting.describer(entries), acting.previewer(acting.TEXT), articles)
        articles.setParent(one)
        one.use_library(212)
        articles.use(articles_acted.BOTH)
        one.open(Situation("Ana Souza", "Português"))
        one.line.setText(words)
        return one, reader

    one, _ = palette("refu")
    press(one.line, Qt.Key.Key_End)
    yield "palette-articles-offered", one
    confluence, guru = articles_acted.CONFLUENCE, articles_acted.GURU
    for name, answers in (
        ("asking", ()),
        ("partly", (confluence,)),
        ("found", (confluence, guru)),
        ("failed", (confluence, articles_acted.LATE)),
    ):
        one, reader = palette("refu")
        press(one.line, Qt.Key.Key_K, control)
        if answers:
            reader.say(*answers)
        if name == "failed":
            press(one.line, Qt.Key.Key_End)
        yield f"palette-articles-{name}", one
    one, _ = palette("zebra")
    yield "palette-articles-no-hit", one


def questions() -> Iterator[tuple[str, object]]:
    from desktop.snippets.render.outcome import Field, FieldKind, Option, Question, QuestionKind
    from desktop.ui.snippets.choice import ChoiceWindow
    from desktop.ui.snippets.form import FormWindow
    from desktop.ui.snippets.source import Entry

    choice = ChoiceWindow()
    entries = [
        Entry("Refund confirmed", ";refund", "base · pt · en"),
        Entry("Refund, in short", ";refund", "team · en"),
        Entry("Refund by voucher", ";refund", "team · en"),
    ]
    choice.ask("Which one for “;refund”?", entries, lambda _place: None)
    yield "choice", choice
    choice.line.setText("vou")
    yield "choice-narrowed", choice
    choice.line.setText("zebra")
    yield "choice-none", choice
    days = (Option("today", "today"), Option("tomorrow", "tomorrow"), Option("Friday", "friday"))
    question = Question(
        kind=QuestionKind.FORM,
        variable="form1",
        title="Call back",
        fields=(
            Field("customer_name", default="Ana"),
            Field("day", FieldKind.CHOICE, "tomorrow", days),
            Field("reason", FieldKind.LIST, "", days),
            Field("note", FieldKind.MULTILINE, "Wants to know when the parcel comes."),
            Field("order_number"),
        ),
        state=None,  # type: ignore[arg-type]  # the window never looks at it
    )
    form = FormWindow()
    form.ask(question, lambda _answers: None)
    yield "form", form
    yield from forms()
    yield from savings()


def forms() -> Iterator[tuple[str, object]]:
    import datetime as dt

    from desktop.snippets.render.form_fields import form_fields
    from desktop.snippets.render.outcome import Field, Question, QuestionKind
    from desktop.ui.snippets.form import FormWindow

    layout = (
        "[[order]] [[day]] [[#voucher]] [[amount]] [[/voucher]] [[reasons]] [[iban]]"
        "[[#call]]x[[/call]]"
    )
    fields = form_fields(
        layout,
        {
            "fields": {
                "order": {"check": "AB-######", "required": True, "label": "Order number"},
                "day": {"type": "date", "default": "2026-12-24", "label": "Refunded on"},
                "voucher": {"label": "With a voucher for the trouble", "default": "yes"},
                "amount": {"check": "number", "default": "10"},
                "reasons": {
                    "type": "several",
                    "values": ["came late", "was damaged", "was not what was ordered"],
                    "default": ["came late"],
                },
                "iban": {
                    "check": "iban",
                    "default": "DE02 1203 0000 0000 2020 52",
                    "label": "IBAN",
                },
                "call": {"label": "We call when it is done"},
            }
        },
        dt.date(2026, 11, 29),
    )
    assert isinstance(fields, list)
    form = FormWindow()

    def ask(*asked: Field) -> FormWindow:
        form.ask(
            Question(QuestionKind.FORM, "form1", "Refund", asked, None),  # type: ignore[arg-type]  # unused
            lambda _answers: None,
        )
        return form

    yield "form-whole", ask(*fields)
    form._finish()
    yield "form-wrong", form
    ask(*fields)._rows[2].editor.widget.click()  # type: ignore[attr-defined]  # a check box
    yield "form-without-the-part", form


def savings() -> Iterator[tuple[str, object]]:
    import datetime as dt

    from desktop.snippets.savings.uses import Sum
    from desktop.ui.snippets.savings_window import SavingsWindow

    window = SavingsWindow()
    today = dt.date(2026, 11, 29)
    window.show_sums((), 200, today)
    yield "savings-empty", window
    names = (
        "care-en: ;refund",
        "care-en: ;hello",
        "team: ;delay",
        "shop: ;" + "very-long-trigger-" * 6,
    )
    sums = [
        Sum(day, name, app, 3 + (at * 7 + back) % 11, 900 + 90 * ((at * 5 + back) % 9), 30)
        for back in range(40)
        for at, name in enumerate(names)
        for app in ("firefox", "mousepad")
        if (day := today - dt.timedelta(days=back)).weekday() < 5 and (at + back) % 4
    ]
    window.show_sums(sums, 200, today)
    window.chart.setFocus()
    window.chart._point(23)
    yield "savings", window
    window._by = "app"
    window._show_rows()
    yield "savings-by-application", window
    window.show_offers(offers())
    yield "savings-suggestions", window
    window.show_offers(offers()[2:])
    yield "savings-known-suggestion", window
    window.show_sums((), 200, today)
    window.show_offers(offers()[1:2])
    yield "savings-first-suggestion", window
    yield from making()


def offers() -> list[Offer]:
    long = "Please allow three to five working days for the refund to appear"
    return [
        Offer("Is there anything else I can do for you today?", b"1", 0),
        Offer(long, b"2", 0, opening=True),
        Offer("Thank you very much for your patience.", b"3", 0, trigger=";ty"),
    ]


def making() -> Iterator[tuple[str, object]]:
    from desktop.core.results import Problem
    from desktop.ui.snippets.making_window import MakingWindow

    window = MakingWindow()
    window.start("Is there anything else I can do for you today?")
    window.propose(";itae")
    yield "making", window
    window.trigger.setText(";it")
    window.show_problem(
        Problem(
            "`;items` (“Your items” in care-en) could never fire any more",
            "`;it` fires first",
            "Choose another trigger, or let this one fire only as a whole word",
        )
    )
    yield "making-wrong", window
