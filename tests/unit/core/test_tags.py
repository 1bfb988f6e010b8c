"""core.tags: which languages are one."""

from __future__ import annotations

import pytest

from desktop.core.tags import fits, is_traditional, primary


@pytest.mark.parametrize(
    ("tag", "language"),
    [("iw-IL", "he"), ("fil", "tl"), ("cmn-Hans", "zh"), ("PT-br", "pt"), ("", "")],
)
def test_a_language_has_one_name(tag: str, language: str) -> None:
    assert primary(tag) == language


@pytest.mark.parametrize(
    ("wanted", "actual"),
    [
        ("pt", "pt"),
        ("pt", "pt-BR"),
        ("pt_BR", "PT-br"),
        ("fil", "tl"),
        ("tl", "fil-PH"),
        ("tl-PH", "fil-PH"),
        ("zh", "zh-TW"),
        ("zh", "zh-Hans"),
        ("zh-Hans", "zh"),
        ("zh-Hans", "zh-CN"),
        ("zh-Hans", "cmn-SG"),
        ("zh-Hans-CN", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-HK", "zh-HK"),
        ("sr-Latn", "sr-Latn-RS"),
    ],
)
def test_a_text_fits(wanted: str, actual: str) -> None:
    assert fits(wanted, actual)


@pytest.mark.parametrize(
    ("wanted", "actual"),
    [
        ("pt-BR", "pt"),
        ("pt", ""),
        ("pt", "p"),
        ("fil", "fi"),
        ("tl-PH", "fil"),
        ("zh-Hans", "zh-TW"),
        ("zh-Hans", "zh-Hant"),
        ("zh-Hans", "zh-Hant-CN"),
        ("zh-Hant", "zh"),
        ("zh-Hant-HK", "zh-TW"),
        ("zh-Hans-CN", "zh"),
        ("sr-Latn", "sr"),
    ],
)
def test_a_text_does_not_fit(wanted: str, actual: str) -> None:
    assert not fits(wanted, actual)


def test_a_script_that_is_named_goes_before_the_region() -> None:
    assert not is_traditional("zh-Hans-HK")
    assert is_traditional("zh-Hant-CN")
    assert fits("zh-Hans", "zh-Hans-HK")
    assert not fits("zh-Hant", "zh-Hans-HK")
