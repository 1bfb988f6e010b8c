"""The acted ten minutes."""
