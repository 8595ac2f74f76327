"""Wording: what English sentences of an answer claim, deny, permit or promise; by rules."""
