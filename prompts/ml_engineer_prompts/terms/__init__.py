"""Terms: what people ask a senior ML engineer to explain, by the part of the work."""
