"""What the windows show in tests and in pictures: a small library of made-up snippets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.snippets.search import SnippetSearch
from desktop.ui.snippets.source import Deliver, Entry, Preview

ENTRIES = (
    Entry("Refund confirmed", ";refund", "pt · en · es · de"),
    Entry("Refund declined, kindly", ";refno", "en · pt"),
    Entry("Refund: how long it takes", ";reftime", "en · es · pt"),
    Entry("Article: Refunds and returns", "Confluence", "updated 3 days ago"),
    Entry("Good morning", ";gm", "en"),
    Entry("Parcel is late", ";late", "en"),
)
TEXT = (
    "Olá Ana,\n\nseu reembolso de R$ 129,90 do pedido 48213 foi confirmado. O valor volta ao seu"
    " cartão em até 5 dias úteis.\n\nUm abraço,\nKim"
)
ARABIC = (
    Entry("تأكيد الاسترداد", ";refund", "ar · en"),
    Entry("رفض الاسترداد بلطف", ";refno", "ar"),
    Entry("Refund: how long it takes", ";reftime", "en · es · pt"),
)
ARABIC_TEXT = (
    "مرحبًا آنا،\n\nتم تأكيد استرداد مبلغ 129.90 للطلب 48213. يعود المبلغ"
    " إلى بطاقتك خلال 5 أيام عمل."
    "\n\nمع أطيب التحيات،\nكيم"
)

_EIGHT = "es · fr · de · pt · ar · zh-Hans · hi · fil"
SCRIPTS = (
    Entry("Refund confirmed", ";refund", _EIGHT),
    Entry("Refund: how long it takes", ";reftime", _EIGHT),
    Entry("退款已通过", ";tuikuan", "care-zh"),
    Entry("退款多久到账", ";daozhang", "care-zh"),
    Entry("婉拒退款", ";butui", "care-zh"),
    Entry("रिफंड की पुष्टि", "।।धनवपस", "care-hi"),
    Entry("रिफंड से विनम्र इनकार", "।।असवकत", "care-hi"),
    Entry("Aprubado ang refund", ";balikbayad", "care-fil"),
)
SCRIPTS_TEXT = (
    "您的退款已审核通过，金额为129.90元，款项会按您付款时使用的方式退回。\n\n"
    "आपका रिफंड मंज़ूर हो गया है, प्रिया जी। रिफंड की राशि: 129.90"
)


class DirectSearch:
    """A search source that answers at once, or when it is told to."""

    def __init__(self, entries: Sequence[Entry] = ENTRIES, *, wait: bool = False) -> None:
        self.searching = SnippetSearch(
            (at, [entry.trigger], entry.label, [], "") for at, entry in enumerate(entries)
        )
        self.wait = wait
        self.waiting: list[tuple[str, int, Deliver]] = []
        self.cancelled = 0

    def search(self, query: str, generation: int, deliver: Deliver) -> None:
        self.waiting.append((query, generation, deliver))
        if not self.wait:
            self.answer()

    def answer(self, at: int = -1) -> None:
        query, generation, deliver = self.waiting.pop(at)
        for found in self.searching.search(query):
            deliver(generation, found)

    def cancel(self) -> None:
        self.cancelled += 1


def describer(entries: Sequence[Entry]) -> Callable[[int], Entry]:
    return lambda number: entries[number]


def previewer(text: str, note: str = "") -> Callable[[int, Callable[[int, Preview], None]], None]:
    return lambda number, deliver: deliver(number, Preview(text, note))
