"""Do-not-disturb as each desktop tells it, and a real window that fills the screen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest
from Xlib import X, Xatom
from Xlib.display import Display

from desktop.host.base import Quiet, Window
from desktop.host.x11.calm import X11Calm
from desktop.host.x11.windows import read_window
from tests.screen.conftest import Screen, StartApp, end, require
from tests.screen.private_bus import PrivateBus, Program, pass_time

SOON = 20.0
NOTHING: frozenset[Quiet] = frozenset()
ASKED = frozenset({Quiet.DO_NOT_DISTURB})
FULL = frozenset({Quiet.FULL_SCREEN})
KDE = "org.freedesktop.Notifications"
KDE_PATH = "/org/freedesktop/Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"
XFCE = "org.xfce.Xfconf"
XFCE_PATH = "/org/xfce/Xfconf"
Told = SimpleQueue[frozenset[Quiet]]
Watch = Callable[..., Told]


@pytest.fixture
def watch(screen: Screen) -> Iterator[Watch]:
    """``watch(NAME=VALUE)`` with more of an environment."""
    made: list[X11Calm] = []

    def begin(**environment: str) -> Told:
        told: Told = SimpleQueue()
        one = X11Calm(screen.display, {**screen.environment, **environment})
        made.append(one)
        one.watch(told.put)
        return told

    yield begin
    for one in made:
        one.close()


def until(bus: PrivateBus, told: Told) -> frozenset[Quiet]:
    bus.until(lambda: not told.empty(), "the news")
    return told.get_nowait()


def inhibit(kde: Program, *, on: bool) -> None:
    kde.answers[f"{KDE_PATH} Get"] = ("v", (("b", on),))
    kde.tell(
        KDE_PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", (KDE, {"Inhibited": ("b", on)}, [])
    )


def test_kde_tells_it_of_its_notifications(bus: PrivateBus, watch: Watch) -> None:
    kde = bus.program()
    kde.answers[f"{KDE_PATH} Get"] = ("v", (("b", True),))
    kde.take(KDE)
    told = watch(DBUS_SESSION_BUS_ADDRESS=bus.address)
    assert until(bus, told) == ASKED  # it was on before
    inhibit(kde, on=False)
    assert until(bus, told) == NOTHING
    kde.answers[f"{KDE_PATH} Get"] = ("v", (("b", True),))
    invalidated: tuple[object, ...] = (KDE, {}, ["Inhibited"])
    kde.tell(KDE_PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", invalidated)
    assert until(bus, told) == ASKED
    kde.leave(KDE)  # Plasma has crashed
    assert until(bus, told) == NOTHING
    inhibit(kde, on=True)
    kde.take(KDE)
    assert until(bus, told) == ASKED


@pytest.mark.parametrize(
    ("name", "question"), [(KDE, f"{KDE_PATH} Get"), (XFCE, f"{XFCE_PATH} GetProperty")]
)
def test_who_is_slow_while_the_desktop_starts_is_heard(
    bus: PrivateBus, watch: Watch, monkeypatch: pytest.MonkeyPatch, name: str, question: str
) -> None:
    program = bus.program(name)
    told = watch(DBUS_SESSION_BUS_ADDRESS=bus.address)
    bus.until(lambda: program.waiting)
    assert pass_time(monkeypatch, 2.0).wait(SOON)
    program.answers[question] = ("v", (("b", True),))
    assert program.answer(program.waiting[0])
    assert until(bus, told) == ASKED


def test_other_daemons_know_nothing_of_it_and_that_is_no_quiet(
    bus: PrivateBus, watch: Watch
) -> None:
    other = bus.program(KDE)
    other.answers[f"{KDE_PATH} Get"] = None
    told = watch(DBUS_SESSION_BUS_ADDRESS=bus.address)
    bus.until(lambda: f"{KDE_PATH} Get" in other.asked, "the question")
    nonsense: tuple[object, ...] = (KDE, {"Inhibited": ("s", "true")}, [])
    other.tell(KDE_PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", nonsense)
    inhibit(other, on=True)  # proves that it went on listening
    assert until(bus, told) == ASKED
    assert told.empty()


def test_xfce_keeps_it_in_its_settings(bus: PrivateBus, watch: Watch) -> None:
    xfce = bus.program()
    xfce.answers[f"{XFCE_PATH} GetProperty"] = ("v", (("b", True),))
    xfce.take(XFCE)
    told = watch(DBUS_SESSION_BUS_ADDRESS=bus.address)
    assert until(bus, told) == ASKED
    key = ("xfce4-notifyd", "/do-not-disturb")
    xfce.tell(XFCE_PATH, XFCE, "PropertyChanged", "ssv", ("xfwm4", key[1], ("b", False)))
    xfce.tell(XFCE_PATH, XFCE, "PropertyChanged", "ssv", (*key, ("b", False)))
    assert until(bus, told) == NOTHING
    xfce.tell(XFCE_PATH, XFCE, "PropertyChanged", "ssv", (*key, ("b", True)))
    assert until(bus, told) == ASKED
    xfce.tell(XFCE_PATH, XFCE, "PropertyRemoved", "ss", key)
    assert until(bus, told) == NOTHING


def test_gnome_keeps_it_in_dconf(
    bus: PrivateBus, watch: Watch, screen: Screen, tmp_path: Path
) -> None:
    service = Path("/usr/libexec/dconf-service")
    require("gsettings", str(service))
    environment = {
        **screen.environment,
        "DBUS_SESSION_BUS_ADDRESS": bus.address,
        "GSETTINGS_BACKEND": "dconf",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CURRENT_DESKTOP": "ubuntu:GNOME",
    }

    def gsettings(*words: str) -> None:
        done = ["gsettings", *words]
        subprocess.run(done, env=environment, check=True, stdout=subprocess.PIPE, timeout=SOON)

    key = ("org.gnome.desktop.notifications", "show-banners")
    writer = subprocess.Popen([service], env=environment)
    onlooker = bus.program()
    try:
        bus.until(lambda: onlooker.knows("ca.desrt.dconf"), "the service")
        gsettings("set", *key, "false")
        told = watch(**environment)
        assert until(bus, told) == ASKED
        gsettings("set", *key, "true")
        assert until(bus, told) == NOTHING
        gsettings("set", *key, "false")
        assert until(bus, told) == ASKED
        gsettings("reset-recursively", key[0])
        assert until(bus, told) == NOTHING
    finally:
        end(writer)


def test_a_window_that_fills_the_screen(start_app: StartApp, watch: Watch, screen: Screen) -> None:
    require("xdotool")
    told = watch()
    app = start_app("xterm", "-fullscreen")
    assert told.get(timeout=SOON) == FULL
    other = start_app("mousepad")  # another one is in front
    assert told.get(timeout=SOON) == NOTHING
    screen.run("xdotool", "windowactivate", str(app.window))
    assert told.get(timeout=SOON) == FULL
    screen.run("xdotool", "key", "alt+Return")
    assert told.get(timeout=SOON) == NOTHING
    assert other.process.poll() is None


def test_a_remote_desktop_that_fills_the_screen_is_where_somebody_works(
    start_app: StartApp, watch: Watch, screen: Screen
) -> None:
    require("xdotool")
    told = watch()
    start_app("xterm", "-class", "Wfica", "-fullscreen", app_class="Wfica")
    shown = start_app("xterm", "-fullscreen")
    assert told.get(timeout=SOON) == FULL
    end(shown.process)
    assert told.get(timeout=SOON) == NOTHING


def test_a_window_that_goes_while_it_is_looked_at_fills_nothing(
    doomed_server: tuple[Screen, subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was ours, perhaps: of one that is gone nobody can tell any more."""
    screen, _ = doomed_server
    display = Display(screen.display)
    root = display.screen().root
    window = root.create_window(0, 0, 1280, 800, 0, X.CopyFromParent)
    window.set_wm_class("deskhand", "Deskhand")
    states = [display.get_atom("_NET_WM_STATE_FULLSCREEN")]
    window.change_property(display.get_atom("_NET_WM_STATE"), Xatom.ATOM, 32, states)
    window.map()
    window.set_input_focus(X.RevertToNone, X.CurrentTime)
    display.sync()
    looked = Event()

    def and_goes(ours: Display, number: int) -> Window:
        window.destroy()
        display.sync()
        looked.set()
        return read_window(ours, number)

    monkeypatch.setattr("desktop.host.x11.calm.read_window", and_goes)
    told: Told = SimpleQueue()
    made = X11Calm(screen.display, screen.environment)
    made.watch(told.put)
    assert looked.wait(SOON)
    made.close()
    display.close()
    assert told.empty()


def test_without_a_screen_the_bus_still_tells_it(
    bus: PrivateBus, doomed_server: tuple[Screen, subprocess.Popen[bytes]]
) -> None:
    screen, server = doomed_server
    kde = bus.program()
    kde.answers[f"{KDE_PATH} Get"] = ("v", (("b", True),))
    kde.take(KDE)
    told: Told = SimpleQueue()
    made = X11Calm(screen.display, {"DBUS_SESSION_BUS_ADDRESS": bus.address})
    made.watch(told.put)
    assert until(bus, told) == ASKED
    end(server)
    inhibit(kde, on=False)
    assert until(bus, told) == NOTHING
    made.close()
