"""Keeps what is private on this machine: tokens go to the engine in its place."""

from desktop.translation.masking.kinds import Kind
from desktop.translation.masking.masks import (
    Faults,
    Masked,
    Secrets,
    Token,
    check,
    mask,
    unmask,
)
from desktop.translation.masking.patterns import ORDERS

__all__ = [
    "ORDERS",
    "Faults",
    "Kind",
    "Masked",
    "Secrets",
    "Token",
    "check",
    "mask",
    "unmask",
]
