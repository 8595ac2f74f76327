"""Rules: from what a script does to its flaws, one file a family."""
