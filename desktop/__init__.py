"""Deskhand: a desktop assistant for customer-care agents."""

__version__ = "0.1.0"
