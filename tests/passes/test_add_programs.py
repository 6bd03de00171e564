from pathlib import Path

import pytest

from skillrt.backends.anchored import anchored
from skillrt.environment.launch import LAUNCHER
from skillrt.errors import UsageError
from skillrt.ir import Anchor, Module
from skillrt.passes.add_programs import AddPrograms
from skillrt.passes.base import PassContext, ReadyProgram
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.passes.binding.sample import target
from tests.skills import module_of as files_of

ONE = ReadyProgram("0000000000aa", "scripts/skillrt/one.py", "print(1)\n", "Run `python3 scripts/skillrt/one.py`.")
TWO = ReadyProgram("0000000000bb", "scripts/skillrt/two.py", "print(2)\n", "Run `python3 scripts/skillrt/two.py`.")
CONTEXT = PassContext(programs=(ONE, TWO))

HEAD = "---\nname: sample\ndescription: Adds numbers up. Use it for sums.\n---\n"


def module_of(folder: Path, text: str) -> Module:
    return files_of(folder, {"SKILL.md": HEAD + text})


def test_programs_that_are_named_are_put_in_with_their_usage(tmp_path: Path):
    module = module_of(tmp_path, "# T\n\nIntro.\n")
    pipeline = parse_pipeline(f"add-programs{{of={ONE.id}+{TWO.id}}}")
    done = run_pipeline(module, pipeline, CONTEXT)
    assert done.documents[0].text == HEAD + f"# T\n\n{ONE.usage}\n\n{TWO.usage}\n\nIntro.\n"
    made = [file for file in done.files if file.origin]
    assert [(file.path, file.text, file.kind, file.language) for file in made] == [
        (ONE.path, ONE.text, "script", "python"),
        (TWO.path, TWO.text, "script", "python"),
    ]
    only = AddPrograms(of=TWO.id).run(module, CONTEXT)
    assert [file.path for file in only.files] == [TWO.path]


def test_without_programs_nothing_changes(tmp_path: Path):
    module = module_of(tmp_path, "# T\n")
    assert AddPrograms(of=ONE.id).run(module, PassContext()) is module
    assert AddPrograms().run(module, CONTEXT) is module


def test_a_file_of_the_skill_is_never_replaced(tmp_path: Path):
    module = AddPrograms(of=ONE.id).run(module_of(tmp_path, "# T\n"), CONTEXT)
    with pytest.raises(UsageError, match="has a file `scripts"):
        AddPrograms(of=ONE.id).run(module, CONTEXT)


@pytest.mark.parametrize("passes", ["link", "link,bind-environment"])
def test_the_call_of_a_program_is_anchored_like_one_of_the_authors(tmp_path: Path, passes: str):
    needy = ReadyProgram(ONE.id, ONE.path, "import pandas\n", ONE.usage)
    module = module_of(tmp_path, "# T\n\nRun `python3 scripts/own.py`.\n")
    context = PassContext(programs=(needy, TWO), target=target())
    done = run_pipeline(module, parse_pipeline(f"add-programs{{of={ONE.id}+{TWO.id}}},{passes}"), context)
    (document,) = done.documents
    anchors = [fact for fact in done.facts if isinstance(fact, Anchor)]
    placed = [
        (block.text[start:end], path)
        for block in document.leaves()
        for start, end, path in anchored(block, [fact for fact in anchors if block.id in fact.blocks])
    ]
    paths = [path for word, path in placed if word == path]
    assert {ONE.path, TWO.path} <= set(paths)
    assert (LAUNCHER in paths) == (passes != "link")
