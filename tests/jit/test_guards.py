from pathlib import Path

import msgspec
import pytest

from skillrt.jit.actions import Action
from skillrt.jit.answers.facts import Run
from skillrt.jit.candidates import candidates_of
from skillrt.jit.contents.read import content_of
from skillrt.jit.contents.shape import features_of, place_features
from skillrt.jit.guards import refused_inputs, refused_outputs, seen_words, shared_features
from skillrt.jit.learn import Workshop
from skillrt.jit.minimise import Minimal
from skillrt.jit.prove import Proof
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayed
from skillrt.jit.scenes import episode_scene, scene_of
from skillrt.jit.template import FileGuard, OutputGuard, Piece, Template

VALUES = {"h1": "weight", "h2": "in.csv", "h3": "out.json"}


@pytest.fixture
def template(workshop: Workshop) -> Template:
    (found,) = workshop.learn().templates
    return found


def refused(template: Template, folder: Path, **values: str) -> str:
    return refused_inputs(template, {**VALUES, **values}, scene_of("", folder))


def test_inputs_as_seen_before_are_taken(template: Template, tmp_path: Path):
    (tmp_path / "in.csv").write_text("name,weight\na,1.5\nb,2.5\n")
    assert refused(template, tmp_path) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,weight\na,1.5\nb,\n", "missing"),
        ("name,load\na,1.5\n", "weight"),
        ("name;weight\na;1.5\n", "delimiter"),
        ("name,weight\n", "rows"),
        ("name,weight\na,heavy\n", "types"),
        ('name,weight\n"a,b",1.5\n', "plain"),
        ("", "kind"),
    ],
)
def test_inputs_that_are_otherwise_are_not(template: Template, tmp_path: Path, text: str, why: str):
    (tmp_path / "in.csv").write_text(text)
    assert why in refused(template, tmp_path)


def test_what_is_not_there_or_already_there(template: Template, tmp_path: Path):
    assert refused(template, tmp_path) == "`in.csv` is not there"
    (tmp_path / "in.csv").write_text("name,weight\na,1.5\nb,2.5\n")
    (tmp_path / "out.json").write_text("precious")
    assert refused(template, tmp_path) == "`out.json` is already there"
    assert refused(template, tmp_path, h3="../out.json") == "`../out.json` lies outside the workspace"
    assert refused(template, tmp_path, h3="/etc/out.json") == "`/etc/out.json` lies outside the workspace"


def test_results_are_compared_with_what_came_before(template: Template):
    def result(**files: str) -> Replayed:
        return Replayed({name.replace("_", "."): text.encode() for name, text in files.items()}, (), "")

    assert refused_outputs(template, VALUES, result(out_json='{"total": 3}')) == ""
    assert "not as seen" in refused_outputs(template, VALUES, result(out_json="[3]"))
    assert "was not written" in refused_outputs(template, VALUES, result())
    assert "was written" in refused_outputs(template, VALUES, result(out_json='{"total": 3}', log_txt=""))
    assert "is gone" in refused_outputs(template, VALUES, Replayed({}, ("in.csv",), ""))
    assert refused_outputs(template, VALUES, Replayed({}, (), "", "status 1: no")) == "status 1: no"


def test_a_request_that_names_no_file_guards_the_workspace(template: Template, tmp_path: Path):
    (tmp_path / "a.csv").write_text("id\n1\n")
    shape = features_of(content_of(b"id\n1\n", ".csv"))
    whole = msgspec.structs.replace(
        template, holes=(), outputs=(), inputs=(FileGuard("", shape, every=".csv"),), endings=(".csv",)
    )
    assert refused(whole, tmp_path) == ""
    (tmp_path / "b.csv").write_text("id\n\n")
    assert "`b.csv` is not as seen" in refused(whole, tmp_path)
    (tmp_path / "b.csv").unlink()
    (tmp_path / "b.txt").write_text("")
    assert "other kinds of files" in refused(whole, tmp_path)


