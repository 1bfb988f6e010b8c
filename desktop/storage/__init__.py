"""SQLite in WAL mode with one writer thread: what the pillars keep on this machine."""
