"""Episodes of our own making for the tests of outcomes."""

import json

from skillrt.store.traces import Call, Episode, SkillUse, Turn


def shell(command: str, result: str = "", *, failed: bool = False, **given) -> Call:
    arguments = json.dumps({"command": command})
    return Call(
        id="c", tool="bash", arguments=arguments, result=result, is_error=failed, operation="shell.run", **given
    )


def tool(name: str, operation: str, arguments: dict, result: str = "", *, failed: bool = False) -> Call:
    return Call(
        id="c", tool=name, arguments=json.dumps(arguments), result=result, is_error=failed, operation=operation
    )


def episode(*calls: Call, final: str = "It is folded.", id: str = "e1", **given) -> Episode:
    """Each call in a turn of its own, then the answer."""
    turns = tuple(Turn(calls=(call,)) for call in calls)
    values = {
        "run": "r", "harness": "pi", "model": "m", "prompt": "Fold a crane.", "started": 1000,
        "skills": (SkillUse(name="paper", loaded_at=0), SkillUse(name="clay")),
    }  # fmt: skip
    turns += (Turn(text=final),) if final else ()
    return Episode(id=id, turns=turns, final=final, whole=bool(final), **(values | given))
