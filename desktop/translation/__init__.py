"""Detect, remember, mask, translate, check, unmask. No Qt."""
