"""Derived figures: differences, ratios and sums of figures that were measured."""
