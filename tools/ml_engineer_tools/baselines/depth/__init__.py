"""Depth: what stands behind the score of the chosen model, and what would move it."""
