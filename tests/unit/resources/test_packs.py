"""The starter packs: what must hold for anybody to use them as they are.

Read with PyYAML alone, so that these rules don't depend on what Deskhand's own loader forgives.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml
from babel import Locale

from desktop.core.resources import resource
from desktop.core.text import certain_length

Entry = dict[str, Any]

LANGUAGES = ("en", "es", "fr", "de", "pt", "ar", "zh", "hi", "fil")
OTHERS = LANGUAGES[1:]
LATIN = ("en", "es", "fr", "de", "pt", "fil")
TAGS = {"zh": "zh-Hans"}
"""What variants are for, where it is not the name of the pack: in Taiwan it is other characters."""
ENOUGH = {"en": 50} | dict.fromkeys(OTHERS, 40)
BUILT_IN = {
    "customer.first_name",
    "customer.name",
    "customer.salutation",
    "customer.local_greeting",
    "agent.first_name",
}
CARET_LAST = {
    "ar",  # between letters that run to the left, the Left key goes forward in most programs
    "hi",  # programs differ on how many Left keys pass over a vowel sign
}
REFERENCE = re.compile(r"\{\{\s*[#^/]?([\w.]+)\s*\}\}")
FIELD = re.compile(r"\[\[\s*(\w+)\s*\]\]")
FAMILIAR = {
    "es": r"tú|te|ti|contigo|tus?|vosotr[oa]s|os|vuestr[oa]s?",
    "fr": r"tu|te|toi|ton|ta|tes",
    "de": r"du|dich|dir|dein(?:e[mnrs]?)?|euch|euer",
    "pt": r"tu|te|ti|contigo|teus?|tuas?",
    "zh": r"[你妳]们?",
    "hi": r"तू|तुम|तुम्हें|तुमने|तुम्हार[ाेी]|तेर[ाेी]|तुझे|जाओ|बताओ|देखो|भेजो|करो|दो|लो|खोलो|लिखो",
    "fil": r"ikaw|ka|mo|iyo|iyong|kita",
}
COMMON_WORDS = {
    "en": "the you your and to this we for please",
    "es": "el su con usted por para los una de que",
    "fr": "le vous votre nous une et pour les je",
    "de": "die sie ihnen und ich das wir mit bitte",
    "pt": "o você com seu uma para não de que em",
    "fil": "po ang sa ng inyong ninyo kung lang kayo na",
}


def load(language: str) -> Entry:
    pack = yaml.safe_load(resource(f"packs/care-{language}.yml").read_bytes())
    assert isinstance(pack, dict)
    return pack


PACKS = {language: load(language) for language in LANGUAGES}


class Text(NamedTuple):
    """One text that an agent may send, wherever it stands."""

    language: str
    place: str
    text: str


def triggers_of(entry: Entry) -> list[str]:
    return [*([entry["trigger"]] if "trigger" in entry else []), *entry.get("triggers", [])]


def body_of(entry: Entry) -> str:
    body = entry["form"] if "form" in entry else entry["replace"]
    assert isinstance(body, str)
    return body


def variants_of(entry: Entry) -> dict[str, str]:
    for variant in entry.get("variants", []):
        assert set(variant) == {"when", "replace"}
        assert set(variant["when"]) == {"language"}
    packs = {tag: pack for pack, tag in TAGS.items()}
    found = [(one["when"]["language"], one["replace"]) for one in entry.get("variants", [])]
    assert not {language for language, _ in found} & TAGS.keys()
    assert len({language for language, _ in found}) == len(found)
    return {packs.get(language, language): text for language, text in found}


def has_words(text: str) -> bool:
    """Whether anything of a language stands in it beside built-in values."""
    return any(char.isalpha() for char in without_values(text))


def without_values(text: str) -> str:
    """A digit stands where a value comes in: no letter of any language, and no gap."""
    return REFERENCE.sub("0", text)


def all_texts() -> Iterator[Text]:
    for language, pack in PACKS.items():
        for entry in pack["matches"]:
            place = f"care-{language} {triggers_of(entry)[0]}"
            yield Text(language, place, body_of(entry))
            for other, text in variants_of(entry).items():
                yield Text(other, f"{place} ({other})", text)


TEXTS = list(all_texts())


def entries(language: str) -> Iterator[tuple[str, Entry]]:
    """Each with the trigger that names it where a test fails."""
    for entry in PACKS[language]["matches"]:
        yield triggers_of(entry)[0], entry


def shared_entries() -> Iterator[tuple[str, Entry]]:
    """English ones whose variants have words of their own in every language, by their mnemonic."""
    for name, entry in entries("en"):
        texts = [text for other, text in variants_of(entry).items() if other != "en"]
        if texts and all(map(has_words, texts)):
            yield name.removeprefix(";"), entry


def faulty(pattern: str, *languages: str) -> list[str]:
    return [
        f"{one.place}: {found[0]!r}"
        for one in TEXTS
        if one.language in (languages or LANGUAGES)
        for found in [re.search(pattern, without_values(one.text), re.IGNORECASE)]
        if found
    ]


# --- how many, and what each has --------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough(language: str) -> None:
    assert len(PACKS[language]["matches"]) >= ENOUGH[language]


def test_the_settings_offer_exactly_these_packs() -> None:
    files = {path.stem for path in resource("packs").glob("*.yml")}
    assert files == {f"care-{language}" for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snippet_can_be_told_and_found(language: str) -> None:
    for name, entry in entries(language):
        assert (2 if language == "zh" else 3) <= len(entry["label"]) <= 60, name
        terms = entry["search_terms"]
        assert len(terms) >= 2, name
        assert len({term.casefold() for term in terms}) == len(terms), name
        assert all(isinstance(term, str) and term == term.strip() != "" for term in terms), name
        assert body_of(entry).strip(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_labels_of_a_pack_are_equal(language: str) -> None:
    labels = Counter(entry["label"] for entry in PACKS[language]["matches"])
    assert labels.most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_espanso_knows_every_key_but_variants(language: str) -> None:
    espanso = {"trigger", "triggers", "label", "search_terms", "vars", "replace", "form"}
    for name, entry in entries(language):
        assert set(entry) <= espanso | {"form_fields", "variants"}, name
        assert ("replace" in entry) != ("form" in entry), name
        assert ("trigger" in entry) != ("triggers" in entry), name


# --- triggers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trigger_is_not_typed_by_accident(language: str) -> None:
    """Prose has a space after a semicolon, and no Arabic semicolon twice.

    Chinese has triggers in Latin letters alone: characters come from an input method, and while
    one is writing nothing is matched. Keyboards for Hindi have no semicolon, and two dandas are
    followed by a space or a number; its vowel signs are no letters that Backspace surely takes.
    """
    latin = re.compile(r";[a-z]{3,}")
    # No lam with alef: some keyboards send the two as one character.
    arabic = re.compile("؛؛(?!.*ل[اأإآ])[\u0621-\u064a]{3,}")
    devanagari = re.compile("।।[\u0904-\u0939]{3,}")
    own = {"ar": ("؛", arabic), "hi": ("।", devanagari)}
    for _, entry in entries(language):
        for trigger in triggers_of(entry):
            begin, shape = own.get(language, ("", latin))
            assert (shape if trigger.startswith(begin) else latin).fullmatch(trigger), trigger
            assert certain_length(trigger) == len(trigger)


def test_every_trigger_can_fire_and_stands_for_one_snippet() -> None:
    """All packs together: one that is typed on the way to another would fire before it."""
    triggers = [
        trigger
        for language in LANGUAGES
        for _, entry in entries(language)
        for trigger in triggers_of(entry)
    ]
    assert [one for one, count in Counter(triggers).items() if count > 1] == []
    hidden = [
        (short, long)
        for short, long in itertools.permutations(triggers, 2)
        if short in long[:-1] or long.endswith(short)
    ]
    assert hidden == []


@pytest.mark.parametrize(("language", "first"), [("ar", "؛"), ("hi", "।")])
def test_there_is_a_trigger_for_either_keyboard(language: str, first: str) -> None:
    for name, entry in entries(language):
        assert [trigger[0] for trigger in triggers_of(entry)] == [first, ";"], name


# --- the same words in the customer's language and in the language's own pack -------------------


def test_what_has_variants_has_them_in_every_language() -> None:
    with_variants = [(name, entry) for name, entry in entries("en") if "variants" in entry]
    assert len(with_variants) >= 40
    for name, entry in with_variants:
        assert set(variants_of(entry)) - {"en"} == set(OTHERS), name


@pytest.mark.parametrize("language", OTHERS)
def test_a_variant_says_what_the_pack_of_its_language_says(language: str) -> None:
    """The last search term of each snippet is the English mnemonic: it names the partner."""
    texts = {entry["search_terms"][-1]: entry["replace"] for _, entry in entries(language)}
    variants = {name: variants_of(entry)[language] for name, entry in shared_entries()}
    assert len(texts) == len(PACKS[language]["matches"])
    assert texts == variants


@pytest.mark.parametrize("language", OTHERS)
def test_variables_of_a_language_are_those_of_its_variants(language: str) -> None:
    ours = {one["name"]: one for one in PACKS["en"]["global_vars"]}
    for _, entry in entries(language):
        for variable in entry.get("vars", []):
            if variable["type"] == "form":
                english = next(
                    one
                    for _, other in entries("en")
                    for one in other.get("vars", [])
                    if one["name"] == variable["name"]
                )
                asked = FIELD.findall(variable["params"]["layout"])
                assert asked == FIELD.findall(english["params"]["layout"])
            else:
                assert variable == ours[variable["name"]]


# --- variables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_built_in_or_defined(language: str) -> None:
    for name, entry in entries(language):
        variables = [*PACKS[language].get("global_vars", []), *entry.get("vars", [])]
        defined = {one["name"] for one in variables if one["type"] != "form"} | {
            f"{one['name']}.{field}"
            for one in variables
            if one["type"] == "form"
            for field in FIELD.findall(one["params"]["layout"])
        }
        texts = [body_of(entry), *variants_of(entry).values(), yaml.safe_dump(variables)]
        used = {found for text in texts for found in REFERENCE.findall(text)}
        assert used <= defined | BUILT_IN, name
        own = {one["name"] for one in entry.get("vars", [])}
        assert own <= {found.split(".")[0] for found in used}, name


def test_a_global_variable_is_used() -> None:
    everything = yaml.safe_dump(PACKS["en"], allow_unicode=True)
    for variable in PACKS["en"]["global_vars"]:
        assert f"{{{{{variable['name']}}}}}" in everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_in_the_language_of_their_name(language: str) -> None:
    variables = [
        *PACKS[language].get("global_vars", []),
        *(one for _, entry in entries(language) for one in entry.get("vars", [])),
    ]
    dates = [one for one in variables if one["type"] == "date"]
    assert dates
    for variable in dates:
        params = variable["params"]
        assert set(params) <= {"format", "offset", "locale"}
        assert re.fullmatch(r"(?:%-?[AdBmYHM]|[ ,./:a-z-]|[月日（）])+", params["format"])
        if "locale" in params:
            named = variable["name"].rpartition("_")[2]
            assert Locale.parse(params["locale"], sep="-").language == named
            assert params["offset"] % 86_400 == 0
            assert params["offset"] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_asks_is_asked_for_the_text_in_hand_only(language: str) -> None:
    """As in espanso a snippet's own variables are all asked: its variants may share only one."""
    for name, entry in entries(language):
        asking = [one["name"] for one in entry.get("vars", []) if one["type"] in {"choice", "form"}]
        for text in [body_of(entry), *variants_of(entry).values()]:
            assert all(f"{{{{{one}" in text for one in asking), name


