"""Whether nominal 95 % intervals cover 95 %, in simulated worlds where the truth is known."""
