"""The language of a conversation: it sticks, it changes, and the agent has the last word."""

import pytest

from desktop.translation.conversation import CHANGES_AFTER, ConversationLanguage
from desktop.translation.detect import Detected

UNKNOWN = Detected(None, 0.2, (("es", 0.2), ("pt", 0.18)))


def clearly(language: str) -> Detected:
    return Detected(language, 0.97, ((language, 0.97), ("xx", 0.01)))


def doubtfully(language: str, rather: str) -> Detected:
    return Detected(rather, 0.6, ((rather, 0.6), (language, 0.3)))


def test_the_first_message_that_can_be_told_decides() -> None:
    conversation = ConversationLanguage()
    first = conversation.hear(UNKNOWN)
    assert first.ask
    assert conversation.language is None
    second = conversation.hear(clearly("es"))
    assert (second.language, second.changed, second.ask) == ("es", True, False)
    assert conversation.language == "es"


@pytest.mark.parametrize("message", [UNKNOWN, doubtfully("es", rather="pt"), Detected(None, 0.0)])
def test_short_and_doubtful_messages_keep_it(message: Detected) -> None:
    conversation = ConversationLanguage("es")
    for _ in range(5):
        heard = conversation.hear(message)
        assert (heard.language, heard.changed) == ("es", False)


def test_one_clear_message_is_read_as_what_it_is_and_more_change_the_conversation() -> None:
    conversation = ConversationLanguage("es")
    for _ in range(CHANGES_AFTER - 1):
        heard = conversation.hear(clearly("en"))
        assert (heard.language, heard.changed) == ("en", False)
        assert conversation.language == "es"
    assert conversation.hear(UNKNOWN).language == "es"
    assert conversation.hear(clearly("en")).changed
    assert conversation.language == "en"


def test_going_back_begins_the_count_anew() -> None:
    conversation = ConversationLanguage("es")
    for language in ["en", "es", "en", "de", "en"]:
        conversation.hear(clearly(language))
        assert conversation.language == "es"


def test_an_unclear_other_language_reads_the_message_only() -> None:
    conversation = ConversationLanguage("es")
    other = Detected("en", 0.7, (("en", 0.7), ("nl", 0.2)))
    assert [conversation.hear(other).language for _ in range(4)] == ["en"] * 4
    assert conversation.language == "es"


def test_what_the_agent_chose_stays() -> None:
    conversation = ConversationLanguage("es")
    conversation.choose("pt")
    assert conversation.locked
    for _ in range(5):
        assert conversation.hear(clearly("en")).language == "pt"
    assert not conversation.toggle_lock()
    for _ in range(CHANGES_AFTER):
        conversation.hear(clearly("en"))
    assert conversation.language == "en"


def test_there_is_no_lock_on_nothing() -> None:
    conversation = ConversationLanguage()
    assert not conversation.toggle_lock()
    conversation.hear(clearly("es"))
    assert conversation.toggle_lock()
    conversation.start_over()
    assert (conversation.language, conversation.locked) == (None, False)