# --- the texts ----------------------------------------------------------------------------------


def test_no_line_ends_in_a_space_and_no_space_is_doubled() -> None:
    for language in LANGUAGES:
        lines = resource(f"packs/care-{language}.yml").read_text("utf-8").split("\n")
        assert [number for number, line in enumerate(lines, 1) if line != line.rstrip()] == []
    assert faulty(r"[ \u00a0]{2}|^\s|[ \t]\n|\n{3}|\s\Z|\t|\r") == []


def test_letters_are_composed() -> None:
    """Else a text is not found by search, and some programs draw its accents beside its letters."""
    assert [one.place for one in TEXTS if not unicodedata.is_normalized("NFC", one.text)] == []


def test_nothing_is_left_over() -> None:
    assert faulty(r"\b(?:(?-i:TODO|FIXME|XXX)|lorem|ipsum)\b|\.\.\.|[<>{}~]") == []
    assert faulty(r"\[", *OTHERS) == []


def test_no_emoji_and_no_invisible_marks() -> None:
    for one in TEXTS:
        kinds = {unicodedata.category(char) for char in one.text} - {"Cc"}
        assert not kinds & {"So", "Cf", "Co", "Cn", "Cs"}, one.place


def test_the_caret_has_one_place_that_left_keys_surely_reach() -> None:
    for one in TEXTS:
        before, mark, after = one.text.partition("$|$")
        assert "$|$" not in after, one.place
        if mark:
            assert certain_length(without_values(after)) is not None, one.place
            assert before.strip(), one.place
            if one.language in CARET_LAST:
                assert after == "", one.place


