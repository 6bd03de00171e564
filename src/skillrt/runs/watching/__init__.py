"""Templates in `skillrt serve`: sessions of harnesses that somebody started, watched from their first request to
their answer; what comes of them is settled and learnt from in a process beside the gateway's."""
