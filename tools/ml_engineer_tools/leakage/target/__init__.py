"""Leaks of the target: features that know what they should not."""
