import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from skillrt.config import Settings
from skillrt.config.load import parse_settings
from skillrt.config.schema import settings_schema
from skillrt.config.starter import starter


def test_it_sets_the_roots_and_nothing_else():
    assert parse_settings(starter(["skills"])) == Settings(roots=("skills",))


def test_it_explains_every_key():
    text = starter(["."])
    keys = settings_schema()["properties"]
    named = set(re.findall(r"^(?:# )?(?:\[+)?([a-z-]+)(?:\]+| =)", text, re.MULTILINE))
    assert set(keys) <= named


def test_what_it_shows_commented_out_is_valid():
    lines = starter(["."]).splitlines()
    settings = [re.sub(r'^# (?=[a-z-]+ = |"|\[)', "", line) for line in lines]
    loaded = parse_settings("\n".join(settings))
    assert loaded.ignore[0].reason
    assert loaded.severity["text.bom"] == "error"
    assert loaded.targets


def test_a_line_at_its_end_is_a_setting_of_the_file():
    assert parse_settings(starter(["."]) + 'baseline = "b.json"\n').baseline == "b.json"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
def test_any_folder_name_survives(roots: list[str]):
    assert tomllib.loads(starter(roots))["roots"] == roots
