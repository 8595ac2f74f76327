"""Proposals: which columns may be the target, the time, the entity and the key, and why."""
