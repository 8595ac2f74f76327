"""Cases: rows without what only names them, and what follows where two of them are equal."""
