import pytest

from skillrt.harness.bare.bounds import Bounds, Refused


@pytest.fixture
def bounds(tmp_path):
    for name in ("ws", "skills", "else"):
        (tmp_path / name).mkdir()
    return Bounds(tmp_path / "ws", (tmp_path / "skills",))


def test_inside(bounds, tmp_path):
    assert bounds.for_reading("a/../b.txt") == tmp_path / "ws/b.txt"
    assert bounds.for_reading(str(tmp_path / "skills/x")) == tmp_path / "skills/x"
    assert bounds.for_writing(str(tmp_path / "ws/x")) == tmp_path / "ws/x"


@pytest.mark.parametrize("path", ["../else/x", "/etc/passwd", "a/../../else", "\0", "../ws2"])
def test_outside(bounds, path):
    with pytest.raises(Refused):
        bounds.for_reading(path)
    with pytest.raises(Refused):
        bounds.for_writing(path)


def test_skills_are_not_written_and_links_do_not_lead_out(bounds, tmp_path):
    with pytest.raises(Refused, match="outside the workspace"):
        bounds.for_writing(str(tmp_path / "skills/x"))
    (tmp_path / "ws/link").symlink_to(tmp_path / "else")
    with pytest.raises(Refused):
        bounds.for_writing("link/x")
