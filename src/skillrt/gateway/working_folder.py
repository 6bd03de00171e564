"""The folder that a harness works in, by its own words in its requests."""

from collections.abc import Iterator

from skillrt.targets.traffic import Traffic, Workspace
from skillrt.wire.exchange import Request, Text

_LONGEST = 4_096


def working_folder(request: Request, traffic: Traffic) -> str:
    """The path as the request has it, by the harness's descriptor; empty where it says none."""
    return next((found for said in traffic.workspace if (found := _said(request, said))), "")


def _said(request: Request, said: Workspace) -> str:
    texts = list(_texts(request, said))
    for text in reversed(texts) if said.last else texts:
        at = text.rfind(said.begin) if said.last else text.find(said.begin)
        if at >= 0:
            begin = at + len(said.begin)
            end = text.find(said.end, begin, begin + _LONGEST)
            # it may be the last thing in its text
            return text[begin : end if end >= 0 else begin + _LONGEST].strip()
    return ""


def _texts(request: Request, said: Workspace) -> Iterator[str]:
    for message in request.messages:
        is_system = message.role in {"system", "developer"}
        if is_system if not said.text else message.role == "user":
            texts = (part.text for part in message.parts if isinstance(part, Text))
            yield from (text for text in texts if text.lstrip().startswith(said.text))
