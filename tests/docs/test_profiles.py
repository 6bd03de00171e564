"""docs/profiles.md says what the code does."""

import re

from skillrt.targets.capabilities import Capabilities, Count, Measured
from skillrt.targets.posterior import at_least
from skillrt.targets.profile_file import OwnProfile, parse_profile


def text(root) -> str:
    return (root / "docs" / "profiles.md").read_text(encoding="utf-8")


def test_the_example_is_a_profile(root):
    (example,) = re.findall(r"```json\n(.*?)```", text(root), re.DOTALL)
    assert parse_profile(example, "profiles.md").primitives["gen.code.python"]["L2"].passes == 6


def test_every_field_is_described(root):
    described = set(
        re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `schema_version.*?\n\n", text(root), re.M | re.S)))
    )
    assert set(OwnProfile.__struct_fields__) <= described


def test_the_table_of_trials_is_true(root):
    rows = re.findall(r"^\| all(?: but (one|two|three))? \|(.*)\|$", text(root), re.M)
    assert len(rows) == 4
    for failed, (_, cells) in enumerate(rows):
        for trials, cell in zip((3, 5, 10, 20), cells.split("|"), strict=True):
            sure, status = cell.split()
            count = Count(trials - failed, trials)
            assert f"{at_least(0.6, count.passes, count.trials):.2f}" == sure
            assert Capabilities(measured=(Measured("a.b", (count, Count(), Count())),)).status("a.b", 1) == status
