"""Split stress: what one quick model reaches under each way to split the same rows."""
