"""JIT: work that repeats becomes a template, generalised from recorded episodes and proven by running it again."""
