"""A primitive of another package."""
