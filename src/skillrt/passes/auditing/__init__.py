"""What the pass `audit` looks for, one room a way of looking: commands, flows, Python, characters, prose."""
