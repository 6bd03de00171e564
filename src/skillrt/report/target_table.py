"""What is known of models, harnesses and hosts: `skillrt targets`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from skillrt.report.columns import columns
from skillrt.targets import Harness, Host, Named, Profile, Published


def targets_data(
    harnesses: Mapping[str, Harness], published: Published, host: Host, own: Sequence[Named] = ()
) -> dict[str, Any]:
    """Everything as plain data for JSON."""
    return {
        "harnesses": [_harness(item) for _, item in sorted(harnesses.items())],
        "models": [_model(model, published) for model in published.models()],
        "own_profiles": [_own(item) for item in own],
        "profiles_source": published.source,
        "caveats": list(published.caveats),
        "hosts": [host.name],
    }


def targets_text(found: Mapping[str, Any]) -> str:
    """The same as two tables and the caveats; ends with a newline."""
    return "\n".join(_lines(found)) + "\n"


def _harness(item: Harness) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title,
        "version": item.version,
        "observed": item.observed,
        "date": item.date,
        "tools": [tool.name for tool in item.tools],
        "project_folders": list(item.skills.project),
        "user_folders": list(item.skills.user),
        "parallel_tool_calls": item.parallel.tool_calls,
        "sub_agents": item.parallel.sub_agents,
        "unknown": list(item.unknown),
        "sources": list(item.sources),
    }


def _model(model: str, published: Published) -> dict[str, Any]:
    profiles = [item for item in published.profiles if item.model == model]
    return {"name": model, "profiles": [_profile(item, published) for item in profiles]}


def _profile(item: Profile, published: Published) -> dict[str, Any]:
    return {
        "harness": item.harness,
        "profiled_at": item.profiled_at,
        "primitives": len(item.levels),
        "missing": list(item.missing),
        "trials_per_level": published.trials,
    }


def _own(item: Named) -> dict[str, Any]:
    profile = item.profile
    cells = [count for levels in profile.primitives.values() for count in levels.values()]
    return {
        "file": item.file,
        "target": f"{profile.model}@{profile.harness}",
        "date": profile.date,
        "primitives": len(profile.primitives),
        "trials": sum(count.trials for count in cells),
        "source": profile.source,
        "notes": list(profile.notes),
    }


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield "harnesses"
    rows = [("NAME", "VERSION", "EVIDENCE", "TOOLS", "CALLS", "SUB-AGENTS", "PROJECT FOLDER")]
    for row in found["harnesses"]:
        evidence = f"observed {row['date']}" if row["observed"] else f"documentation {row['date']}"
        folder = row["project_folders"][0] if row["project_folders"] else "-"
        tools = str(len(row["tools"]))
        calls, agents = row["parallel_tool_calls"], row["sub_agents"]
        rows.append((row["name"], row["version"] or "-", evidence, tools, calls, agents, folder))
    yield from columns(rows)
    yield ""
    yield f"models with published profiles (source: {found['profiles_source']})"
    rows = [("NAME", "HARNESSES")]
    rows += [(row["name"], ", ".join(item["harness"] for item in row["profiles"])) for row in found["models"]]
    yield from columns(rows)
    yield ""
    yield "`skillrt targets MODEL@HARNESS` shows the levels of one, with the trials behind them. Any other model can"
    yield "be named too: it is taken for the nearest of its family, else for able to do everything."
    unknown = {item["harness"] for row in found["models"] for item in row["profiles"]} - {
        row["name"] for row in found["harnesses"]
    }
    if unknown:
        names = ", ".join(f"`{name}`" for name in sorted(unknown))
        yield f"Only measured with, no harness of a target: {names}."
    yield "Beware of the published profiles:"
    yield from (f"  - {text}" for text in found["caveats"])
    yield ""
    if found["own_profiles"]:
        yield "profiles of your own"
        rows = [("FILE", "TARGET", "DATE", "PRIMITIVES", "TRIALS")]
        for row in found["own_profiles"]:
            rows.append((row["file"], row["target"], row["date"], str(row["primitives"]), str(row["trials"])))
        yield from columns(rows)
        yield ""
    yield f"hosts: {', '.join(found['hosts'])}"
