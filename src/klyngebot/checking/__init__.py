"""Checking what others write: claims and quotations against the documents, one by one or in a whole text."""
