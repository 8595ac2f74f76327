"""Leaks across the split: rows, entities and times that stand on both sides."""
