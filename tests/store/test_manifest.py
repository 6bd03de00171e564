import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import InputError
from skillrt.store.files import stored
from skillrt.store.manifest import (
    Manifest,
    file_records,
    manifest_bytes,
    manifest_schema,
    manifest_schema_text,
    published_schema,
    read_manifest,
)
from skillrt.store.records import (
    AnchorRecord,
    CompilerRecord,
    EditRecord,
    EliminationRecord,
    GuessRecord,
    Run,
    SourceRecord,
    TargetRecord,
    TokenPair,
    TokenRecord,
)
from skillrt.targets import generic_host

DIGEST = "sha256:" + "0" * 64
RUN = Run(file="SKILL.md", start=1, end=3, line=1, end_line=1)

PAIR = TokenPair(before=3, after=2)


def full(text: str = "x") -> Manifest:
    return Manifest(
        name="pdf",
        compiler=CompilerRecord(version="0.1.0", level="O0", pipeline="link,retarget", passes=("link", "retarget")),
        source=SourceRecord(name="pdf", digest=DIGEST),
        target=TargetRecord(model="m", harness="codex", descriptor=DIGEST),
        host=generic_host(),
        written_for=GuessRecord(harness="pi", guessed=True, scores={"pi": 1.5, "codex": 0.5}),
        files=file_records((stored("b", b""), stored("SKILL.md", b"x", executable=True))),
        anchors=(AnchorRecord(output=RUN, path="scripts/a.py", written=text),),
        edits=(EditRecord(pass_name="retarget", rule="r", reason="why", source=RUN, output=RUN, old=text, new="y"),),
        eliminations=(EliminationRecord(pass_name="shake", rule="r", reason="why", source=RUN, old=text),),
        tokens=TokenRecord(vocabulary="v", listed=PAIR, activation=PAIR, read=PAIR),
    )


def test_round_trip():
    assert read_manifest(manifest_bytes(full()), "m") == full()
    assert full().aim == "m@codex"


@given(st.text(st.characters(codec=None)))
def test_any_text_survives(text: str):
    data = manifest_bytes(full(text))
    assert read_manifest(data, "m") == full(text)
    data.decode("ascii")


def test_without_figures_there_is_no_record_of_them():
    plain = msgspec.structs.replace(full(), tokens=None)
    assert "tokens" not in json.loads(manifest_bytes(plain))
    assert read_manifest(manifest_bytes(plain), "m") == plain


def test_people_find_the_name_first_and_files_are_sorted():
    plain = json.loads(manifest_bytes(full()))
    assert list(plain)[:3] == ["schema_version", "name", "compiler"]
    assert [item["path"] for item in plain["files"]] == ["SKILL.md", "b"]
    assert list(plain["written_for"]["scores"]) == ["codex", "pi"]
    assert "pass" in plain["edits"][0]


def test_the_published_schema_is_that_of_the_structs(update: bool, root: Path):
    if update:
        path = root / "src" / "skillrt" / "store" / "schemas" / "manifest.schema.json"
        path.write_text(manifest_schema_text(), encoding="utf-8")
    assert published_schema() == manifest_schema_text()


def test_manifests_fit_the_schema():
    schema = json.loads(published_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    plain = json.loads(manifest_bytes(full("\udcff")))
    assert list(validator.iter_errors(plain)) == []
    assert list(validator.iter_errors({**plain, "extra": 1}))
    assert list(validator.iter_errors({**plain, "schema_version": 2}))
    assert list(validator.iter_errors({key: value for key, value in plain.items() if key != "target"}))
    assert manifest_schema()["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"schema_version": 1, "name": 3}']
)
def test_damaged_manifests_are_refused(data: bytes):
    with pytest.raises(InputError) as raised:
        read_manifest(data, "x/.skillrt/manifest.json")
    assert raised.value.diagnostics[0].code == "compile.bad-manifest"
    assert "x/.skillrt/manifest.json" in str(raised.value)


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../b", ""])
def test_hostile_paths_are_refused(path: str):
    record = msgspec.structs.replace(full().files[0], path=path)
    run = msgspec.structs.replace(RUN, file=path)
    anchor = msgspec.structs.replace(full().anchors[0], output=run)
    for change in ({"files": (record,)}, {"anchors": (anchor,)}, {"name": path}):
        with pytest.raises(InputError, match="leaves the folder"):
            read_manifest(manifest_bytes(msgspec.structs.replace(full(), **change)), "m")


def test_a_newer_schema_is_named():
    with pytest.raises(InputError, match="schema version 2"):
        read_manifest(manifest_bytes(full()).replace(b'"schema_version": 1', b'"schema_version": 2'), "m")
