"""Which language a chat line is in. The lines: data/chat_*.tsv, a tag, a tab and the line."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.translation.detect import DEFAULT, PREVALENT, Detector
from desktop.translation.detect.languages import RANGES, SHARED, primary, script_of

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[tuple[str, str]]:
    rows = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(row.split("\t")[0], row.split("\t")[1]) for row in rows]


def wrong(detector: Detector, rows: list[tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    """Asking counts as wrong."""
    found = [(tag, line, detector.detect(line).language) for tag, line in rows]
    return [row for row in found if row[0] != row[2]]


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


def test_the_set_has_ten_lines_and_more_in_each_of_28_languages() -> None:
    counts = Counter(tag for tag, _ in lines("chat_lines.tsv"))
    assert set(counts) == set(PREVALENT)
    assert len(counts) == 28
    assert min(counts.values()) >= 10


@pytest.mark.parametrize("languages", [PREVALENT, DEFAULT], ids=["28", "all"])
def test_short_chat_lines_are_told(languages: tuple[str, ...]) -> None:
    detector = Detector(languages)
    rows = lines("chat_lines.tsv") + lines("chat_greetings.tsv")
    bad = wrong(detector, rows)
    assert len(bad) <= 0.03 * len(rows), bad


def test_a_single_word_of_one_language_is_told(detector: Detector) -> None:
    words = {
        "en": "hello help refund thanks", "es": "hola gracias ayuda", "fr": "merci bonjour",
        "de": "danke bitte hilfe", "it": "grazie buonasera", "pt": "obrigado", "fi": "kiitos",
        "no": "takk", "sv": "tack", "pl": "dziękuję dzieki", "cs": "děkuji ahoj",
        "tr": "teşekkürler merhaba", "id": "makasih", "nl": "bedankt", "hu": "köszönöm szia",
        "ro": "multumesc", "ru": "спасибо привет", "uk": "дякую привіт", "bg": "здравейте",
    }  # fmt: skip
    rows = [(tag, word) for tag, some in words.items() for word in some.split()]
    assert wrong(detector, rows) == []


@pytest.mark.parametrize("text", ["hej", "salut", "tak", "hotel", "asdfgh", "qwertz", "zzzz"])
def test_a_single_word_of_several_languages_is_asked(text: str, detector: Detector) -> None:
    assert detector.detect(text).language is None


def test_of_each_language_most_lines_are_told(detector: Detector) -> None:
    rows = lines("chat_lines.tsv")
    bad = Counter(tag for tag, *_ in wrong(detector, rows))
    assert all(times <= 2 for times in bad.values()), bad


def test_lines_that_nothing_was_tuned_on_are_told() -> None:
    """Lines of other trades, written when the model was done, which was not changed for them."""
    rows = lines("chat_trades.tsv")
    bad = wrong(Detector(PREVALENT), rows)
    assert len(bad) <= 0.05 * len(rows), bad


def test_filipino_is_told_with_its_english_words(detector: Detector) -> None:
    """The last twelve lines are of other trades and were written when the model was done."""
    rows = lines("chat_filipino.tsv")
    assert len(rows) == 36
    assert len(wrong(detector, rows)) <= 1
    ours = Detector(["en", "es", "id", "fil-PH"])
    assert {ours.detect(line).language for _, line in rows} == {"fil-PH"}
    assert detector.detect("where is my order po").language == "en"


def test_further_languages_are_told(detector: Detector) -> None:
    rows = lines("chat_more.tsv")
    assert len(wrong(detector, rows)) <= 0.05 * len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "ok",
        "no",
        "да",
        "👍👍",
        "12345",
        "https://shop.example/en/where-is-my-order?id=1",
        "A1B2-99",
        "RMA-XK",
        "{{order_id}}",
        "%(name)s %s",
        "ana.garcia@example.com",
        "@support",
        ":D",
        "RB123456789CN",
        "asdfgh",
        "\ud800\udfff",
    ],
)
def test_what_is_no_language_is_asked(text: str, detector: Detector) -> None:
    assert detector.detect(text).language is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("https://shop.example/where-is-my-order donde esta mi pedido", "es"),
        ("wo ist mein paket 4471-XK ??? support@shop.example", "de"),
        ("{{customer.first_name}}, где мой заказ #12345 👍", "ru"),
        ("GRACIASSSS", "es"),
        ("주문한 iPhone 15 Pro 언제 와요", "ko"),
        ("注文番号を教えてください", "ja"),
        ("返金希望", "ja"),
        ("我要退款", "zh"),
        ("ok спасибо", "ru"),
        ("მადლობა", "ka"),
        ("շնորհակալություն", "hy"),
        ("धन्यवाद", "hi"),
        ("где\u0301 мой заказ", "ru"),
    ],
)
def test_noise_does_not_count(text: str, language: str, detector: Detector) -> None:
    assert detector.detect(text).language == language


def test_tags_come_back_as_the_agent_gave_them() -> None:
    detector = Detector(["pt-BR", "nb", "zh-Hant-TW", "iw"])
    assert detector.detect("muito obrigado, cadê meu pedido").language == "pt-BR"
    assert detector.detect("hvor er pakken min, jeg venter ennå").language == "nb"
    assert detector.detect("我的包裹在哪裡").language == "zh-Hant-TW"
    assert detector.detect("איפה ההזמנה שלי").language == "iw"


def test_only_the_agents_languages_are_found() -> None:
    detector = Detector(["en", "es", "ja"])
    assert detector.detect("where is my order").language == "en"
    assert detector.detect("где мой заказ").language is None
    assert detector.detect("gdzie jest moja paczka, czekam już dwa tygodnie").language is None
    assert detector.detect("配送").language == "ja"
    assert Detector(["tlh"]).detect("where is my order").language is None


def test_confidence_orders_the_ranking(detector: Detector) -> None:
    detected = detector.detect("hvor er min pakke")
    shares = [share for _, share in detected.ranking]
    assert shares == sorted(shares, reverse=True)
    assert 0 < detected.confidence <= 1
    assert detected.confidence_in("no") > detected.confidence_in("fi") == 0


def test_warming_reads_the_model_once() -> None:
    detector = Detector()
    detector.warm()
    assert detector.detect("where is my order").language == "en"
    tables = detector._tables
    detector.warm()
    assert detector._tables is tables


def test_languages_that_share_a_script_are_in_the_default_once() -> None:
    assert len(DEFAULT) == len(set(DEFAULT))
    assert set(PREVALENT) <= set(DEFAULT)
    known = {name for names in SHARED.values() for name in names} | {row[3] for row in RANGES}
    assert {primary(tag) for tag in DEFAULT} <= known
    assert script_of("5") is None
    assert script_of("\U0010ffff") is None


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    detected = SHARED_DETECTOR.detect(text)
    assert detected.language is None or detected.language in DEFAULT
    assert 0 <= detected.confidence <= 1


@given(
    st.sampled_from(lines("chat_lines.tsv")),
    st.sampled_from(["👍", "https://a.example/x", "#44719", "!!!"]),
)
def test_noise_around_a_line_changes_nothing(row: tuple[str, str], noise: str) -> None:
    _, line = row
    expected = SHARED_DETECTOR.detect(line)
    assert SHARED_DETECTOR.detect(f"{noise} {line} {noise}").language == expected.language


SHARED_DETECTOR = Detector()
