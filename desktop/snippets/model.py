"""What a snippet is, after its pack was read: plain data that the renderer and index share."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What YAML can hold under ``params``."""


class Body(StrEnum):
    """What ``Snippet.body`` is written in; espanso's effects, in its order of precedence."""

    REPLACE = "replace"
    MARKDOWN = "markdown"
    HTML = "html"
    FORM = "form"
    IMAGE = "image_path"
    OPENS = "opens"
    """No text: the window that it opens, ``palette``, in place of what was typed (ours)."""

    @property
    def has_text(self) -> bool:
        """Is it a text, which can have variants and be written in the editor?"""
        return self not in {Body.IMAGE, Body.OPENS}


class Case(StrEnum):
    """espanso's ``uppercase_style``: what a trigger typed in capitals makes of the text."""

    UPPERCASE = "uppercase"
    CAPITALIZE = "capitalize"
    CAPITALIZE_WORDS = "capitalize_words"


class Variable(msgspec.Struct, frozen=True):
    """One entry of ``vars`` or ``global_vars``."""

    name: str
    type: str
    params: Mapping[str, Value] = {}
    inject: bool = True
    """``inject_vars``: are ``{{...}}`` inside the params filled in?"""
    depends_on: tuple[str, ...] = ()
    line: int = 0


class Variant(msgspec.Struct, frozen=True):
    """Another text for a snippet, used when all its conditions hold."""

    body: str
    language: str = ""
    channel: str = ""
    app: str = ""
    tag: str = ""


class Snippet(msgspec.Struct, frozen=True):
    """One entry of ``matches``."""

    id: str
    """``pack#number``: the pack's name and the entry's place in its ``matches``, from 1."""
    pack: str
    """The pack's name: its file's name without the ending."""
    path: str
    """The pack's file."""
    line: int
    """Where the entry begins in it, from 1."""
    triggers: tuple[str, ...] = ()
    regex: str = ""
    left_word: bool = False
    right_word: bool = False
    propagate_case: bool = False
    uppercase_style: Case = Case.UPPERCASE
    kind: Body = Body.REPLACE
    body: str = ""
    variants: tuple[Variant, ...] = ()
    variables: tuple[Variable, ...] = ()
    form_fields: Mapping[str, Value] = {}
    force_mode: str = ""
    """``clipboard``, ``keys`` or empty."""
    label: str = ""
    search_terms: tuple[str, ...] = ()
    approved_by: str = ""
    trusted: bool = False
    """The agent trusts this pack to run programs (``shell``, ``script``)."""
    globals_of: str = ""
    """Key into ``Library.globals``: the global variables that this snippet's file can see."""
