"""Trust in names: a package that nobody knows, or whose name imitates a known one, is not installed unasked."""

from collections.abc import Collection, Iterable, Iterator

from skillrt.environment.index_lookup import AskIndex
from skillrt.environment.names import (
    is_known_distribution,
    is_known_node_package,
    look_alike,
    normal_python_name,
)
from skillrt.environment.needs import Need
from skillrt.errors import Diagnostic, Place

_INDEX = {"python": "package of Python", "node": "package of npm"}


def doubts(
    needs: Iterable[Need], accepted: Collection[str] = (), ask: AskIndex | None = None
) -> tuple[Diagnostic, ...]:
    """One diagnostic for each need of the kinds `python` and `node` whose name is not to be trusted, in their order.

    An error means that it must not be installed. `accepted` are names that the user vouches for. Without `ask` no
    index is asked, and a name that no data knows is a warning.
    """
    vouched = {normal_python_name(name) for name in accepted} | set(accepted)
    return tuple(
        found
        for need in needs
        if need.kind in _INDEX and need.name not in vouched and not is_known(need)
        for found in _doubts_about(need, ask)
    )


def is_known(need: Need) -> bool:
    """Whether the data has the name of a package."""
    return is_known_distribution(need.name) if need.kind == "python" else is_known_node_package(need.name)


def _doubts_about(need: Need, ask: AskIndex | None) -> Iterator[Diagnostic]:
    what = f"`{need.name}` is no known {_INDEX[need.kind]}"
    accept = f"`--accept {need.name}` installs it all the same"
    if meant := look_alike(need.kind, need.name):
        message = f"{what} and looks like `{meant}`"
        yield Diagnostic.of("bind.look-alike", message, _place(need), hint=f"name `{meant}` if it is meant; {accept}")
        return
    standing = ask(need.kind, need.name) if ask else None
    if standing is None:
        unanswered = ", and the index gave no answer" if ask else ""
        yield Diagnostic.of(
            "bind.unknown-package", f"{what}{unanswered}", _place(need), hint=f"{_HOW_TO_ASK}{accept}"
        )
    elif not standing.found:
        message = f"`{need.name}` is not on the index: there is no such {_INDEX[need.kind]}"
        yield Diagnostic.of("bind.no-such-package", message, _place(need))
    elif standing.young:
        message = f"{what}, and the index has had it for a short time only"
        yield Diagnostic.of("bind.unknown-package", message, _place(need), hint=f"look at it first; {accept}")


_HOW_TO_ASK = "`--online` asks the index for it; "


def _place(need: Need) -> Place | None:
    if not need.evidence:
        return None
    file, _, line = need.evidence[0].rpartition(":")
    return Place(file, int(line)) if file and line.isascii() and line.isdigit() else None
