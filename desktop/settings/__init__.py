"""The settings: declared once, kept in a TOML file that a person may edit."""
