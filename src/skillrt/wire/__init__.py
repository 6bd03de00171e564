"""Dialects: the wire formats of model providers, decoded into exchanges and encoded from them. No sockets here."""
