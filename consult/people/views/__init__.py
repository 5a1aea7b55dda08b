"""Doors to one's own name, data and rights."""
