"""The site the stories play on over HTTP."""

from tests.web.fixtures import cheap_passwords, loop, saved

__all__ = ["cheap_passwords", "loop", "saved"]
