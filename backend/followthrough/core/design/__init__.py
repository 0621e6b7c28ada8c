"""Changing documents: operations on a draft, and what a draft would do before it is put into force."""
