"""Training of what the product ships: scripts that are run by hand, none of them installed."""
