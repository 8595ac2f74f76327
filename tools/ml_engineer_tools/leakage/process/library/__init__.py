"""Functions and classes of libraries, by name."""
