"""Who has the microphone, by what Core Audio tells of devices and, since macOS 14, of programs.

Whether a device runs anywhere says that it is worth a closer look, and for which programs decides:
a headset that only plays runs too. Without pyobjc.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.host.base import Recorder
from desktop.host.looked_at import watch_by_looking
from desktop.host.macos import core_audio
from desktop.host.macos.core_audio import Properties

_EVERY_S = 2.0
_OF_THE_SYSTEM = frozenset(
    {"com.apple.corespeechd", "com.apple.speechrecognitioncore.speechrecognitiond"}
)
"""They listen for “Hey Siri” and for dictation, day and night."""


class MacMicrophone:
    """``Microphone`` of :mod:`desktop.host.base`."""

    def __init__(self, properties: Callable[[], Properties] = core_audio.CoreAudio) -> None:
        """``properties`` is called when somebody watches."""
        self._properties = properties

    def watch(self, tell: Callable[[frozenset[Recorder]], None]) -> Callable[[], None]:
        """See the Protocol."""
        properties = self._properties()
        nobody: frozenset[Recorder] = frozenset()
        return watch_by_looking("microphone", lambda: recorders(properties), nobody, tell, _EVERY_S)

    def close(self) -> None:
        """Watches end by themselves."""


def recorders(properties: Properties) -> frozenset[Recorder]:
    """Who has it now."""
    if not any(_runs(properties, one) for one in _inputs(properties)):
        return frozenset()
    processes = properties.numbers(core_audio.SYSTEM, core_audio.PROCESSES)
    if processes is None:
        # Before macOS 14 nobody tells which program it is.
        return frozenset({Recorder("")})
    found = set()
    for one in processes:
        listening = properties.numbers(one, core_audio.RUNNING_INPUT)
        if not listening or not listening[0]:
            continue
        name = properties.text(one, core_audio.BUNDLE) or ""
        if name.casefold() not in _OF_THE_SYSTEM:
            found.add(Recorder(name or f"pid {_pid(properties, one)}"))
    return frozenset(found)


def _inputs(properties: Properties) -> list[int]:
    devices = properties.numbers(core_audio.SYSTEM, core_audio.DEVICES) or ()
    return [one for one in devices if properties.numbers(one, core_audio.STREAMS, core_audio.INPUT)]


def _runs(properties: Properties, device: int) -> bool:
    found = properties.numbers(device, core_audio.RUNNING_SOMEWHERE)
    return bool(found and found[0])


def _pid(properties: Properties, process: int) -> int:
    found = properties.numbers(process, core_audio.PID)
    return found[0] if found else 0
