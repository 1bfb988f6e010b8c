"""The verbs of the command line, a module for each subject; loaded when one of its verbs runs."""
