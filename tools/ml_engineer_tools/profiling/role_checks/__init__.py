"""Roles that were given, checked against what their columns hold."""
