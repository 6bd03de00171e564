import msgspec

from skillrt.ir.workflow import (
    BundledPath,
    CommandRecord,
    EdgeRecord,
    Input,
    RegionRecord,
    ResourceRecord,
    StepRecord,
    WorkflowRecord,
    WorkflowTitle,
)


def test_the_record_survives_json() -> None:
    command = CommandRecord(
        text="python scripts/crop.py <photo>",
        inputs=(Input(name="photo", written="<photo>"),),
        files=(BundledPath(written="scripts/crop.py", path="scripts/crop.py"),),
    )
    record = WorkflowRecord(
        workflows=(WorkflowTitle(id="w1", title="Crop"),),
        steps=(
            StepRecord(
                id="s1",
                title="Crop it",
                at="SKILL.md:8-9",
                kind="script",
                workflow="w1",
                commands=(command,),
                writes=(ResourceRecord(kind="file", name="out.png"),),
            ),
            StepRecord(id="s2", title="Look at it", at="SKILL.md:10", kind="agent", workflow="w1"),
        ),
        edges=(EdgeRecord(first="s1", then="s2", kind="data", reason="it uses `out.png`"),),
        regions=(RegionRecord(kind="data", steps=("s1",), reason="for each photo", at="SKILL.md:8", width=0),),
    )
    assert msgspec.json.decode(msgspec.json.encode(record), type=WorkflowRecord) == record
