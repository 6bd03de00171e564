"""The catalogue of diagnostic codes: one TOML file a family, read on first use."""

from functools import cache
from importlib import resources

import msgspec


class CodeInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one code. `default` is false for a code that is too often wrong to be on by default.

    `aimed`: such a code is on all the same where a check asks about a target, or about all harnesses (`--portable`).
    `hint_against`: the hint where skills are compared with those of a git revision, not with a lock.
    """

    title: str
    severity: str
    meaning: str
    remedy: str
    hint: str = ""
    hint_against: str = ""
    default: bool = True
    aimed: bool = False


@cache
def catalogue() -> dict[str, CodeInfo]:
    """All codes, sorted, as `family.name` -> CodeInfo."""
    import tomllib  # loaded where it is needed: start-up

    found: dict[str, CodeInfo] = {}
    folder = resources.files("skillrt.errors") / "codes"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        family = entry.name.removesuffix(".toml")
        table = tomllib.loads(entry.read_text(encoding="utf-8"))
        for name, row in sorted(table.items()):
            found[f"{family}.{name}"] = msgspec.convert(row, CodeInfo)
    return found


def code_info(code: str) -> CodeInfo:
    """The entry of `code`; raises KeyError where the catalogue lacks it."""
    return catalogue()[code]
