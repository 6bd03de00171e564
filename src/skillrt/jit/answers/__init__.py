"""The last words of an episode: what they say that can be computed again, and how they are put together."""
