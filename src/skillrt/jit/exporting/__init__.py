"""Templates as programs that run by themselves: options, text, and the paragraph that says how to use them."""
