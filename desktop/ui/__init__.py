"""Everything that is drawn. The only place for Qt, beside app.py."""
