import tempfile
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.ir import Anchor, BundledFile, Module, Origin, Relocation, TextEdit, replace_blocks, rewrite, with_text
from skillrt.passes.base import PassContext
from skillrt.passes.bind_environment import BindEnvironment
from skillrt.passes.binding.edits import NAME
from skillrt.reading.present import LOWERING
from skillrt.verify import verify
from tests.passes.binding.sample import LEFT_PAD, MARKITDOWN, PANDAS, SCRIPTS, body, bound, needing, skill, target
from tests.skills import FRONT, write_skill

RUN = "scripts/skillrt/run"


def test_each_edit_says_why_and_the_manifest_places_every_anchor(tmp_path):
    text = "# T\n\nRun `python scripts/draw.py` or:\n\n```bash\n./scripts/draw.py a\nnode scripts/page.mjs\n```\n"
    folder = write_skill(tmp_path / "sample", {"SKILL.md": text, **SCRIPTS})
    with needing(PANDAS, LEFT_PAD):
        variant = compile_skill(next(iter(discover([str(folder)]))), target(), CompileOptions()).variant
    manifest = variant.manifest
    edits = [item for item in manifest.edits if item.pass_name == NAME]
    assert [item.rule for item in edits] == ["through-the-launcher"] * 3
    assert all("`scripts/" in item.reason for item in edits)
    data = next(item.data for item in variant.files if item.path == "SKILL.md") or b""
    anchors = [(item.path, data[item.output.start : item.output.end].decode()) for item in manifest.anchors]
    assert anchors == [
        (RUN, RUN),
        ("scripts/draw.py", "scripts/draw.py"),
        (RUN, RUN),
        ("scripts/draw.py", "./scripts/draw.py"),
        (RUN, RUN),
        ("scripts/page.mjs", "scripts/page.mjs"),
    ]
    made = {item.path: item.made for item in manifest.files}
    assert made[".skillrt/environment.json"] is not None
    assert [path for path, record in made.items() if record and record.pass_name == NAME] == [
        ".skillrt/environment.json",
        "scripts/skillrt/modules.cjs",
        RUN,
        "scripts/skillrt/run.cmd",
    ]
    assert next(item for item in manifest.files if item.path == RUN).executable


def test_the_lines_below_the_title_have_their_anchors_too(tmp_path):
    text = "# T\n\n```python\nimport pandas\nprint(pandas)\n```\n\nRun `python scripts/draw.py`.\n"
    folder = write_skill(tmp_path / "sample", {"SKILL.md": text, **SCRIPTS})
    with needing(PANDAS):
        variant = compile_skill(next(iter(discover([str(folder)]))), target(), CompileOptions()).variant
    assert [(item.path, item.output.line) for item in variant.manifest.anchors] == [
        (RUN, 7),
        (RUN, 14),
        ("scripts/draw.py", 14),
    ]


def lowered(module: Module, old: str, new: str, to: str = "") -> Module:
    """The module in which a lowering put `new` in the place of the leaf that holds `old`."""
    leaf = next(item for item in module.documents[0].leaves() if old in item.text)
    block = rewrite(leaf, LOWERING, [TextEdit(0, len(leaf.text), new, "r", "why")])
    records = (Relocation(LOWERING, "r", leaf.id, leaf.text, leaf.span, to, "moved"),) if to else ()
    return msgspec.structs.replace(replace_blocks(module, {leaf.id: block}), relocations=records)


def again(source: Module, module: Module) -> Module:
    with needing(PANDAS):
        after = BindEnvironment().run(module, PassContext(target=target()))
    verify(source, after, NAME)
    return after


def test_what_a_lowering_moved_away_is_still_asked_for():
    source = skill("# T\n\nYou must never skip this.\n")
    file = with_text(
        BundledFile("references/x.md", "data", 0, "", origin=Origin(LOWERING, "r", "why")),
        "You must never skip this. Run `python scripts/draw.py a`.\n",
    )
    module = lowered(source, "must never", "Read references/x.md, run `python scripts/draw.py b`.\n", file.path)
    after = again(source, msgspec.structs.replace(module, files=(*module.files, file)))
    assert body(after).endswith(f"Read references/x.md, run `{RUN} python scripts/draw.py b`.\n")
    made = after.file("references/x.md")
    assert made is not None
    assert made.text == f"You must never skip this. Run `{RUN} python scripts/draw.py a`.\n"
    assert made.origin is not None
    assert made.origin.uses == (RUN,)
    (item,) = next(leaf.derivations for leaf in after.documents[0].leaves() if leaf.derivations)
    assert (item.pass_name, item.rule) == (LOWERING, "through-the-launcher")


