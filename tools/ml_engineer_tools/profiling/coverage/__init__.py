"""Coverage of time: which stretch the rows cover, how evenly, and how the target moves in it."""
