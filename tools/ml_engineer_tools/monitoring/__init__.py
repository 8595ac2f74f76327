"""Monitoring: what varies within a reference, the plan that follows, and checking against it."""
