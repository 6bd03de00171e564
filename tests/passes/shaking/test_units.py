from skillrt.passes.shaking.units import groups_of, sections_of, title_of
from tests.skills import module_of

TEXT = "# T\n\n## A\n\n- **macOS**: x\n- **Linux**: y\n\n"
TEXT += "### B\n\n| s | v |\n|---|---|\n| Windows | 1 |\n| Linux | 2 |\n\n"
TEXT += "## C\n"


def test_sections_hold_their_sub_sections(tmp_path):
    document = module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0]
    found = {item.title: item for item in sections_of(document)}
    assert found["A"].start < found["B"].start < found["B"].end <= found["A"].end == found["C"].start
    assert found["B"].titles[-1] == "B"
    assert title_of(document.blocks[found["C"].start]) == "C"


def test_parts_that_stand_beside_each_other_have_labels(tmp_path):
    document = module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0]
    labels = [[unit.label for unit in group] for group in groups_of(document, sections_of(document))]
    assert any({"macOS", "Linux"} <= {label.strip(":* ") for label in group} for group in labels)
    assert any({"Windows", "Linux"} <= {label.strip() for label in group} for group in labels)
