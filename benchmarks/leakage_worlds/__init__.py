"""Labelled worlds with a planted leak, clean controls, and the checker's score on them."""
