"""The text that every exported program brings along."""
