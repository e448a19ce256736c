"""Errors that a user can do something about: one clear line, no traceback."""

from __future__ import annotations


class DetenteError(Exception):
    """What failed and why, naming the file, line or argument; the command line prints it and exits with 1."""


class UsageError(DetenteError):
    """An argument that cannot be used; the command line exits with 2."""
