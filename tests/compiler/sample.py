"""A skill, targets and sources for tests of the compiler."""

from pathlib import Path

from skillrt.compiler import Compiled, CompileOptions, compile_skill
from skillrt.frontend import SkillSource, discover
from skillrt.store.variants import variant_folder, write_variant
from skillrt.targets import Target, load_harnesses, parse_target
from tests.skills import write_skill

BODY = (
    "# PDF\n\nAsk with the `AskUserQuestion` tool which pages are meant, then use the `TodoWrite` tool.\n\n"
    "```sh\npython3 ${CLAUDE_SKILL_DIR}/scripts/pages.py --in FILE\n```\n"
)
OPTIONS = CompileOptions(harnesses=load_harnesses())


def target(text: str = "qwen/qwen3.5-9b@codex") -> Target:
    return parse_target(text, OPTIONS.harnesses)


def skill(folder: Path, extra: dict[str, str | bytes] | None = None) -> SkillSource:
    """A skill written for Claude Code."""
    script = "#!/usr/bin/env python3\nimport argparse\np = argparse.ArgumentParser()\np.add_argument('--in')\n"
    files: dict[str, str | bytes] = {
        "SKILL.md": BODY,
        "scripts/pages.py": script,
        "assets/x.bin": b"\0\xff",
        **(extra or {}),
    }
    return source(write_skill(folder, files, executable=("scripts/pages.py",)))


def source(folder: Path) -> SkillSource:
    return next(iter(discover([str(folder)])))


def write(out: Path, given: SkillSource, compiled: Compiled, aim: Target) -> Path:
    """Put the variant where the command line would; returns its folder."""
    inside = variant_folder(aim, compiled.variant.name)
    write_variant(out, inside, compiled.variant.files, given.read)
    return out / inside


def compiled(given: SkillSource, aim: Target | None = None, options: CompileOptions = OPTIONS) -> Compiled:
    return compile_skill(given, aim or target(), options)
