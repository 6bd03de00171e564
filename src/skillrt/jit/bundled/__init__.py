"""Scripts that a skill brings along as programs for its requests: they are tried before any episode called them."""