def test_quotes_and_apostrophes_are_printers_ones() -> None:
    assert faulty("['\"`´]") == []


def test_latin_texts_survive_ticket_systems_that_know_windows_1252_only() -> None:
    for one in TEXTS:
        if one.language in LATIN:
            assert one.text.encode("cp1252"), one.place


def test_french_keeps_its_no_break_spaces() -> None:
    assert faulty(r"(?<!\u00a0)[:;!?»]|«(?!\u00a0)", "fr") == []
    others = [one for one in LANGUAGES if one != "fr"]
    assert faulty(r"\s[:;!?,.，。：；！？、।]", *others) == []
    assert faulty(r"\s[,.]|\u202f", "fr") == []


def test_spanish_opens_what_it_closes() -> None:
    for one in TEXTS:
        if one.language == "es":
            assert one.text.count("¿") == one.text.count("?"), one.place
            assert one.text.count("¡") == one.text.count("!"), one.place


def test_arabic_is_arabic() -> None:
    assert faulty(r"[A-Za-z,;?]", "ar") == []
    for one in TEXTS:
        if one.language == "ar" and has_words(one.text):
            assert re.search("[\u0621-\u064a]{3}", one.text), one.place


def test_chinese_is_simplified_with_chinese_stops() -> None:
    """GB 2312 has the simplified characters only, and the stops that go with them."""
    assert faulty(r"[A-Za-z,;:!?()]|(?<!\d)\.|\.(?! )|(?<![.-]) (?!\d)", "zh") == []
    for one in TEXTS:
        if one.language == "zh":
            assert one.text.encode("gb2312"), one.place
            assert not has_words(one.text) or re.search("[\u4e00-\u9fff]{2}", one.text), one.place
            last = one.text.removesuffix("{{agent.first_name}}").removesuffix("$|$").strip()
            assert last[-1] in "。？！：-}" or "：" in last.split("\n")[-1], one.place


