"""Lists of Drift, a few pages of them, whatever way their next page is named in."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence

from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.records import Answer, Record, records_of, text_of

PAGES = "app.drift.com"

_MOST_OF_A_PAGE = 200


def pages(
    calls: Calls,
    path: str,
    query: Mapping[str, str],
    listed: Callable[[Answer], Sequence[Record] | None],
    most: int,
) -> Iterator[tuple[Sequence[Record] | Fault | None, bool]]:
    """Each page with whether it is the last; None: there is no such list."""
    onward: Mapping[str, str] = {}
    for _ in range(most):
        found = calls.get(Answer, path, {**query, **onward})
        if found is None or isinstance(found, Fault):
            yield found, True
            return
        part = listed(found)
        onward = _onward(found)
        yield Fault(FaultKind.BAD_ANSWER) if part is None else part, part is None or not onward
        if part is None or not onward:
            return


def in_data(answer: Answer) -> Sequence[Record] | None:
    """The list that an answer is, or the one thing that stands for it."""
    data = answer.get("data")
    if isinstance(data, Mapping):
        return [data]
    return records_of(answer, "data", _MOST_OF_A_PAGE) if isinstance(data, list) else None


def in_messages(answer: Answer) -> Sequence[Record] | None:
    """The messages of a conversation."""
    data = answer.get("data")
    if not isinstance(data, Mapping) or not isinstance(data.get("messages"), list):
        return None
    return records_of(data, "messages", _MOST_OF_A_PAGE)


def _onward(answer: Answer) -> Mapping[str, str]:
    """What asks for the next page; of a link its cursor alone, so that the host stays the same."""
    data = answer.get("data")
    for place in (answer, data):
        paging = place.get("pagination") if isinstance(place, Mapping) else None
        ends = isinstance(paging, Mapping) and paging.get("more") is False
        if (cursor := text_of(paging, "next")) and not ends:
            return {"next": cursor}
    links = answer.get("links")
    link = urllib.parse.urlsplit(text_of(links, "next")[:2000]).query if links else ""
    token = urllib.parse.parse_qs(link).get("page_token", [""])[0]
    return {"page_token": token} if token else {}
