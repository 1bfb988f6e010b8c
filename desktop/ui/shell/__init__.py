"""Tray, settings, messages."""
