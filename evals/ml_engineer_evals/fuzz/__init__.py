"""Fuzz: arbitrary and hostile outputs of a model through the real loop, and what came of them.

`outputs` makes them, `model` plays them, `run` drives an engineer and looks at what was left
behind. `make fuzz` runs ten thousand; the suite a small sample.
"""
