import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from skillrt.errors import Diagnostic, InputError
from skillrt.gateway import fresh_loads
from skillrt.gateway.fresh_loads import FreshLoads
from skillrt.gateway.kept_variants import Prepared
from skillrt.gateway.loading import Loading
from skillrt.harness.install import install
from skillrt.wire.dialects import codec
from tests.gateway.loads import FETCH, LARGE, SMALL, Here, history


class Place:
    """A folder of installed skills that changes, and what reads it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.here = Here(folder, "pi")
        self.place = self.here.folder.parent
        self.said: list[str] = []
        self.reads = 0
        self.fails = False
        monkeypatch.setattr(fresh_loads, "_SECONDS", 0.0)
        loading = Loading(folder / "data", self.said.append)
        self.loads = FreshLoads(loading, [self.place, folder / "none"], self._read, [folder], self.said.append)

    def _read(self) -> tuple[Prepared, ...]:
        self.reads += 1
        if self.fails:
            raise InputError(Diagnostic.of("usage.path-missing", "the source is gone"))
        if not self.here.folder.is_dir():
            return ()
        return (replace(self.here.prepared, folder=self.here.folder),)

    def asked(self, model: str = SMALL) -> bytes | None:
        """A request that holds the skill's text, as the gateway goes through it; what is sent in its place."""
        body = codec("openai-chat").encode_request(history(self.here, "openai-chat", model)).body
        if self.loads.is_new(body, model, "pi"):
            self.loads.refresh()
        return self.loads.fit("openai-chat", "/v1/chat/completions", body, model, "pi")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_what_is_installed_while_it_serves_is_fitted(place: Place):
    shutil.rmtree(place.here.folder)
    assert place.asked() is None
    assert place.said[-1].endswith("load them: 0")
    install(place.here.prepared.folder, place.here.harness, place.place)
    found = place.asked()
    assert found
    assert FETCH.encode() in found
    assert place.asked() == found
    assert place.reads == 3, "once at its start, once for each change"


def test_an_edit_by_hand_is_noticed(place: Place):
    place.asked()
    file = place.here.folder / "SKILL.md"
    file.write_text(file.read_text() + "\nMore.\n")
    place.asked(LARGE)
    assert place.reads == 2


def test_it_looks_once_in_a_while(place: Place, monkeypatch: pytest.MonkeyPatch):
    place.asked()
    monkeypatch.setattr(fresh_loads, "_SECONDS", 60.0)
    monkeypatch.setattr(fresh_loads.os, "stat", lambda _: pytest.fail("it looked just now"))
    assert not place.loads.is_new(b"{}", SMALL, "pi")


def test_what_cannot_be_read_leaves_what_was_known(place: Place):
    found = place.asked()
    place.fails = True
    (place.place / "another").mkdir()
    assert place.asked() == found
    assert "not read again: " in place.said[-1]
    reads = place.reads
    place.asked()
    assert place.reads == reads, "and it is said once"