def test_any_number_of_outputs(template: Template, tmp_path: Path):
    (tmp_path / "in.csv").write_text("name,weight\na,1.5\nb,2.5\n")
    some = OutputGuard((Piece(text="p/"), Piece(text="*", use="any"), Piece(text=".csv")), False, {"kind": "table"})
    whole = msgspec.structs.replace(template, outputs=(some,))
    assert refused(whole, tmp_path) == ""
    made = {"p/a.csv": b"x,y\n1,2\n", "p/b.csv": b"x,y\n1,2\n"}
    assert refused_outputs(whole, VALUES, Replayed(made, (), "")) == ""
    assert "none of the files" in refused_outputs(whole, VALUES, Replayed({}, (), ""))
    assert "was written" in refused_outputs(whole, VALUES, Replayed({**made, "c.csv": b""}, (), ""))
    assert "not as seen" in refused_outputs(whole, VALUES, Replayed({**made, "p/c.csv": b""}, (), ""))
    anywhere = msgspec.structs.replace(template, outputs=(msgspec.structs.replace(some, path=some.path[1:]),))
    over = Replayed({"a.csv": b"x,y\n1,2\n", "in.csv": b"x,y\n1,2\n"}, (), "")
    assert refused(anywhere, tmp_path) == ""
    assert refused_outputs(anywhere, VALUES, over) == "`in.csv` was written over"
    (tmp_path / "p").mkdir()
    (tmp_path / "p/z.csv").write_text("precious")
    assert refused(whole, tmp_path) == "`p/*.csv` is already there"


def test_of_kinds_that_varied_each_has_to_have_been_seen(workshop: Workshop, tmp_path: Path):
    """Pictures in colour, with and without a layer of transparency, say nothing of one in grey."""
    from PIL import Image

    paths: dict[str, Path] = {}
    for mode in ("RGB", "RGBA", "L"):
        paths[mode] = tmp_path / f"{mode}.png"
        Image.new(mode, (4, 4)).save(paths[mode])
    shared = shared_features([place_features(paths["RGB"]), place_features(paths["RGBA"])])
    guard = FileGuard("h2", shared)
    (found,) = workshop.learn().templates
    template = msgspec.structs.replace(found, inputs=(guard,), outputs=())
    assert refused(template, tmp_path, h2="RGBA.png") == ""
    assert refused(template, tmp_path, h2="L.png") == "`L.png` is not as seen before (mode: L)"


def test_a_table_of_markdown_begins_as_seen(template: Template, tmp_path: Path):
    """The bars between its cells are no list of kinds."""
    (tmp_path / "a.md").write_text("| name | rank |\n| --- | --- |\n")
    (tmp_path / "b.md").write_text("| team | size |\n| --- | --- |\n")
    (tmp_path / "c.md").write_text("| name |\n| --- |\n")
    guard = FileGuard("h2", shared_features([place_features(tmp_path / "a.md")]))
    tables = msgspec.structs.replace(template, inputs=(guard,), outputs=())
    assert refused(tables, tmp_path, h2="b.md") == ""
    assert refused(tables, tmp_path, h2="c.md") == "`c.md` is not as seen before (begins: | a |)"


@pytest.mark.parametrize(
    ("program", "held"),
    [
        ("x = ['minor', 'patch'].index('minor')", True),
        ("x = {'minor': 1, 'patch': 2}['minor']", True),
        ("x = 'minor'; print(x + 'minor')", False),
        ("x = ['minor', 'patch']", False),
    ],
)
def test_a_word_that_a_program_may_choose_from_has_to_be_one_of_those_seen(
    template: Template, tmp_path: Path, program: str, held: bool
):
    (tmp_path / "in.csv").write_text("name,weight\na,1.5\nb,2.5\n")
    episode = Recorded("e", "", "Bump the minor version in in.csv", (), "", tmp_path, {})
    nothing = Replayed({}, (), "")
    minimal = Minimal((Action("shell", f"python3 -c \"{program}; open('in.csv')\""),), nothing)
    found = candidates_of(episode, minimal, episode_scene(episode))
    assert isinstance(found, tuple)
    (word,) = (hole.id for hole in found[0].holes if hole.example == "minor")
    proofs = [
        Proof(name, {**found[0].values, word: value}, Run({}, (), tmp_path, nothing, ()))
        for name, value in (("a", "minor"), ("b", "major"))
    ]
    seen = seen_words(found[0], proofs)
    assert seen == ({word: ("major", "minor")} if held else {})
    taken = msgspec.structs.replace(template, seen={"h9": seen[word]} if held else {})
    assert refused(taken, tmp_path, h9="major") == ""
    assert refused(taken, tmp_path, h9="patch") == ("`patch` is none of the words that proofs had" if held else "")
