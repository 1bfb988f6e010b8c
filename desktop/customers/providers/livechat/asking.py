"""What LiveChat calls its things, for those who read and those who write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop.customers.providers.records import Record, records_of, text_of

ACTION = "/v3.6/agent/action"
PAGES = "my.livechatinc.com"

_ID = re.compile(r"[A-Za-z0-9]{6,20}")
_PERSON = re.compile(r"[0-9a-fA-F-]{32,40}")


def is_chat(text: str) -> bool:
    """May this be the id of a chat?"""
    return _ID.fullmatch(text) is not None


def is_person(text: str) -> bool:
    """May this be the id of a customer?"""
    return _PERSON.fullmatch(text) is not None


def customers_of(chat: Record) -> Sequence[Record]:
    """Who is helped in it; agents are left out."""
    return [one for one in records_of(chat, "users", 20) if text_of(one, "type") == "customer"]


def thread_of(chat: Record) -> Record:
    """The thread that came with it, empty when none did."""
    thread = chat.get("thread") or chat.get("last_thread_summary")
    return thread if isinstance(thread, Mapping) else {}
