"""Semantic types: what the values of a column are, judged by the values."""