def test_a_program_whose_name_begins_like_the_launchers_is_not_taken_for_it(tmp_path):
    other = "scripts/skillrt/run-report.sh"
    files = {**SCRIPTS, other: "#!/bin/sh\nls\n", "scripts/skillrt/run.sh": "#!/bin/sh\nls\n"}
    text = f"# T\n\n```bash\nsh {other}\nsh scripts/skillrt/run.sh\n./scripts/draw.py x\n```\n"
    folder = write_skill(tmp_path / "sample", {"SKILL.md": text, **files})
    with needing(PANDAS):
        variant = compile_skill(next(iter(discover([str(folder)]))), target(), CompileOptions()).variant
    data = next(item.data for item in variant.files if item.path == "SKILL.md") or b""
    shown = [data[item.output.start : item.output.end].decode() for item in variant.manifest.anchors]
    assert shown == [other, "scripts/skillrt/run.sh", RUN, "./scripts/draw.py"]
    source = skill("# T\n\nShow it.\n", files)
    new = f"Run `sh {other}`, then `scripts/draw.py x`.\n"
    after = again(source, lowered(source, "Show it", "Show it. " + new))
    whole = after.documents[0].text
    assert f"`sh {other}`, then `{RUN} python scripts/draw.py x`" in whole
    assert len([item for item in after.facts if isinstance(item, Anchor) and item.path == RUN]) == 1


def test_an_edit_that_would_lose_moved_words_is_not_made():
    source = skill("# T\n\nUse uv run, then look.\n")
    new = "Use `uv run scripts/draw.py x`, then look.\n"
    module = lowered(source, "Use uv run", new)
    assert new in body(again(source, module))
    assert f"`{RUN} python scripts/draw.py x`" in body(bound("# T\n\nUse `uv run scripts/draw.py x`.\n", PANDAS))


WORDS = ["python", "scripts/draw.py", "./scripts/draw.py", "uv", "run", "npx", "left-pad", "-c", "'import pandas'"]
WORDS += ["\n", "$(", ")", "`", "```bash\n", "```\n", "- ", "> ", "| a |", "\\", '"', "é☃", "\udcff", "\r\n"]
WORDS += ["<<EOF\n", "EOF\n"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from([" ", ""]))
def test_whatever_the_text_the_source_can_be_rebuilt_and_every_launcher_is_an_anchor(words, between):
    text = "# T\n\n" + between.join(words)
    with tempfile.TemporaryDirectory() as folder:
        files = {"SKILL.md": FRONT.format(name="sample") + text, **SCRIPTS}
        source = next(iter(discover([str(write_skill(Path(folder) / "sample", files))])))
        with needing(PANDAS, LEFT_PAD):
            variant = compile_skill(source, target(), CompileOptions()).variant
    data = next(item.data for item in variant.files if item.path == "SKILL.md") or b""
    anchored = [item for item in variant.manifest.anchors if item.path == RUN]
    assert len(anchored) == data.count(RUN.encode())
    assert all(data[item.output.start : item.output.end] == RUN.encode() for item in anchored)


def test_a_block_that_nobody_wrote_by_hand_stays():
    many = bound("# T\n\n" + "Run `python scripts/draw.py x`. " * 900 + "\n", PANDAS)
    assert many.documents[0].text.count(RUN) == 900
    too_many = "# T\n\n" + "Run `python scripts/draw.py x`. " * 1_500 + "\n"
    assert f"{RUN} python scripts" not in bound(too_many, PANDAS).documents[0].text


def test_anchors_of_mended_paths_still_stand():
    module = bound("# T\n\n```bash\n./scripts/Draw.py a\n```\n", PANDAS)
    anchors = [(item.path, item.written) for item in module.facts if isinstance(item, Anchor)]
    assert f"{RUN} python" in body(module)
    assert (RUN, RUN) in anchors


def test_a_program_that_a_sentence_leaves_to_what_is_installed_runs_as_written():
    text = (
        "1. If `uv` is available and it is managed through it, use `uv run markitdown`.\n"
        "2. Else if Python is available and it is installed there, use `python -m markitdown`.\n"
        "3. Else run `markitdown -q`.\n\n"
        "```bash\nmarkitdown x\npython -m markitdown x\n```\n"
    )
    assert body(bound(text, MARKITDOWN)) == text
    # a condition on something else, and a bundled script, which is the skill's whatever is installed
    text = "If the file is long, run `markitdown -q`.\n\nWhere pandas is installed, run `python scripts/draw.py x`.\n"
    assert body(bound(text, MARKITDOWN, PANDAS)) == text.replace("`m", "`scripts/skillrt/run m").replace(
        "`p", "`scripts/skillrt/run p"
    )


def test_code_on_the_command_line_has_no_name_to_be_left():
    text = 'If Python is available, use `python -c "import pandas"`.\n\n```bash\npython -c "import pandas"\n```\n'
    run = 'scripts/skillrt/run python -c "import pandas"\n```'
    assert run in body(bound(text, PANDAS))
