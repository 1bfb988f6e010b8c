"""Tray, settings, welcome, messages."""
