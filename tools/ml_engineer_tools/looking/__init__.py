"""Requests for a look at the holdout: anybody drafts one, only a person spends the look."""
