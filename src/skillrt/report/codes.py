"""What the codes mean: one code for `skillrt explain`, all of them for docs/checks.md. Both read the catalogue."""

from difflib import get_close_matches
from itertools import groupby

from skillrt.errors import CodeInfo, catalogue

PAGE_HEAD = """\
# Checks

Every problem that SkillRT reports has a stable code, `family.name`. `skillrt explain CODE` prints the section below;
`skillrt.toml` gives a code another severity (`error`, `warning`, `note`, `off`). Codes marked *off by default* are
reported only where the settings give them a severity, or where they say so with a target or `--portable`.

This page is generated from `src/skillrt/errors/codes/`; change it there and run `make update`.
"""


def explain(code: str) -> str:
    """What `code` means and what to do about it, as plain text; raises KeyError for a code that is not listed."""
    info = catalogue()[code]
    lines = [
        f"{code}: {info.title} ({_weight(info)})",
        "",
        info.meaning.strip(),
        "",
        f"What to do: {info.remedy.strip()}",
    ]
    return "\n".join(lines) + "\n"


def nearest_codes(code: str) -> tuple[str, ...]:
    """Up to three listed codes that look like `code`, best first, for a message about one that does not exist."""
    close = get_close_matches(code, list(catalogue()), n=3, cutoff=0.5)
    same_name = [known for known in catalogue() if known.split(".", 1)[1] == code]
    return tuple(dict.fromkeys([*same_name, *close]))[:3]


def checks_page() -> str:
    """docs/checks.md: an index of the families, then a section for each code, all sorted."""
    families = [(family, list(rows)) for family, rows in groupby(catalogue().items(), key=_family)]
    parts = [PAGE_HEAD, "\n".join(_index_row(family, rows) for family, rows in families) + "\n"]
    for family, rows in families:
        parts.append(f"## {family}\n")
        parts.extend(_section(code, info) for code, info in rows)
    return "\n".join(parts)


def _family(row: tuple[str, CodeInfo]) -> str:
    return row[0].split(".", 1)[0]


def _weight(info: CodeInfo) -> str:
    if info.default:
        return info.severity
    return f"{info.severity}, off by default" + (" but with a target or `--portable`" if info.aimed else "")


def _index_row(family: str, rows: list[tuple[str, CodeInfo]]) -> str:
    names = ", ".join(f"[{code.split('.', 1)[1]}](#{code.replace('.', '')})" for code, _ in rows)
    return f"- **{family}**: {names}"


def _section(code: str, info: CodeInfo) -> str:
    return (
        f"### `{code}`\n\n*{info.title}* ({_weight(info)})\n\n"
        f"{info.meaning.strip()}\n\n**What to do:** {info.remedy.strip()}\n"
    )
