"""One finder a way in which a need shows: imports, install lines, commands, variables, hosts, servers, prose."""
