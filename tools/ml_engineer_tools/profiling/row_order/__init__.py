"""Row order: what the place of a row in the file tells, though no column says it."""
