"""What a text is: an e-mail address, a phone number, a number of something, or a name."""

from desktop.customers.identify.identifying import Patterns, identify
from desktop.customers.identify.query import Kind, Query, Sure, Why

__all__ = ["Kind", "Patterns", "Query", "Sure", "Why", "identify"]
