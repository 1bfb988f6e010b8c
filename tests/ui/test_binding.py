"""What Deskhand needs of the Qt binding itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Teller(QObject):
    told = Signal(int)


def test_a_signal_does_not_wear_out_true() -> None:
    """PySide6 6.12.0 takes a reference to True with every emit; Python 3.11 dies of it.

    From Python 3.12 on True can't be worn out.
    """
    teller = Teller()
    before = sys.getrefcount(True)
    for _ in range(100):
        teller.told.emit(1)
    assert sys.getrefcount(True) > before - 50, "use another version of PySide6 than 6.12.0"
