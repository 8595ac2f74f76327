"""Whether nominal 95 % intervals of an evaluation cover 95 %, where the truth is known."""
