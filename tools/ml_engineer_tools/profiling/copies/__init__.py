"""Copies: columns that say what another column says already."""
