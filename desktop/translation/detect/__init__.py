"""Which language a customer writes, told on this machine."""

from desktop.translation.detect.detector import Detected, Detector
from desktop.translation.detect.languages import DEFAULT, PREVALENT

__all__ = ["DEFAULT", "PREVALENT", "Detected", "Detector"]
