"""What snippets saved: counts and characters by day, snippet and application, and no text."""
