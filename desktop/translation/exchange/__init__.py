"""Translation memory and glossary as files that other programs read and write: TMX and CSV."""
