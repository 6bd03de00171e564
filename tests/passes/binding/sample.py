"""Skills with given needs: what the finders find is tested with them."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import msgspec

from skillrt.environment import find
from skillrt.environment.sighting import Sighting
from skillrt.errors import Span
from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import Host, Target, parse_target
from tests.skills import module_of

PIPELINE = "link,bind-environment"
SCRIPTS = {
    "scripts/draw.py": "#!/usr/bin/env python3\nimport pandas\n",
    "scripts/page.mjs": "import 'left-pad';\n",
    "scripts/all.sh": "#!/bin/sh\npython3 scripts/draw.py\n",
    "scripts/list.sh": "#!/bin/sh\nls\n",
}
PANDAS = ("python", "pandas", "pandas")
MARKITDOWN = ("python", "markitdown", "markitdown")
LEFT_PAD = ("node", "left-pad", "left-pad")


def sighting(kind: str, name: str, module: str = "", via: str = "import", version: str = "") -> Sighting:
    """One sighting in SKILL.md."""
    return msgspec.convert(
        {
            "kind": kind,
            "name": name,
            "span": Span("SKILL.md", 0, 1, 1, 1),
            "place": "main",
            "manner": "use",
            "via": via,
            "module": module,
            "version": version,
        },
        Sighting,
    )


@contextmanager
def needing(*rows: tuple[str, ...]) -> Iterator[None]:
    """While it lasts, every skill is found to need these: (kind, name, module, via, version)."""
    with mock.patch.object(find, "FINDERS", (lambda _scene: [sighting(*row) for row in rows],)):
        yield


def target(host: Host | None = None) -> Target:
    """A target on the generic host, or on another."""
    found = parse_target("some/model@openclaw")
    return msgspec.structs.replace(found, host=host) if host else found


def skill(text: str, files: Mapping[str, str] = SCRIPTS) -> Module:
    """A module with these files."""
    with tempfile.TemporaryDirectory() as folder:
        return module_of(Path(folder) / "sample", {"SKILL.md": text, **files})


def bound(
    text: str,
    *rows: tuple[str, ...],
    files: Mapping[str, str] = SCRIPTS,
    pipeline: str = PIPELINE,
    goal: Target | None = None,
) -> Module:
    """The module of a skill with this SKILL.md after the pipeline, verified."""
    with needing(*rows):
        return run_pipeline(skill(text, files), parse_pipeline(pipeline), PassContext(target=goal or target()))


def body(module: Module) -> str:
    """SKILL.md without its front matter."""
    return module.documents[0].text.split("---\n", 2)[2]
