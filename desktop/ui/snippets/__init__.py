"""Windows of the snippets: palette, choice."""
