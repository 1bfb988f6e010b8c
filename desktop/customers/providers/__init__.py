"""Where customers are known: one module each, found by :mod:`.registry`."""
