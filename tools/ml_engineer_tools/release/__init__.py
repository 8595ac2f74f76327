"""The release gate: decides from the store, and from nothing that a model says."""
