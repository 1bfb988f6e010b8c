"""The operating system, behind the small interfaces of :mod:`desktop.host.base`."""
