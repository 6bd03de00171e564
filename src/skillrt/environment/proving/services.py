"""Services: whether a host answers, asked only where the user wants that."""

import http.client
import re
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Final

from skillrt.environment.needs import Needs
from skillrt.environment.proving.trial import Proof

_SECONDS: Final = 5.0
_HOST: Final = re.compile(r"(localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::(\d{1,5}))?")
_HTTPS: Final = 443


def prove_services(needs: Needs) -> Iterator[Proof]:
    """A proof for each required service that is named by its host; a product's name says not where to ask."""
    for need in needs.of("service", required=True):
        found = _HOST.fullmatch(need.name.lower())
        if found:
            port = int(found.group(2) or _HTTPS)
            yield _answers(need.name, found.group(1), port)


def _answers(name: str, host: str, port: int) -> Proof:
    """Any answer to HEAD will do; a port that is not that of HTTPS has to accept a connection."""
    begun = time.monotonic()
    how = f"curl -I https://{host}/" if port == _HTTPS else f"nc -z {host} {port}"
    try:
        if port == _HTTPS:
            connection = http.client.HTTPSConnection(host, timeout=_SECONDS)
            connection.request("HEAD", "/")
            detail = f"status {connection.getresponse().status}"
            connection.close()
        else:
            socket.create_connection((host, port), timeout=_SECONDS).close()
            detail = "it accepts connections"
    except (OSError, ssl.SSLError, http.client.HTTPException, OverflowError, ValueError) as error:
        return Proof("service", name, how, ok=False, detail=str(error) or type(error).__name__, seconds=_since(begun))
    return Proof("service", name, how, ok=True, detail=detail, seconds=_since(begun))


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 3)
