"""The keyboard process: listener, matcher, typist. Sees core and host only."""
