"""Figures beside the limit: the same SQL through pgbench and raw sqlite3, in the same run."""
