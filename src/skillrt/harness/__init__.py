"""Harnesses on this machine: what is there, and where a variant is installed."""
