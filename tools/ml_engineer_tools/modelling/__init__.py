"""Modelling: tasks, features, splits, simple models and their scores, shared by several tools.

Import the module that is needed; nothing heavy is imported here.
"""
