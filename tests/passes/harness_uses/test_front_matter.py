"""Foreign keys and allowed tools."""

from skillrt.ir import HarnessUse
from skillrt.passes.base import PassContext
from skillrt.passes.harness_uses import SPECIFIED
from skillrt.passes.retarget import Retarget
from tests.passes.uses import named, uses_in
from tests.skills import module_of

FRONT = """---
name: sample
description: d
allowed-tools: Bash(git:*), Read
version: 1.0.0
disable-model-invocation: true
---
"""


def test_every_key_outside_the_specification_counts(tmp_path) -> None:
    assert named(tmp_path, FRONT, "frontmatter") == ["version", "disable-model-invocation"]
    assert "metadata" in SPECIFIED


def test_the_tools_that_are_allowed_count_each(tmp_path) -> None:
    found = [(use.what, use.form) for use in uses_in(tmp_path, FRONT) if use.kind == "tool"]
    assert found == [("Bash", "allowed"), ("Read", "allowed")]


def test_the_meaning_of_a_key_is_known_where_a_harness_heeds_it(tmp_path) -> None:
    meanings = {use.what: use.meaning for use in uses_in(tmp_path, FRONT) if use.kind == "frontmatter"}
    assert meanings == {"version": "information", "disable-model-invocation": "invocation.user-only"}


def test_metadata_that_one_harness_reads_is_known_and_not_reported(tmp_path) -> None:
    text = "---\nname: sample\ndescription: d\nmetadata:\n  author: x\n  openclaw:\n    emoji: y\n---\n"
    package = '{\n  "name": "x",\n  "clawdbot": {"extensions": []}\n}\n'
    module = module_of(tmp_path / "sample", {"SKILL.md": text, "package.json": package})
    found = Retarget().run(module, PassContext())
    uses = [(fact.what, fact.span.file, fact.span.line) for fact in found.facts if isinstance(fact, HarnessUse)]
    assert uses == [("metadata.openclaw", "SKILL.md", 6), ("clawdbot", "package.json", 3)]
    assert found.diagnostics == ()
