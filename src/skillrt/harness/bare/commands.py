"""The tools `exec` and `fetch`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from skillrt.errors import MachineError
from skillrt.harness.bare.bounds import Refused
from skillrt.harness.bare.files import shortened
from skillrt.process.follow import Start, follow

_SECONDS: Final = 120.0
_MOST_SECONDS: Final = 1800.0
_KEPT: Final = 4 * 1024 * 1024  # bytes of output that are kept
_PAGE: Final = 4 * 1024 * 1024
_FETCH_SECONDS: Final = 60.0


async def execute(command: str, folder: Path, variables: Mapping[str, str], timeout: float = _SECONDS) -> str:
    """Run a shell command in `folder`; exit status and output. Raises Refused."""
    out = bytearray()

    def take(data: bytes) -> None:
        out.extend(data[: max(_KEPT - len(out), 0)])

    seconds = min(max(timeout, 0.1), _MOST_SECONDS)
    try:
        done = await follow(Start(["/bin/sh", "-c", command], folder, variables), take, timeout=seconds)
    except MachineError as error:
        raise Refused(str(error)) from None
    text = out.decode("utf-8", "replace")
    err = done.err.decode("utf-8", "replace")
    how = (
        f"did not end within {seconds:g} seconds and was stopped" if done.timed_out else f"exit status {done.status}"
    )
    parts = [text.rstrip("\n"), f"standard error:\n{err.rstrip()}" if err.strip() else "", f"[{how}]"]
    return shortened("\n".join(part for part in parts if part))


async def fetch(url: str) -> str:
    """GET a page: status, kind, and its text where it is text. Raises Refused."""
    import aiohttp  # loaded where it is needed: start-up

    if not url.startswith(("http://", "https://")):
        raise Refused("only http:// and https:// can be fetched")
    timeout = aiohttp.ClientTimeout(total=_FETCH_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session, session.get(url) as answer:
            data = await answer.content.read(_PAGE) if answer.content else b""
            while len(data) < _PAGE and (more := await answer.content.read(_PAGE - len(data))):
                data += more
            kind = answer.content_type
            text = (
                data.decode(answer.get_encoding(), "replace") if _is_text(kind) else f"({len(data)} bytes, no text)"
            )
            return shortened(f"[{answer.status} {kind}]\n{text}")
    except (aiohttp.ClientError, ValueError, LookupError, TimeoutError) as error:
        raise Refused(f"`{url[:200]}` could not be fetched: {error or type(error).__name__}") from None


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind.endswith(("json", "xml", "javascript", "yaml", "toml"))
