"""Translation services, a file each. A new file with an ``ENGINE`` is all that a new one takes."""
