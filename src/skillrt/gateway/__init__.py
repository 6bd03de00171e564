"""The gateway between a harness and a model: a state machine without sockets, and one file with sockets.

`server.start_gateway` starts one in this process; `skillrt serve` and `skillrt run` are built on it.
"""
