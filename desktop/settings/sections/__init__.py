"""The declarations, a file for each section. A new file here is all that a new section takes.

A file has ``SECTION``, and a constant for each setting; ``settings.get(PASTE_OVER)`` is typed.
"""
