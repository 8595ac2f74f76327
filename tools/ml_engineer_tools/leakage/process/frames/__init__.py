"""Tables, arrays and data sets: what their methods do to rows and columns."""
