"""How a harness speaks to its model: what of its requests is the user's, which session and agent they belong to, how
skills are listed and loaded, which calls are beside the work. Read from the table `traffic` of a descriptor."""

from typing import Literal

import msgspec


class Cut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a user text that the harness wrote: from `begin` to `end`, both included; without `end` to the end
    of the text. `start`: only where the text begins with it."""

    begin: str
    end: str = ""
    start: bool = False


class SideCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request that is no part of the work: words of its system prompt or its user text, and what it is for."""

    kind: str
    system: str = ""
    user: str = ""


class Wrapper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool that calls other tools: the arguments that hold the name and the arguments of the tool that is meant."""

    tool: str
    name: str
    arguments: str


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where requests list the skills: from `begin` to `end` (empty: the end of the text). `tags`: `<name>` in
    `<skill>`, with `<location>`; `lines`: `- name: description`, perhaps with `(file: ...)`."""

    begin: str
    form: Literal["tags", "lines"]
    end: str = ""


class Workspace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a request says which folder the harness works in: between `begin` and `end` in a system prompt, or in a
    user text that begins with `text`. The first place counts, with `last` the last."""

    begin: str
    end: str = "\n"
    text: str = ""
    last: bool = False


class Exits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How results say how a call ended: regular expressions, `said` with the status of a command as their group.

    `broken` are what stands where a command was stopped or never began, without a status; `running` where it goes on.
    `statuses` are words that stand for a status. `unsaid` is the status where nothing of all this is there; None:
    results say nothing of it. `refused` is what other tools say where they failed and the request has no mark of it.
    """

    said: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    statuses: dict[str, int] = {}
    running: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unsaid: int | None = None


class Traffic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One harness's requests.

    `session`, `agent` and `parent_agent` are header names in lower case; the first that is there counts.
    `user_agents` are beginnings of the header `user-agent`, `system_marks` words of the system prompt by which the
    harness is known. `cuts` are taken out of user texts; `lead` is a regular expression for what stands before them;
    `unwrap` are tags whose content is the user's; `quoted`: the whole may stand in double quotes. `notifications`
    are beginnings of user texts that no user wrote. `injected` are texts that stand in a user text, with `{name}`,
    where the harness put a skill's body beside it. `dropped_from_ids` are characters that call ids lose when they are
    sent back. `exits` is how results say how a call ended. `workspace` is where the working folder
    stands, where one place says nothing the next.
    """

    session: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    parent_agent: tuple[str, ...] = ()
    user_agents: tuple[str, ...] = ()
    system_marks: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    lead: str = ""
    unwrap: tuple[str, ...] = ()
    quoted: bool = False
    notifications: tuple[str, ...] = ()
    side_calls: tuple[SideCall, ...] = ()
    wrappers: tuple[Wrapper, ...] = ()
    listings: tuple[Listing, ...] = ()
    injected: tuple[str, ...] = ()
    dropped_from_ids: str = ""
    exits: Exits = Exits()
    workspace: tuple[Workspace, ...] = ()


def all_traffic(many: tuple[Traffic, ...]) -> Traffic:
    """What holds of any of several harnesses, for requests whose harness is not known. Leads are left out."""

    def joined(name: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(item for one in many for item in getattr(one, name)))

    names = [name for name in Traffic.__struct_fields__ if isinstance(getattr(Traffic(), name), tuple)]
    return msgspec.convert({name: joined(name) for name in names}, Traffic, from_attributes=True)
