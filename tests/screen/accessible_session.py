"""A desktop session with a bus and the real accessibility service (at-spi2-core)."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.screen.typing_session import eventually

NEEDS = ("dbus-daemon", "/usr/libexec/at-spi-bus-launcher")


@contextmanager
def accessible_session(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment of programs in it; whoever asks for the service starts it."""
    with TemporaryDirectory() as folder:  # a socket's path is short
        address = f"unix:path={folder}/bus"
        own = {name: value for name, value in environment.items() if name != "NO_AT_BRIDGE"}
        own |= {"XDG_RUNTIME_DIR": folder, "DBUS_SESSION_BUS_ADDRESS": address}
        words = ["dbus-daemon", "--session", "--nofork", "--print-address", "--address", address]
        bus = subprocess.Popen(words, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert bus.stdout is not None
        assert bus.stdout.readline()
        try:
            yield own
        finally:
            bus.terminate()
            bus.wait(5)
            bus.stdout.close()
            # The services see their bus go, and go themselves.
            assert eventually(lambda: not _listens(Path(folder) / "at-spi"))


def turn_on(environment: Mapping[str, str]) -> None:
    """Turn accessibility on in the session, as the settings of a desktop do."""
    words = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
    words += ["org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status"]
    words += ["string:IsEnabled", "variant:boolean:true"]
    subprocess.run(words, env=dict(environment), check=True, capture_output=True, timeout=20)


def until_followed(environment: Mapping[str, str]) -> None:
    """Wait until somebody is to be told which field has the keyboard.

    An application that starts before does not tell of its first field.
    """
    session = open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        (address,) = session.send_and_get_reply(new_method_call(launcher, "GetAddress")).body
    finally:
        session.close()
    service = open_dbus_connection(address)
    registry = DBusAddress(
        "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
    )
    question = new_method_call(registry, "GetRegisteredEvents")

    def followed() -> bool:
        (events,) = service.send_and_get_reply(question).body
        return any("focused" in event.lower() for _, event, *_ in events)

    try:
        assert eventually(followed)
    finally:
        service.close()


def _listens(folder: Path) -> bool:
    for path in folder.glob("bus*"):
        with socket.socket(socket.AF_UNIX) as link:
            try:
                link.connect(str(path))
            except OSError:
                continue
            return True
    return False
