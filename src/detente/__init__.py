"""Détente: documents in; every diplomatic act noted, dated, sourced and filed; and a measured answer to "did they move closer?"."""

__version__ = "0.1.0"
