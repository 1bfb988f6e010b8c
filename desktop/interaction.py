"""Placeholder replaced by the interactions' owner."""
