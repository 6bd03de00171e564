"""Traces: exchanges, episodes and what becomes of them, in one SQLite file with its blobs."""
