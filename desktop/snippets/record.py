"""A snippet as it is kept: compact, without what is known of its pack anyway."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from desktop.snippets.model import Body, Case, Snippet, Variable, Variant

LEFT_WORD: Final = 1
RIGHT_WORD: Final = 2
PROPAGATE_CASE: Final = 4
_CASES: Final = tuple(Case)
_CASE_SHIFT: Final = 3
_KINDS: Final = tuple(Body)
_KIND_NUMBERS: Final = {kind: at for at, kind in enumerate(_KINDS)}
_STYLE_FLAGS: Final = {style: at << _CASE_SHIFT for at, style in enumerate(_CASES)}


class StoredVariable(msgspec.Struct, frozen=True, array_like=True):
    """A :class:`Variable`; msgspec can't read its recursive type."""

    name: str
    type: str
    params: dict[str, Any]
    inject: bool
    depends_on: tuple[str, ...]
    line: int

    @classmethod
    def of(cls, variable: Variable) -> StoredVariable:
        """For keeping."""
        return cls(
            variable.name,
            variable.type,
            dict(variable.params),
            variable.inject,
            variable.depends_on,
            variable.line,
        )

    def variable(self) -> Variable:
        """For use."""
        return Variable(self.name, self.type, self.params, self.inject, self.depends_on, self.line)


class Cause(msgspec.Struct, frozen=True, array_like=True):
    """The first fields of a :class:`Record`: all that the index needs, read without the rest."""

    triggers: tuple[str, ...]
    flags: int
    regex: str
    number: int
    """Its place in the pack's ``matches``, from 1."""
    line: int

    @property
    def left_word(self) -> bool:
        """A word must begin where the trigger does."""
        return bool(self.flags & LEFT_WORD)

    @property
    def right_word(self) -> bool:
        """A separator must follow the trigger."""
        return bool(self.flags & RIGHT_WORD)

    @property
    def propagate_case(self) -> bool:
        """The trigger's case does not matter."""
        return bool(self.flags & PROPAGATE_CASE)


class Record(Cause, frozen=True, array_like=True):
    """One entry of ``matches``."""

    kind: int
    body: str
    label: str = ""
    search_terms: tuple[str, ...] = ()
    approved_by: str = ""
    force_mode: str = ""
    variants: tuple[Variant, ...] = ()
    variables: tuple[StoredVariable, ...] = ()
    form_fields: dict[str, Any] = {}

    def snippet(self, pack: str, path: str, globals_of: str, *, trusted: bool) -> Snippet:
        """With what its pack adds."""
        flags = self.flags
        return Snippet(
            f"{pack}#{self.number}",
            pack,
            path,
            self.line,
            self.triggers,
            self.regex,
            flags & LEFT_WORD != 0,
            flags & RIGHT_WORD != 0,
            flags & PROPAGATE_CASE != 0,
            _CASES[flags >> _CASE_SHIFT],
            _KINDS[self.kind],
            self.body,
            self.variants,
            tuple([one.variable() for one in self.variables]) if self.variables else (),
            self.form_fields,
            self.force_mode,
            self.label,
            self.search_terms,
            self.approved_by,
            trusted,
            globals_of,
        )


def flags_of(*, left: bool, right: bool, propagate: bool, style: Case) -> int:
    """A record's ``flags``."""
    return (
        (LEFT_WORD if left else 0)
        | (RIGHT_WORD if right else 0)
        | (PROPAGATE_CASE if propagate else 0)
        | _STYLE_FLAGS[style]
    )


def kind_number(kind: Body) -> int:
    """A record's ``kind``."""
    return _KIND_NUMBERS[kind]
