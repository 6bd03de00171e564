"""What a library's skills can do, kept in `skills.lock`, and what changed since (decision 0032)."""
