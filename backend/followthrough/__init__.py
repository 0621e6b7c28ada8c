"""Followthrough (落实): documents drawn in the browser become forms and flows whose gates cannot be bypassed."""

__version__ = "0.1.0"
