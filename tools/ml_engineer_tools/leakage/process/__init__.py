"""Leaks in a training script or notebook: read as text, interpreted over row sets, never run."""
