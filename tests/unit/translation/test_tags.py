"""Language tags: one writing for all ways of writing them."""

from __future__ import annotations

import pytest

from desktop.translation.tags import canonical, covers, region, same_writing


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN", "en"),
        ("en_us", "en-US"),
        ("PT-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("eng-GB", "en-GB"),
        ("deu", "de"),
        ("ger", "de"),
        ("fil", "fil"),
        ("es-419", "es-419"),
        ("de-CH-1901", "de-CH-1901"),
        ("en-x-twain", "en-x-twain"),
        ("English", None),
        ("", None),
        ("*all*", None),
        ("e", None),
        ("en-", None),
        ("en us", None),
    ],
)
def test_one_writing(written: str, tag: str | None) -> None:
    assert canonical(written) == tag


def test_what_covers_what() -> None:
    assert covers("pt", "pt-BR")
    assert covers("pt-BR", "pt-br")
    assert not covers("pt-BR", "pt")
    assert not covers("en", "eo")
    assert covers("*", "ja")


def test_writing_and_region() -> None:
    assert same_writing("zh-TW", "zh-Hant-HK")
    assert not same_writing("zh-CN", "zh-TW")
    assert not same_writing("sr-Latn", "sr-Cyrl-RS")
    assert same_writing("sr", "sr-Cyrl")
    assert [region(tag) for tag in ("pt-BR", "zh-Hant-TW", "es-419", "en", "sr-Latn")] == [
        "BR", "TW", "419", "", "",
    ]  # fmt: skip
