"""Values that are wrong or odd: spelled in several ways, of mixed types, far off, impossible."""
