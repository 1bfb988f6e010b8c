"""Packs to library to trigger index; match to renderer to text. No Qt."""
