"""Litestar, thin: decode -> service -> encode. HTTP errors are made in problems.py and nowhere else."""
