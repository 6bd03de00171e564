import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Act, Concluded, Place, conclude, decide
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.live.since import MOST_BYTES
from skillrt.jit.replay import Replayer
from skillrt.jit.template import Template
from tests.jit.made_episodes import stack_episodes

REQUEST = "I need the total of length in boats.csv, saved as boats.json"


@pytest.fixture(scope="module")
def template(workshop: Workshop) -> Template:
    (found,) = workshop.learn().templates
    return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "boats.csv").write_text("name,length\na,2.5\nb,3.25\n")
    return Place(tmp_path)


def done(act: Act, place: Place) -> str:
    ran = subprocess.run(
        ["sh", "-c", act.command.text], cwd=place.folder, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


def decided(template: Template, place: Place, request: str = REQUEST) -> Act:
    act = decide(Shelf([template]), request, place)
    assert isinstance(act, Act), act
    return act


def test_a_known_request_is_served_by_one_command(template: Template, place: Place):
    act = decided(template, place)
    assert act.template == template.id
    found = conclude(act, done(act, place), place, failed=False)
    assert isinstance(found, Concluded)
    assert "boats.json" in found.answer
    assert msgspec.json.decode((place.folder / "boats.json").read_bytes()) == {"total": 5.75}


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (REQUEST + " and e-mail it", "wording"),
        (REQUEST.replace("boats.csv", "ships.csv"), "wording"),
        (REQUEST.replace("length", "name"), "not as seen before"),
        (REQUEST.replace("boats.json", "../boats.json"), ""),
        (REQUEST.replace("boats.json", "/tmp/boats.json"), "outside"),
        (REQUEST.replace("boats.json", "sub/../boats.json"), "plain path"),
        (REQUEST.replace("boats.json", "sub//boats.json"), "plain path"),
        (REQUEST.replace("boats.json", "~/boats.json"), "outside"),
        (REQUEST.replace("boats.csv", "../boats.csv"), "wording"),
        ("x " * 3_000, "wording"),
        ("", "wording"),
    ],
)
def test_what_is_not_known_is_not_served(template: Template, place: Place, request_: str, why: str):
    found = decide(Shelf([template]), request_, place)
    assert isinstance(found, str)
    assert why in found


def test_an_output_that_is_there_or_leads_away_is_not_written(template: Template, place: Place):
    (place.folder / "boats.json").write_text("{}")
    assert isinstance(decide(Shelf([template]), REQUEST, place), str)
    os.remove(place.folder / "boats.json")
    (place.folder / "out").symlink_to("/tmp")
    assert "outside" in str(decide(Shelf([template]), REQUEST.replace("boats.json", "out/boats.json"), place))


def test_every_other_result_is_handed_over(template: Template, place: Place):
    act = decided(template, place)
    assert "did not succeed" in str(conclude(act, "permission denied", place, failed=False))
    assert "was not written" in str(conclude(act, act.command.mark, place, failed=False))
    result = done(act, place)
    assert "did not succeed" in str(conclude(act, result, place, failed=True))
    (place.folder / "other.txt").write_text("somebody else's")
    assert "`other.txt` was written" in str(conclude(act, result, place, failed=False))
    os.remove(place.folder / "other.txt")
    (place.folder / "boats.json").write_text("[]")
    assert "not as seen before" in str(conclude(act, result, place, failed=False))


@pytest.mark.parametrize(
    "name",
    [
        "a b.csv", "it's.csv", "$(touch owned).csv", "`touch owned`.csv", "-rf.csv", "a;touch owned;.csv",
        "a\ntouch owned\n.csv", '"); import os; os.system("touch owned") #.csv', "a" * 200 + ".csv",
    ],
)  # fmt: skip
def test_names_are_never_code(template: Template, place: Place, name: str):
    (place.folder / name).write_text("name,length\na,2.5\n")
    for quoted in (name, f'"{name}"', f"`{name}`"):
        act = decide(Shelf([template]), REQUEST.replace("boats.csv", quoted), place)
        if isinstance(act, Act):
            done(act, place)
    assert not (place.folder / "owned").exists()
    assert all("touch" not in path.name or path.name == name for path in place.folder.iterdir())


def test_names_of_ten_thousand_characters_are_refused(template: Template, place: Place):
    assert isinstance(decide(Shelf([template]), REQUEST.replace("boats.json", "b" * 10_000 + ".json"), place), str)
    assert isinstance(decide(Shelf([template]), REQUEST.replace("boats.json", "b" * 3_000 + ".json"), place), str)


def test_a_workspace_that_is_too_large_is_left_alone(template: Template, place: Place):
    with (place.folder / "large.bin").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "too much" in str(decide(Shelf([template]), REQUEST, place))


def test_folders_that_are_ignored_are_no_part_of_it(template: Template, place: Place):
    (place.folder / ".agent").mkdir()
    (place.folder / ".agent" / "boats.json").write_text("{}")
    with (place.folder / ".agent" / "large.bin").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    act = decided(template, Place(place.folder, (".agent",)))
    (place.folder / ".agent" / "log").write_text("x")
    assert isinstance(conclude(act, done(act, place), Place(place.folder, (".agent",)), failed=False), Concluded)


@pytest.mark.parametrize(("names", "served"), [
    (("p.csv", "q.csv", "r.csv"), True),
    (("my list.csv", "q.csv"), True),
    (("$(touch x).csv", "it's.csv"), False),
    (("p.csv", "../q.csv"), False),
    (("p.csv", "p.csv"), False),
])  # fmt: skip
def test_files_that_a_request_lists(
    tmp_path: Path,
    replayer: Replayer,
    names: tuple[str, ...],
    served: bool,
):
    given = (("abc", "all.csv"), ("de", "two.csv"), ("fghi", "four.csv"), ("kl", "both.csv"))
    learnt = Workshop(stack_episodes(tmp_path / "episodes", given), replayer).learn()
    place = Place(tmp_path / "work" / "here")
    place.folder.mkdir(parents=True)
    for name in names:
        (place.folder / name).write_text(f"name,count\n{name[:1]},1\n")
    request = f"Put {', '.join(names[:-1])} and {names[-1]} below each other in all.csv"
    act = decide(Shelf(learnt.templates), request, place)
    assert isinstance(act, Act) is served, act
    if isinstance(act, Act):
        assert isinstance(conclude(act, done(act, place), place, failed=False), Concluded)
        rows = "".join(f"{name[:1]},1\n" for name in names)
        assert (place.folder / "all.csv").read_text() == f"name,count\n{rows}"


def test_a_skill_whose_folder_is_not_known_calls_no_script(template: Template, place: Place, tmp_path: Path):
    actions = tuple(msgspec.structs.replace(action, skill="sums") for action in template.actions)
    calling = msgspec.structs.replace(template, actions=actions)
    found = decide(Shelf([calling]), REQUEST, place)
    assert found == "the folder of the skill `sums` is not known"
    known = msgspec.structs.replace(place, skills={"sums": tmp_path})
    assert f"SKILLRT_SKILL={tmp_path}\n" in decided(calling, known).command.text
