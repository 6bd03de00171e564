"""Starting a harness: its program, command line, configuration and variables, and the reading of its output."""
