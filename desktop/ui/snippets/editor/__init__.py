"""The window in which snippets are written: packs, the snippets in them, and one of them."""
