"""Confluence and Guru, by stand-ins that do as their documentation says."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest

from desktop.customers.articles.article import Article, Articles
from desktop.customers.articles.search import ArticleSearch, Found
from desktop.customers.identify import Kind
from desktop.customers.providers.base import Fault, FaultKind, Manifest, SignedIn
from desktop.customers.providers.confluence import PROVIDER as CONFLUENCE
from desktop.customers.providers.guru import PROVIDER as GURU
from desktop.customers.providers.registry import Ready
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.customers.asking import CLOCK, checked, found_by, made
from tests.contract.customers.bases_of_articles import Cards, Wiki, card
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    Wire,
    answer_json,
    drip_body,
    hang,
    page,
    reset,
    stand_in,
)

BOTH = pytest.mark.parametrize("manifest", [CONFLUENCE, GURU], ids=lambda one: one.name)
MOMENT = dt.datetime(2026, 11, 20, 12, 40, 10, tzinfo=dt.UTC)
LONG = "<img src=http://198.51.100.1/x>\u202e" + "🙂" + "e" * 2_100


def asked(
    manifest: Manifest, url: str, words: str, secret: str = "pass-word", seconds: float = 20
) -> list[Article] | Fault:
    provider = made(manifest, url, secret, user="agent@desk.test")
    assert isinstance(provider, Articles)
    try:
        found = provider.articles(words, Deadline(CLOCK, seconds), Cancellation())
    finally:
        provider.close()
    return found if isinstance(found, Fault) else list(found)


def test_pages_of_confluence_as_plain_text() -> None:
    with stand_in(Wiki()) as server:
        found = asked(CONFLUENCE, server.url(), "return")
        assert found == [
            Article(
                "Returns & refunds",
                "A return is free within 30 days.",
                server.url("/wiki/spaces/SUP/pages/0/A+b"),
                "Support & sales",
                MOMENT,
            ),
            Article(
                "Return labels",
                "How to print a return label",
                server.url("/wiki/spaces/SUP/pages/1/A+b"),
                "Support & sales",
                MOMENT,
            ),
        ]
        assert asked(CONFLUENCE, server.url("/wiki"), "return") == found


@pytest.mark.parametrize(
    "words",
    ['"', "\\", '" OR type = page OR text ~ "', "a AND b OR NOT", "AB-10001", "(x", "a*?~^:", "[x]",
     "https://a.example/b?c=d", "{}", "!!!", "+ - && ||", "  \n ", "Ümläut 返品 возврат"],
)  # fmt: skip
def test_no_words_are_more_than_words(words: str) -> None:
    with stand_in(Wiki()) as server:
        assert isinstance(asked(CONFLUENCE, server.url(), words), list)


def test_links_of_confluence_stay_on_its_site() -> None:
    wiki = Wiki(base="https://198.51.100.1/wiki")
    with stand_in(wiki) as server:
        for webui in ("/spaces/1", "//198.51.100.1/x", "https://198.51.100.1/", "javascript:x",
                      "/\\198.51.100.1", "/a b\n", "/x#y"):  # fmt: skip
            wiki.webui = webui
            found = asked(CONFLUENCE, server.url(), "label")
            assert not isinstance(found, Fault)
            assert all(one.url.startswith(server.url("/wiki/")) for one in found), webui
            assert all(one.url.isascii() and one.url.isprintable() for one in found)
        wiki.base, wiki.webui = server.url("/confluence"), "/x"
        (one,) = asked(CONFLUENCE, server.url(), "label")  # type: ignore[misc]  # a list
        assert one.url == server.url("/confluence/x")


def test_a_visitor_who_finds_nothing_is_told_why() -> None:
    with stand_in(Wiki()) as server:
        assert asked(CONFLUENCE, server.url(), "return", "old") == Fault(FaultKind.AUTH)
        assert asked(CONFLUENCE, server.url(), "unheard-of") == []
    with stand_in(Wiki(visitors=False)) as server:
        fault = asked(CONFLUENCE, server.url(), "return", "old")
        assert isinstance(fault, Fault)
        assert fault.kind is FaultKind.AUTH


def test_cards_of_guru_as_plain_text() -> None:
    with stand_in(Cards()) as server:
        found = asked(GURU, server.url(), "refund")
        url = server.url("/card/iLrAAb5T/How-to")
        assert found == [
            Article("How to refund", "Refunds Ask a lead.", url, "Support", MOMENT),
            Article("Old refund rule", "refund, maybe", url, "Support", MOMENT, unverified=True),
        ]
        assert asked(GURU, server.url(), "unheard-of") == []
        assert len(server.asked) == 2  # no link was followed


def test_cards_are_read_where_people_read_them() -> None:
    provider = made(GURU, "https://api.getguru.com", user="agent@desk.test")
    assert isinstance(provider, Articles)
    assert provider.home.at("/card/x") == "https://app.getguru.com:443/card/x"
    provider.close()


def test_a_slug_leads_to_a_card_or_nowhere() -> None:
    cards = Cards()
    with stand_in(cards) as server:
        for slug in ("../../x", "//198.51.100.1", "a b", "a\n", "x" * 900, "javascript:x", "a/b/c"):
            cards.cards = [card("refund", "", slug=slug)]
            assert asked(GURU, server.url(), "refund") == [], slug


@BOTH
def test_a_sign_in_is_tested(manifest: Manifest) -> None:
    with stand_in(Wiki() if manifest is CONFLUENCE else Cards()) as server:
        good = made(manifest, server.url(), user="agent@desk.test")
        assert checked(good) == SignedIn("Ann Agent")
        bad = made(manifest, server.url(), "old", user="agent@desk.test")
        answer = checked(bad)
    assert isinstance(answer, Fault)
    assert answer.kind is FaultKind.AUTH


@BOTH
def test_nobody_is_a_customer_there(manifest: Manifest) -> None:
    with stand_in(Wiki()) as server:
        assert found_by(made(manifest, server.url(), user="a"), Kind.NAME, "Jane") == []
        assert server.asked == []
    assert manifest.finds == frozenset()


BAD: dict[str, Answer] = {
    "a sign-in page": page(200, "<html>Sign in to the network</html>", "text/html"),
    "truncated": page(200, '{"results": [{"id": "1", "users": [{"id'),
    "another schema": answer_json({"results": "none"}),
    "a number": page(200, "17"),
    "not text": page(200, b"\xff\xfe\x00"),
    "too deep": page(200, "[" * 100_000),
    "another host": page(302, "", Location="https://198.51.100.1/"),
    "too long": page(200, b" " * 9_000_000),
    "reset": reset,
    "not there": page(404, "{}"),
    "busy": page(503, "{}"),
}


@BOTH
@pytest.mark.parametrize("name", BAD)
def test_no_answer_but_a_fault(manifest: Manifest, name: str) -> None:
    with stand_in(BAD[name]) as server:
        assert isinstance(asked(manifest, server.url(), "return"), Fault)
        assert isinstance(checked(made(manifest, server.url(), user="a")), Fault)


@BOTH
@pytest.mark.parametrize("answer", [hang, drip_body])
def test_it_is_waited_for_no_longer_than_said(manifest: Manifest, answer: Answer) -> None:
    with stand_in(answer) as server:
        begun = time.perf_counter()
        fault = asked(manifest, server.url(), "return", seconds=0.5)
        assert time.perf_counter() - begun < 3
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.TIMEOUT


@BOTH
@pytest.mark.parametrize(
    "value", [None, True, 5, [], [[[]]], {}, {"id": {}}, "", LONG, "\x00\x1b[31m", "<" * 50_000]
)
def test_values_of_any_kind_are_shown_or_left_out(manifest: Manifest, value: object) -> None:
    one = {"title": "x", "preferredPhrase": "x", "slug": "a/b", "excerpt": value, "content": value,
           "url": "/x", "lastModified": value, "resultGlobalContainer": value,
           "collection": value, "verificationState": value}  # fmt: skip
    odd = {**one, "title": value, "preferredPhrase": value, "slug": value, "url": value}
    every: object = [one, odd, {}]
    content = every if manifest is GURU else {"results": [one, odd, {}, value], "_links": value}
    with stand_in(answer_json(content)) as server:
        home = server.url("/")
        found = asked(manifest, server.url(), "return")
    assert not isinstance(found, Fault)
    assert found
    for article in found:
        for text in (article.title, article.excerpt, article.place):
            assert len(text) <= 400
            assert not set(text) & set("\u202e\x00\x1b\n")
        assert "198.51.100.1" not in article.excerpt
        assert article.url.startswith(home)


# --- all at once ---


def ready(manifest: Manifest, url: str, secret: str = "pass-word") -> Ready:
    return Ready(manifest.name, manifest, made(manifest, url, secret, user="agent@desk.test"))


def told(search: ArticleSearch, words: str, seconds: float = 20) -> list[Found]:
    heard: list[Found] = []
    search.start(words, heard.append).wait(seconds)
    search.close()
    return heard


def test_each_answer_is_told_as_it_comes_and_the_slow_one_is_named() -> None:
    with stand_in(hang) as slow, stand_in(Cards()) as cards:
        search = ArticleSearch([ready(CONFLUENCE, slow.url()), ready(GURU, cards.url())], CLOCK, 1)
        assert search.titles == ("Confluence", "Guru")
        first, last = told(search, "  how\nto   refund ")
    assert (first.words, first.waiting, first.done) == ("how to refund", ("Confluence",), False)
    assert [one.title for one in first.answers[0].articles] == ["How to refund"]
    assert [one.title for one in last.answers] == ["Guru", "Confluence"]
    assert last.done
    fault = last.answers[1].fault
    assert fault is not None
    assert fault.kind is FaultKind.TIMEOUT


def test_after_cancelling_nothing_is_told() -> None:
    heard: list[Found] = []
    going = threading.Event()

    def waiting(request: Asked, wire: Wire) -> None:
        going.set()
        hang(request, wire)

    with stand_in(waiting) as slow:
        search = ArticleSearch([ready(GURU, slow.url())], CLOCK, 20)
        one = search.start("x", heard.append)
        assert going.wait(10)
        one.cancel()
        search.close()
    assert heard == []


def test_a_missing_key_is_said_in_its_own_words() -> None:
    search = ArticleSearch([ready(GURU, "http://127.0.0.1:1", "")], CLOCK, 5)
    (found,) = told(search, "x")
    fault = found.answers[0].fault
    assert fault is not None
    assert fault.problem("Guru").what == "You are not signed in"


def test_links_to_anywhere_else_are_let_go() -> None:
    one = ready(GURU, "http://127.0.0.1:1")
    home = "http://127.0.0.1:1/card/a"
    links = (home, "https://198.51.100.1/", "javascript:x", "", "http://127.0.0.1:2/")
    every = [Article("x", "", url) for url in links]
    one.provider.articles = lambda *_: every  # type: ignore[attr-defined]  # a scripted answer
    (found,) = told(ArticleSearch([one], CLOCK, 5), "x")
    assert [x.url for x in found.answers[0].articles] == [home]


def test_a_provider_that_fails_by_itself_is_one_fault(caplog: pytest.LogCaptureFixture) -> None:
    one = ready(GURU, "http://127.0.0.1:1")

    def fails(*_: object) -> list[Article]:
        raise RuntimeError("jane@example.com")

    one.provider.articles = fails  # type: ignore[attr-defined]  # a scripted answer
    (found,) = told(ArticleSearch([one], CLOCK, 5), "jane@example.com")
    assert found.answers[0].fault == Fault(FaultKind.BAD_ANSWER)
    assert "jane" not in caplog.text
    assert "RuntimeError" in caplog.text
