"""What the pass makes of texts is in literate/shake.md; here is what holds whatever the text."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillrt.frontend import discover, load
from skillrt.passes.base import PassContext
from skillrt.passes.shake import Shake
from skillrt.targets import load_harnesses, parse_target
from skillrt.verify import verify
from tests.rules.source_tree import ROOT
from tests.skills import module_of

HARNESSES = load_harnesses()
TARGET = parse_target("some/model@opencode")
PIECES = st.sampled_from(
    [
        "# Title\n\n",
        "## Background\n\nOld words that nobody needs to know before they begin with the work at hand today.\n\n",
        "## Installation\n\n```bash\nclawhub install s\n```\n\n",
        "### Cursor\n\nOpen the settings.\n\n",
        "### OpenCode\n\nNothing to do.\n\n",
        "Every table has a header row, and its columns are separated by commas, as everybody knows.\n\n",
        "You must never guess.\n\n",
        "- **macOS**: `brew install x`\n- **Linux**: `apt install x`\n\n",
        "| a | b |\n|---|---|\n| Windows | 1 |\n| Linux | 2 |\n\n",
        "```python\nprint('the same block of code, long enough to be worth a pointer to it')\nprint(2)\n```\n\n",
    ]
)


def run(module, **options):
    return Shake(**options).run(module, PassContext(target=TARGET, harnesses=HARNESSES))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=8))
def test_what_goes_is_recorded_and_what_stays_keeps_its_bytes(tmp_path, pieces):
    module = module_of(tmp_path / "s", {"SKILL.md": "".join(pieces)})
    after = run(module, cold=True)
    verify(module, after, "shake")
    gone = {item.block for item in (*after.eliminations, *after.relocations)}
    for leaf in module.documents[0].leaves():
        now = after.blocks.get(leaf.id)
        assert now is not None or leaf.id in gone
        if now is not None and not now.derivations:
            assert now.text == leaf.text


def test_without_a_target_nothing_goes(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": "## Background\n\n" + "Words. " * 80})
    assert Shake(cold=True).run(module, PassContext()) is module


@pytest.mark.parametrize("cold", [False, True])
def test_the_examples_stay_sound_and_nothing_that_binds_goes(cold):
    for source in discover([str(ROOT / "examples" / "skills")]):
        module = load(source)
        after = run(module, cold=cold)
        verify(module, after, "shake")
        assert not any("must" in item.old or "never" in item.old.lower() for item in after.eliminations)


def test_shaken_twice_is_shaken_once(tmp_path):
    text = "# T\n\n" + "Every table has a header row, and its columns are separated by commas, always.\n\n" * 2
    module = module_of(tmp_path / "s", {"SKILL.md": text})
    once = run(module)
    assert msgspec.structs.replace(run(once), facts=once.facts) == once


def test_a_copy_never_points_to_what_moves_away(tmp_path):
    list_ = "- Tables of the first half of the year have a header row\n- Tables of the second half have none of it\n"
    work = "Read the table row by row and say what each column holds, in the order of the header. " * 30
    old = "People wrote tables on paper when nobody had a machine that reads them. " * 6
    text = f"# T\n\n{work}\n\n## Background\n\n{old}\n\n{list_}\n## Reading\n\n{list_}\nDone.\n"
    module = module_of(tmp_path / "s", {"SKILL.md": text})
    after = run(module, cold=True)
    assert [item.path for item in after.files] == ["references/skillrt/background.md"]
    assert after.documents[0].text.endswith(f"## Reading\n\n{list_}\nDone.\n")
    assert "(As under “Background” above.)" in run(module).documents[0].text


def test_a_pointer_keeps_the_line_ends_of_what_it_replaces(tmp_path):
    code = "```sh\npython3 tables.py --columns --rows --everything --of --the --first --half --of --the --year\n```"
    module = module_of(tmp_path / "s", {"SKILL.md": f"# T\n\n## Count\n\n{code}\n\n## Again\n\n{code}\n\nDone.\n"})
    text = run(module).documents[0].text
    assert text.endswith(f"## Count\n\n{code}\n\n## Again\n\n(As under “Count” above.)\n\nDone.\n")
