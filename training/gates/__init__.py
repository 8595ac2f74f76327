"""Training of what the gates have learnt about wording."""