def test_hindi_is_in_devanagari_and_sentences_end_in_a_danda() -> None:
    assert faulty(r"[A-Za-z;]|(?<!\d)\.|\.(?! )|[\u0966-\u096f॥]|(?<!\$)\|", "hi") == []
    for one in TEXTS:
        if one.language == "hi":
            assert not has_words(one.text) or re.search("[\u0904-\u0939]", one.text), one.place
            for line in one.text.split("\n"):
                assert not re.search(r"[\u0900-\u0963\u0970-\u097f]\Z", line), one.place


def test_hindi_does_not_tell_whether_the_agent_is_a_man_or_a_woman() -> None:
    """As "कर रहा हूँ" and "करूँगी" do; what is done to nobody in particular, or by "we", does not."""
    assert faulty(r"(?:रहा|रही|ता|ती|चुका|चुकी|गया|गई) हूँ|ूँग[ाी]|[ाे]ऊँग[ाी]|ता/|ती/", "hi") == []


@pytest.mark.parametrize("language", LATIN)
def test_latin_texts_are_in_their_language(language: str) -> None:
    words = Counter(
        word
        for one in TEXTS
        if one.language == language
        for word in re.findall(r"[^\W\d_]+", without_values(one.text).casefold())
    )
    score = {
        other: sum(words[word] for word in common.split()) for other, common in COMMON_WORDS.items()
    }
    assert max(score, key=lambda other: score[other]) == language


def test_filipino_says_po() -> None:
    """In every paragraph of words; the sign-off is respectful in itself."""
    for one in TEXTS:
        for part in one.text.split("\n\n") if one.language == "fil" else ():
            respectful = re.search(r"\bpo\b|gumagalang|Petsa:", part)
            assert respectful or not has_words(part), f"{one.place}: {part}"


@pytest.mark.parametrize("language", FAMILIAR)
def test_customers_are_addressed_politely(language: str) -> None:
    letter = r"[\w\u0900-\u097f]" if language != "zh" else "(?!)"
    assert faulty(rf"(?<!{letter})(?:{FAMILIAR[language]})(?!{letter})", language) == []
