from pathlib import Path

import msgspec
import pytest

from skillrt.jit.dispatch import Choice, Served, choose, serve
from skillrt.jit.learn import Workshop
from skillrt.jit.replay import Replayer
from skillrt.jit.scenes import scene_of
from skillrt.jit.template import Hole, Template


@pytest.fixture
def templates(workshop: Workshop) -> tuple[Template, ...]:
    return workshop.learn().templates


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boats.csv").write_text("name,length\na,2.5\nb,3.25\n")
    return tmp_path


REQUEST = "I need the total of length in boats.csv, saved as boats.json"


def test_a_request_of_a_known_wording_is_served(templates: tuple[Template, ...], folder: Path, replayer: Replayer):
    scene = scene_of(REQUEST, folder)
    choice = choose(templates, scene)
    assert isinstance(choice, Choice)
    served = serve(choice, scene, replayer)
    assert isinstance(served, Served)
    assert msgspec.json.decode(served.replayed.changed["boats.json"]) == {"total": 5.75}
    assert "boats.json" in served.answer
    assert not (folder / "boats.json").exists()


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (REQUEST + " and mail it", "no template has this wording"),
        ("Total up length of boats.csv into boats.json", "no template has this wording"),
        (REQUEST.replace("length", "name"), "not as seen before"),
        (REQUEST.replace("boats.csv", "ships.csv"), "no template has this wording"),
        ("", "no template has this wording"),
    ],
)
def test_every_other_request_goes_to_the_model(
    templates: tuple[Template, ...], folder: Path, request_: str, why: str
):
    found = choose(templates, scene_of(request_, folder))
    assert isinstance(found, str)
    assert why in found


def test_two_that_would_serve_it_serve_nothing(templates: tuple[Template, ...], folder: Path):
    twin = msgspec.structs.replace(templates[0], id="f" * 12)
    assert "several" in str(choose((*templates, twin), scene_of(REQUEST, folder)))


def test_a_run_that_goes_wrong_is_handed_back(templates: tuple[Template, ...], folder: Path, replayer: Replayer):
    (folder / "boats.csv").write_text("name,length\na,2.5\nb,3.25,extra\n")
    scene = scene_of(REQUEST, folder)
    loose = msgspec.structs.replace(templates[0], inputs=())
    broken = msgspec.structs.replace(
        loose,
        actions=tuple(msgspec.structs.replace(action, text=action.text + "\nexit 4") for action in loose.actions),
    )
    choice = choose((broken,), scene)
    assert isinstance(choice, Choice)
    assert "status 4" in str(serve(choice, scene, replayer))


def test_a_list_gives_way_to_what_knows_how_many_there_are(templates: tuple[Template, ...], folder: Path):
    listing = msgspec.structs.replace(
        templates[0], id="f" * 12, holes=(*templates[0].holes, Hole("h9", "files", ".csv", example="boats.csv"))
    )
    choice = choose((listing, *templates), scene_of(REQUEST, folder))
    assert isinstance(choice, Choice)
    assert choice.template == templates[0]
