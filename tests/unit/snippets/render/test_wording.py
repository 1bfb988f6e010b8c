"""Which text of a snippet is used."""

from __future__ import annotations

import pytest

from desktop.snippets.model import Body, Variant
from desktop.snippets.render.wording import fitting
from tests.unit.snippets.render.bench import Bench, snippet, var

ALL = (
    Variant("pt", language="pt"),
    Variant("pt mail", language="pt", channel="mail"),
    Variant("br mail", language="pt-BR", channel="Mail"),
    Variant("crm", app="Crm.EXE"),
    Variant("vip", tag="VIP"),
    Variant("vip es chat", tag="vip", language="es", channel="chat"),
)


@pytest.mark.parametrize(
    ("language", "channel", "app", "tags", "body"),
    [
        ("pt", "", "", (), "pt"),
        ("pt-BR", "", "", (), "pt"),
        ("PT_br", "mail", "", (), "pt mail"),
        ("pt-PT", "MAIL", "", (), "pt mail"),
        ("ptx", "", "", (), "else"),
        ("", "mail", "", (), "else"),
        ("", "", "crm.exe", (), "crm"),
        ("", "", "crm.exe", ("vip",), "crm"),
        ("pt", "", "crm.exe", ("vip",), "pt"),
        ("es", "chat", "crm.exe", ("Vip",), "vip es chat"),
        ("es", "mail", "", ("vip", "x"), "vip"),
        ("es", "chat", "", (), "else"),
    ],
)
def test_most_conditions_then_first(
    language: str, channel: str, app: str, tags: tuple[str, ...], body: str
) -> None:
    found = Bench().text(
        snippet("else", variants=ALL), language=language, channel=channel, app=app, tags=tags
    )
    assert found == body


def test_the_customers_and_the_interactions_tags_count() -> None:
    one = snippet("else", variants=ALL)
    assert Bench().text(one, context={"customer": {"tags": ["a", "vip"]}}) == "vip"
    assert Bench().text(one, context={"interaction": {"tags": "VIP"}}) == "vip"
    assert Bench().text(one, context={"customer": {"tags": 7}}) == "else"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fil", "po"),
        ("tl", "po"),
        ("tl_PH", "po"),
        ("fil-Latn-PH", "po"),
        ("zh", "您好"),
        ("zh-CN", "您好"),
        ("ZH_hans_SG", "您好"),
        ("cmn-CN", "您好"),
        ("zh-TW", "else"),
        ("zh-Hant-HK", "else"),
    ],
)
def test_one_language_has_several_names(language: str, body: str) -> None:
    one = snippet(
        "else", variants=(Variant("po", language="fil"), Variant("您好", language="zh-Hans"))
    )
    assert Bench().text(one, language=language) == body


def test_a_variant_without_conditions_always_holds() -> None:
    found = fitting([Variant("any")], language="", channel="", app="", tags=())
    assert found is not None


def test_without_a_text_that_fits_it_is_a_problem() -> None:
    one = snippet("", variants=(Variant("x", language="fr"),))
    assert "no text" in Bench().problem(one, language="de").what
    assert Bench().text(snippet("")) == ""


def test_a_variant_has_the_snippets_variables() -> None:
    own = var("d", "date", format="%A")
    one = snippet("{{d}}", own, variants=(Variant("el {{d}}", language="es"),))
    assert Bench().text(one, language="es-MX") == "el martes"


@pytest.mark.parametrize(
    ("language", "locale", "text"),
    [
        ("", "en-GB", "Tuesday"),
        ("it", "en-GB", "Tuesday"),
        ("it", "de-DE", "Tuesday"),
        ("it", "fr-FR", "mardi"),
        ("en-GB", "de-DE", "Tuesday"),
    ],
)
def test_the_text_for_the_rest_is_in_none_of_the_variants_languages(
    language: str, locale: str, text: str
) -> None:
    own = var("d", "date", format="%A")
    one = snippet("{{d}}", own, variants=(Variant("am {{d}}", language="de"),))
    assert Bench(options={"locale": locale}).text(one, language=language) == text


def test_the_customers_language_counts_where_the_interactions_is_not_known() -> None:
    own = var("d", "date", format="%A")
    context = {"customer": {"language": "fr"}}
    assert Bench().text("{{d}}", own, context=context) == "mardi"


def test_variants_of_a_form_are_forms() -> None:
    one = snippet("[[a]]", kind=Body.FORM, variants=(Variant("Hola [[b]]", language="es"),))
    assert [one.name for one in Bench().question(one, language="es").fields] == ["b"]
