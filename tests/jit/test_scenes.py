from pathlib import Path

from skillrt.jit.recorded import Recorded
from skillrt.jit.scenes import episode_scene, scene_of


def test_a_request_is_read_against_its_workspace(tmp_path: Path):
    (tmp_path / "a.csv").write_text("price\n1\n")
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "c.txt").write_text("x")
    scene = scene_of("Mean price of a.csv.", tmp_path)
    assert [(token.kind, token.value) for token in scene.tokens] == [
        ("word", "Mean"),
        ("field", "price"),
        ("word", "of"),
        ("file", "a.csv"),
    ]
    assert (scene.only(".csv"), scene.only(".txt"), scene.only(".pdf")) == ("a.csv", None, None)
    assert episode_scene(Recorded("e", "", "Mean price of a.csv", (), "", tmp_path, {})).tokens == scene.tokens


def test_folders_with_files_are_there(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.csv").write_text("price\n1\n")
    (tmp_path / "empty").mkdir()
    scene = scene_of("Pack in/ and in", tmp_path)
    assert [token.value for token in scene.tokens if token.kind == "file"] == ["in", "in"]
    assert [scene.has(path) for path in ("in", "./in/a.csv", "empty", "a.csv")] == [True, True, False, False]


def test_paths_in_the_workspace_are_read_as_relative_to_it(tmp_path: Path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    scene = scene_of(f"Sort {tmp_path}/a.csv", tmp_path)
    assert [(token.kind, token.value) for token in scene.tokens] == [("word", "Sort"), ("file", "a.csv")]


def test_a_list_of_files_is_read_as_one_word_too(tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x\n1\n")
    scene = scene_of("Put a.csv and b.csv into c.csv.", tmp_path)
    assert [token.text for token in scene.tokens] == ["Put", "a.csv", "and", "b.csv", "into", "c.csv"]
    assert scene.in_lists is not None
    assert [token.value for token in scene.in_lists.tokens] == ["Put", "a.csv\nb.csv", "into", "c.csv"]
    assert scene_of("Put a.csv into c.csv.", tmp_path).in_lists is None
