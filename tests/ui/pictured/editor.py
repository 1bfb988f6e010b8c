"""Pictures of the editor: real packs behind it, in every state that an agent may see."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.ui.pictured.look import Look

CARE = """\
matches:
  - trigger: ";refund"
    label: Refund confirmed
    search_terms: [money back, reimburse]
    approved_by: Legal
    replace: |-
      Hello {{customer.first_name}},

      your refund for order $|$ is on its way and will be back on your card within five days.

      Kind regards,
      {{agent.first_name}}
    variants:
      - when: {language: pt}
        replace: |-
          Olá {{customer.first_name}},

          o seu reembolso foi confirmado. O valor volta ao seu cartão em até 5 dias úteis.

          Um abraço,
          {{agent.first_name}}
      - when: {language: pt, channel: chat}
        replace: "Feito, {{customer.first_name}}! O valor volta em até 5 dias úteis."

  - trigger: ";late"
    label: Parcel is late
    replace: "I’m sorry that your parcel is late, {{customer.first_name}}."

  - trigger: ";callback"
    label: Call back
    form: |-
      We call you back on [[day]] about order [[order]].
      [[#voucher]]
      For the trouble you get a voucher of 10 EUR.
      [[/voucher]]
    form_fields:
      day: {type: date, default: tomorrow}
      voucher: {label: With a voucher, type: checkbox}

  - trigger: ";sig"
    label: Signature with logo
    html: "<p><b>Kim Lee</b><br>Customer care · <i>Acme</i></p>"

  - triggers: [";gm", ";morning"]
    label: Good morning
    replace: "Good morning! How can I help?"

  - trigger: ";long"
    label: "A name that is much longer than any list or head has room for, and that goes on and on"
    search_terms: [one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve]
    replace: "Words without an end. Words without an end. Words without an end."
"""
ARABIC = """\
matches:
  - trigger: "؛؛استرداد"
    label: تأكيد الاسترداد
    search_terms: [استرداد]
    replace: "مرحبًا {{customer.first_name}}، تم تأكيد استرداد المبلغ للطلب $|$."
    variants:
      - when: {language: en}
        replace: "Hello {{customer.first_name}}, your refund for order $|$ is confirmed."
  - trigger: "؛؛صباح"
    label: صباح الخير
    replace: صباح الخير
"""
BROKEN = 'matches:\n  - trigger: ";x\n    replace: [\n'
FAULTY = 'matches:\n  - trigger: ";sum"\n    replace: "It is {{amount}}."\n  - label: Nothing\n'


def pictures(look: Look) -> Iterator[tuple[str, object]]:
    from tests.ui.editor_room import Room

    packs = {"care": ARABIC if look.rtl else CARE, "team": 'matches:\n  - {trigger: ";ask", '
             'label: Ask for the order, replace: "May I have the order number?"}\n'}  # fmt: skip
    with contextlib.closing(Room(look.profile / "full", packs, ("en",))) as room:
        room.serves("Ana Souza", "ar" if look.rtl else "pt")
        yield from (of_right_to_left(room) if look.rtl else of_snippets(room))
        yield from taking_over(room, look.profile)
    with contextlib.closing(Room(look.profile / "none", {})) as room:
        yield "editor-empty", room.window
        room.window.naming.ask()
        yield "editor-new-pack", room.window
    faulty = {"care": CARE, "team": FAULTY, "old": BROKEN}
    with contextlib.closing(Room(look.profile / "faulty", faulty)) as room:
        room.window.packs.setCurrentRow(1)
        yield "editor-problems", room.window
    many = "matches:\n" + "".join(
        f'  - trigger: ";a{n}"\n    label: Answer number {n}\n    replace: Answer {n}\n'
        for n in range(20_000)
    )
    with contextlib.closing(Room(look.profile / "many", {"answers": many})) as room:
        room.show(";a12000")
        yield "editor-many", room.window


def of_right_to_left(room: object) -> Iterator[tuple[str, object]]:
    from tests.ui.editor_room import Room

    assert isinstance(room, Room)
    room.show("؛؛استرداد")
    room.settle()
    yield "editor", room.window


def of_snippets(room: object) -> Iterator[tuple[str, object]]:
    from tests.ui.editor_room import Room

    assert isinstance(room, Room)
    window = room.window
    yield "editor-nothing-chosen", window
    room.show(";refund", place="care")
    yield "editor", window
    room.type("Feito! {{customer.first_nam}} O valor volta.", column=2)
    window.pane.texts.focus_text(2)
    room.trigger(";gmail")
    window.pane.look()
    room.settle()
    yield "editor-warnings", window
    room.trigger(";refund")
    room.show(";late", place="care")
    room.until(lambda: window.unsaved.sheets() == [])
    room.show(";callback", place="care")
    yield "editor-form", window
    window.pane.insert.question.click()
    window.pane.question.words.setText("order number")
    window.pane.question.kind.setCurrentIndex(2)
    window.pane.question.options.setText("48213, 48214")
    yield "editor-question", window
    room.show(";sig", place="care")
    yield "editor-rich", window
    room.show(";gm", place="care")
    yield "editor-two-triggers", window
    room.show(";long", place="care")
    yield "editor-long", window
    room.show(";details", place="care-en")
    yield "editor-read-only", window
    window.new()
    yield "editor-new", window
    room.trigger(";half")
    room.show(";late", place="care")
    yield "editor-not-saved", window
    window.show()
    window.close()
    yield "editor-cannot-close", window
    window.show()
    window.notice.other.click()
    window.come_forward()
    room.show(";late", place="care")
    window.delete()
    room.until(lambda: "deleted" in room.said())
    yield "editor-deleted", window
    window.way_back.open()
    room.settle()
    yield "editor-history", window.way_back.window


def taking_over(room: object, folder: Path) -> Iterator[tuple[str, object]]:
    from tests.ui.editor_room import Room

    assert isinstance(room, Room)
    room.desk.open_taking_over()
    window = room.desk.taking_over
    assert window is not None
    yield "taking-over", window
    source = folder / "from TextExpander.csv"
    rows = [f";a{n},Text number {n},Answer {n}" for n in range(120)]
    rows += [f";k{n},Dear %fill:name% %key:enter%,Asks {n}" for n in range(30)]
    source.write_text("\n".join(rows), "utf-8")
    window.read(source)
    room.until(lambda: window.list.count() > 0)
    yield "taking-over-report", window
    window._carry_out()
    room.until(window.notice.words.text)
    yield "taking-over-done", window
    window.read(folder / "gone.csv")
    room.until(lambda: "can't be read" in window.notice.words.text())
    yield "taking-over-failed", window
