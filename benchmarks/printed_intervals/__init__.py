"""Whether every interval that a tool prints covers 95 %, asked of whole reports."""
