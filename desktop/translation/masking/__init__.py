"""Keeps what is private on this machine: tokens go to the engine in its place."""

from desktop.translation.masking.kinds import Kind
from desktop.translation.masking.masks import (
    Faults,
    Masked,
    Secrets,
    Token,
    check,
    mask,
    mask_alike,
    unmask,
    without_tokens,
)
from desktop.translation.masking.orders import Orders

__all__ = [
    "Faults",
    "Kind",
    "Masked",
    "Orders",
    "Secrets",
    "Token",
    "check",
    "mask",
    "mask_alike",
    "unmask",
    "without_tokens",
]
