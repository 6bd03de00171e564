"""The scripted upstream as a process of its own: `python -m tests.upstream SCRIPT.json [--port N]`.

SCRIPT.json is a list of responses of the normal form (`msgspec.json.encode` of them). It prints its address in one
line and stops when its standard input ends.
"""

import argparse
import sys
from pathlib import Path

import msgspec

from skillrt.wire.exchange import Response
from tests.upstream.server import Upstream


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.upstream")
    parser.add_argument("script", type=Path)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    script = msgspec.json.decode(given.script.read_bytes(), type=list[Response])
    with Upstream(script, port=given.port) as upstream:
        print(upstream.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
