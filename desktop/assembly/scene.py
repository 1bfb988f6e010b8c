"""What a snippet may know when it is used, and the renderer that uses it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.interaction import Interaction, Interactions
from desktop.settings.sections import agent
from desktop.settings.values import Snapshot
from desktop.snippets.expand import Scene
from desktop.snippets.library import Library

if TYPE_CHECKING:
    from desktop.snippets.render.renderer import Renderer


def make_renderer(
    library: Library,
    clock: Clock,
    clipboard: Callable[[], str | None],
    source: random.Random | None = None,
    locale: str = "en-US",
) -> Renderer:
    """A renderer for the snippets of a library."""
    from desktop.snippets.render.renderer import Renderer

    return Renderer(
        clock=clock,
        source=source or random.Random(),  # noqa: S311 - picks a greeting, guards nothing
        clipboard=clipboard,
        find=lambda trigger: next(iter(library.by_trigger(trigger)), None),
        global_variables=library.globals,
        locale=locale,
    )


def scene_of(
    interactions: Interactions,
    interaction: Interaction | None,
    about_agent: Mapping[str, str],
    app: str = "",
) -> Scene:
    """What a snippet may know now."""
    values = interactions.values(interaction)
    return Scene(
        context={**values, "agent": dict(about_agent)},
        language=interaction.language if interaction else "",
        channel=interaction.channel.value if interaction else "",
        app=app,
        tags=interaction.tags if interaction else (),
        interaction=interaction.id if interaction else "",
    )


def values_of_agent(now: Snapshot) -> dict[str, str]:
    """The values of ``{{agent.*}}``."""
    return {
        "name": now.get(agent.AGENT_NAME),
        "first_name": now.get(agent.AGENT_FIRST_NAME),
        "team": now.get(agent.AGENT_TEAM),
        "email": now.get(agent.AGENT_EMAIL),
        "signature": now.get(agent.AGENT_SIGNATURE),
    }
