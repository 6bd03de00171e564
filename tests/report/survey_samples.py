"""A survey's sum for the tests of its table and page."""

from skillrt.surveys.record import Contents, Needs, Sizes, SkillRecord, Tokens, Work
from skillrt.surveys.summary import Summary


def sample() -> Summary:
    """Three skills that have something of everything, and one that could not be read."""
    found = Summary()
    for number, kind in enumerate(("tool-reference", "procedure", "tool-reference")):
        found.add(
            SkillRecord(
                f"s{number}",
                kind=kind,
                written_for="codex",
                sizes=Sizes(900, 1800, 4000, 3, 2, number),
                tokens=Tokens(20, 500 * (number + 1), 2000),
                contents=Contents(1, 1, 2, 2, 20, {"python": 2}, {"shell": number} if number else {}),
                needs={"python": Needs(2, 1, 1), "env": Needs(1)},
                uses={"codex": 2, "several": 1},
                use_kinds={"tool": 3},
                broken={"link.missing-file": 2, "call.unknown-option": 1} if number else {},
                primitives={"gen.code.python": number + 1, "tool.exec": 2},
                work=Work(1, 4, {"data": 3}, {"instruction": 1}),
                audit={"audit.remote-code": 1} if number == 2 else {},
                errors={"spec.name-folder": 1} if number == 1 else {},
            )
        )
    found.add(SkillRecord("bad", unread=True, errors={"input.not-a-skill": 1}))
    return found
