"""Check a library of skills: each skill by the passes, all of them together, against a baseline, with a cache."""
