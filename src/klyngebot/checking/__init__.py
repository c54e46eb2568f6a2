"""Checking what others write: quotations against the documents, word for word."""
