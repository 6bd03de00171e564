import pytest

from skillrt.profiler.workspaces import files_in, fresh_workspace


def test_a_workspace_holds_the_files_and_is_gone_afterwards():
    with fresh_workspace({"a/b.txt": b"see {server}/x", "c": b"\xff"}, "http://here") as folder:
        assert (folder / "a/b.txt").read_bytes() == b"see http://here/x"
        (folder / "made").mkdir()
        (folder / "made/new.txt").write_text("n")
        assert files_in(folder) == {"a/b.txt": b"see http://here/x", "c": b"\xff", "made/new.txt": b"n"}
    assert not folder.exists()


def test_two_trials_never_share_one():
    with fresh_workspace({}, "") as one, fresh_workspace({}, "") as other:
        assert one != other


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x"])
def test_no_file_is_laid_outside(path: str):
    with pytest.raises(ValueError, match="leaves the workspace"), fresh_workspace({path: b""}, ""):
        pass


def test_links_large_files_and_what_tools_make_are_not_read(tmp_path):
    (tmp_path / "secret").write_text("s")
    place = tmp_path / "ws"
    (place / "node_modules").mkdir(parents=True)
    (place / "node_modules/x").write_text("x")
    (place / "link").symlink_to(tmp_path / "secret")
    (place / "folder").symlink_to(tmp_path)
    (place / "large").write_bytes(bytes(9 * 1024 * 1024))
    (place / "small").write_text("ok")
    assert files_in(place) == {"small": b"ok"}
