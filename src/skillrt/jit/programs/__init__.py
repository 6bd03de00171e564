"""Recorded programs as templates: the places of their values, found by syntax, filled by syntax."""
