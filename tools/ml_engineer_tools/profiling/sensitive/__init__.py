"""Sensitive attributes: what people are protected by law from being judged by."""
