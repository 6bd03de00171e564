"""Whether a client that has closed its sending side still listens. On one machine both ends can be looked at.

A client that closes its connection and one that only says that it sends no more look the same to TCP until something
is written. Linux lists its sockets: an end that its program has let go has no inode any more.
"""

import ipaddress
import sys
from pathlib import Path
from typing import Final

_TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def still_listens(client: tuple[str, int], server: tuple[str, int]) -> bool | None:
    """Whether the program at the other end still holds its socket; None where this system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        tables = [table.read_text(encoding="ascii") for table in _TABLES if table.exists()]
    except (OSError, UnicodeDecodeError):
        return None
    return held("\n".join(tables), client, server) if tables else None


def held(tables: str, client: tuple[str, int], server: tuple[str, int]) -> bool:
    """Whether the tables list the client's end of this connection with an inode."""
    ends = {f"{mine} {theirs}" for mine in _written(client) for theirs in _written(server)}
    for line in tables.splitlines():
        fields = line.split()
        if len(fields) > 9 and f"{fields[1]} {fields[2]}" in ends:
            return fields[9] != "0"
    return False


def _written(end: tuple[str, int]) -> tuple[str, ...]:
    """An address and port as the kernel writes them: words of four bytes in the order of the machine."""
    address = ipaddress.ip_address(end[0].partition("%")[0])
    forms = [address]
    if isinstance(address, ipaddress.IPv4Address):
        forms.append(ipaddress.IPv6Address(f"::ffff:{address}"))
    return tuple(f"{_words(form.packed)}:{end[1]:04X}" for form in forms)


def _words(packed: bytes) -> str:
    words = [packed[start : start + 4] for start in range(0, len(packed), 4)]
    return "".join((word[::-1] if sys.byteorder == "little" else word).hex().upper() for word in words)
