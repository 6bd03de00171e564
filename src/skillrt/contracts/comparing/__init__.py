"""What changed between two sets of facts, in words and for whom."""
