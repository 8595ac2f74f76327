"""Evals of the persona: suites of conversations, graded without a language model.

`ml-engineer eval` runs them. Read `suite` for the file format, `graders` for what is checked.
"""
