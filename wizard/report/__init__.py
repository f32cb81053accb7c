"""What all fronts present of a run: states and their glyphs, the service table, the report's files."""
