from collections.abc import Mapping
from pathlib import Path

from skillrt.errors import Diagnostic
from skillrt.passes.base import PassContext
from skillrt.passes.link import Link
from skillrt.passes.linking.direct import LOST_OF, runner_of
from tests.passes.linked import FILES, linked
from tests.skills import module_of

RUN = "```bash\n./scripts/run.sh\n```\n"


def told(folder: Path, files: Mapping[str, str], *executables: str, lost: bool = False) -> list[Diagnostic]:
    found = Link().run(module_of(folder, files, executables), PassContext(modes_lost=lost))
    return [item for item in found.diagnostics if item.code == "call.not-executable"]


def test_a_script_is_reported_once_and_mended_everywhere():
    text = f"{RUN}\nThen:\n\n```bash\nsudo ./scripts/run.sh again\n```\n"
    (problem,) = linked(text, {**FILES, "notes/more.md": RUN}).diagnostics
    assert problem.message == "`scripts/run.sh` is run directly but is not executable (at 3 places)"
    assert problem.fix is not None
    assert sorted(edit.file for edit in problem.fix.edits) == ["SKILL.md", "SKILL.md", "notes/more.md"]
    assert {edit.new for edit in problem.fix.edits} == {"bash "}


def test_what_is_no_start_of_a_script():
    assert linked("```\nscripts/run.sh(6,42): error: no such thing\n```\n").diagnostics == ()
    assert linked("```\nscripts/run.sh: line 3: oops\n```\n").diagnostics == ()


def test_programs_that_have_all_lost_the_bit_say_nothing(tmp_path: Path):
    scripts = {f"scripts/s{number}.sh": "#!/bin/sh\n" for number in range(LOST_OF - 1)}
    files = {"SKILL.md": RUN, "scripts/run.sh": "#!/bin/sh\n", **scripts}
    assert told(tmp_path / "all", files) == []
    assert len(told(tmp_path / "some", files, "scripts/s0.sh")) == 1
    assert told(tmp_path / "this", files, "scripts/run.sh") == []


def test_the_launcher_of_a_variant_says_nothing_about_its_author(tmp_path: Path):
    scripts = {f"scripts/s{number}.sh": "#!/bin/sh\n" for number in range(LOST_OF - 1)}
    launcher = {"scripts/skillrt/run": "#!/bin/sh\n"}
    files = {"SKILL.md": RUN, "scripts/run.sh": "#!/bin/sh\n", **scripts, **launcher}
    assert told(tmp_path, files, "scripts/skillrt/run") == []


def test_nor_do_those_of_a_collection_that_has_lost_them(tmp_path: Path):
    files = {"SKILL.md": RUN, "scripts/run.sh": "#!/bin/sh\n"}
    assert len(told(tmp_path / "kept", files)) == 1
    assert told(tmp_path / "lost", files, lost=True) == []


def test_the_runner_is_that_of_the_first_line():
    module = linked("x", {"scripts/a.sh": "#!/usr/bin/env zsh\n", "scripts/b.py": "print(1)\n"})
    assert [runner_of(file) for file in module.files] == ["zsh", "python3"]
