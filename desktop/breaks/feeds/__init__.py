"""Calendars of planning systems: fetched or read, with the last good copy kept."""
