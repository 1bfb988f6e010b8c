"""A service of the settings as a list shows it, whether it is asked or not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.settings.services import ServiceRow


class Titled(Protocol):
    """What is known of a kind of service."""

    @property
    def title(self) -> str:
        """What people call it."""


M = TypeVar("M", bound=Titled)
R = TypeVar("R", bound=ServiceRow)


@dataclass(frozen=True, slots=True)
class ListedService(ABC, Generic[M, R]):
    """See the module."""

    name: str
    """In the settings."""
    own: bool
    """Did a person give it its name?"""
    manifest: M | None
    """What is known of its kind; None where there is no such kind."""
    row: R
    place: int | None
    """Its place among those that are asked, from 0; None: it is not asked."""
    reach: Reach | None
    """How far what it is asked goes; None where it can't be told."""
    problem: Problem | None
    """Why it can't be asked as it is set up."""

    @property
    def on(self) -> bool:
        """Is it asked?"""
        return self.place is not None

    @property
    def title(self) -> str:
        """Its own, or the name that a person gave it."""
        return self.name if self.own or self.manifest is None else self.manifest.title

    @property
    def kind(self) -> str:
        """What it is, where its title does not say it."""
        return self.manifest.title if self.own and self.manifest is not None else ""

    @property
    @abstractmethod
    def by_key(self) -> bool:
        """Is there a key or password to be given?"""
