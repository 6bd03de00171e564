"""Which proxy a provider is reached through, if any, by the rules of `no_proxy`."""

import ipaddress
from urllib.parse import urlsplit

from skillrt.config import Proxies


def proxy_for(url: str, proxies: Proxies) -> str | None:
    """The proxy's address, None for a direct connection. Loopback is never reached through one."""
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port
    proxy = proxies.https if parts.scheme == "https" else proxies.http
    if not proxy or _is_loopback(host) or any(_matches(item, host, port) for item in proxies.without):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _matches(item: str, host: str, port: int | None) -> bool:
    item = item.lower()
    if item == "*":
        return True
    name, colon, number = item.rpartition(":")
    if colon and number.isdigit() and "]" not in number:
        if str(port) != number:
            return False
        item = name.strip("[]")
    if "/" in item:
        return _in_network(item, host)
    item = item.removeprefix("*").removeprefix(".")
    return host == item or host.endswith(f".{item}")


def _in_network(network: str, host: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
