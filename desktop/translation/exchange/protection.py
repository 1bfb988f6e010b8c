"""What imported pairs go through, since the memory keeps masked texts only."""

from __future__ import annotations

import dataclasses

from desktop.translation.exchange.units import Protect
from desktop.translation.masking import Orders, Secrets, mask_alike
from desktop.translation.memory_rows import Pair


def protection(orders: Orders | None = None) -> Protect:
    """Masks both texts of a pair alike, and makes tokens that are in them already its own."""
    secrets = Secrets(orders=orders or Orders())

    def protect(pair: Pair) -> Pair | None:
        alike = mask_alike(pair.source, pair.target, secrets)
        if alike is None:
            return None
        masked, target = alike
        kinds = pair.kinds or tuple(kind.name.lower() for kind in masked.kinds)
        return dataclasses.replace(pair, source=masked.text, target=target, kinds=kinds)

    return protect
