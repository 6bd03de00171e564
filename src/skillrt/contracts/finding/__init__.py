"""The facts of one skill that its lines of a lock tell: commands, hosts, variables, paths, tools and needs."""
