"""The windows of translation."""
