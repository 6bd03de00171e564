import msgspec
import pytest

from skillrt.store.records import (
    EditRecord,
    FileRecord,
    GapRecord,
    MadeRecord,
    RelocationRecord,
    Run,
    SourceRecord,
    TargetRecord,
    TokenPair,
)

DIGEST = "sha256:" + "0" * 64
RUN = Run(file="SKILL.md", start=0, end=4, line=1, end_line=1)


def edit():
    return EditRecord(
        pass_name="retarget", rule="tool", reason="is called so", source=RUN, output=RUN, old="a", new="b"
    )


@pytest.mark.parametrize(
    "record",
    [
        RUN,
        edit(),
        FileRecord(path="a.md", size=1, digest=DIGEST, made=MadeRecord(pass_name="p", rule="r", reason="why")),
        RelocationRecord(
            pass_name="p", rule="r", source=RUN, old="a", to="scripts/a.py", how="outlined", literals=("x",)
        ),
        GapRecord(primitive="tool.exec", required="L3", aim="L1", left="L2", status="narrowed", rules=("outline",)),
        TargetRecord(model="m", harness="h", descriptor=DIGEST),
    ],
)
def test_records_come_back_as_they_were(record):
    assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


def test_the_pass_is_called_pass_in_json():
    data = msgspec.to_builtins(edit())
    assert data["pass"] == "retarget"
    assert "pass_name" not in data


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Run, {"file": "a", "start": -1, "end": 4, "line": 1, "end_line": 1}),
        (Run, {"file": "a", "start": 0, "end": 4, "line": 0, "end_line": 1}),
        (SourceRecord, {"name": "s", "digest": "sha256:12"}),
        (SourceRecord, {"name": "s", "digest": "sha256:" + "G" * 64}),
        (SourceRecord, {"name": "s", "digest": DIGEST, "path": "x"}),
        (TokenPair, {"before": 1, "after": -1}),
        (GapRecord, {"primitive": "p", "required": "L1", "aim": "L0", "left": "L0", "status": "gone"}),
    ],
)
def test_what_does_not_fit_is_refused(kind, data):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(data, kind)


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        setattr(RUN, "start", 3)  # noqa: B010  (a plain assignment is refused by the type checker)
