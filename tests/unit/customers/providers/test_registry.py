"""customers.providers.registry: the providers of the settings, made without starting anything."""

from __future__ import annotations

from pathlib import Path

from desktop.core.clock import FixedClock
from desktop.customers.identify import Kind
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.registry import build, kinds, manifests
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Secrets
from desktop.settings.sections.customers import PROVIDERS, REGION, SERVICES, ProviderSettings
from desktop.settings.values import Snapshot
from tests.unit.customers.making import NOW


def built(folder: Path, *names: str, **rows: ProviderSettings) -> tuple[list[str], list[str]]:
    settings = Snapshot({PROVIDERS.key: names, SERVICES.key: rows}, Surroundings("de-DE"))
    ready, problems = build(settings, Secrets(folder), FixedClock(NOW), folder)
    for one in ready:
        one.provider.close()
    return [one.name for one in ready], [problem.sentence() for problem in problems]


def test_every_manifest_is_whole() -> None:
    for name, manifest in manifests().items():
        assert manifest.name == name
        assert manifest.title
        assert manifest.finds <= set(Kind)


def test_what_is_not_known_is_said_and_the_others_are_made(tmp_path: Path) -> None:
    row = ProviderSettings(
        address="https://desk.example.com", user="ana", client="it", file="desk.toml"
    )
    rows = dict.fromkeys(manifests(), row)
    names, problems = built(tmp_path, "pigeons", *manifests(), **rows)
    assert names == list(manifests())
    assert len(problems) == 1
    assert "pigeons" in problems[0]


def test_kinds_are_told_without_making_anything() -> None:
    rows = {"wiki": ProviderSettings(kind="confluence")}
    names = ("book", "wiki", "pigeons", "guru")
    settings = Snapshot({PROVIDERS.key: names, SERVICES.key: rows}, Surroundings("de-DE"))
    found = {name: one.name for name, one in kinds(settings).items()}
    assert found == {"book": "book", "wiki": "confluence", "guru": "guru"}


def test_the_country_comes_from_the_system() -> None:
    assert Snapshot({}, Surroundings("de-DE")).get(REGION) == "DE"
    assert Snapshot({}, Surroundings("es")).get(REGION) == ""


def test_every_fault_has_its_words() -> None:
    for kind in FaultKind:
        assert Fault(kind).problem("Desk").what.startswith("Desk ")
