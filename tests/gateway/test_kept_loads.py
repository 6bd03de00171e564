import os
import time
from pathlib import Path

from skillrt.gateway.kept_loads import LOADED, UNUSED_DAYS, forget_loads, used

DAY = 86_400


def folder(data: Path, name: str, days: float) -> Path:
    """One that was last used so many days ago."""
    place = data / LOADED / name
    (place / "skill").mkdir(parents=True)
    (place / "skill" / "SKILL.md").write_text("x")
    then = time.time() - days * DAY
    os.utime(place, (then, then))
    return place


def test_what_nobody_used_for_long_goes(tmp_path: Path):
    old, new = folder(tmp_path, "old", UNUSED_DAYS + 1), folder(tmp_path, "new", UNUSED_DAYS - 1)
    assert forget_loads(tmp_path) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert forget_loads(tmp_path, time.time() - DAY) == 1
    assert forget_loads(tmp_path) == 0


def test_use_keeps_it(tmp_path: Path):
    place = folder(tmp_path, "old", UNUSED_DAYS + 1)
    used(place)
    assert forget_loads(tmp_path) == 0


def test_a_link_is_not_followed_and_no_folder_is_no_error(tmp_path: Path):
    assert forget_loads(tmp_path / "none") == 0
    elsewhere = folder(tmp_path / "elsewhere", "a", 100)
    (tmp_path / LOADED).mkdir()
    (tmp_path / LOADED / "link").symlink_to(elsewhere)
    assert forget_loads(tmp_path) == 0
    assert elsewhere.exists()
