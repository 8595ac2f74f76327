"""Worlds in which nothing moved, and worlds in which something did: how often drift is said."""
