from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.matrix.cell import Cell, Row, Seen
from skillrt.matrix.evidence import Recorded, recorded, with_evidence
from skillrt.store.templates import Templates
from skillrt.store.traces import Episode, Episodes, Outcome, SkillUse
from skillrt.store.traces.database import connect
from tests.matrix.samples import TARGETS


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    path = tmp_path / "traces.db"
    connection = connect(path)
    episodes = Episodes(connection)
    ends = [("e1", "right", 0), ("e2", "failed", 2), ("e3", "unknown", 1), ("e4", "right", -1)]
    for name, kind, loaded in ends:
        episodes.put(
            Episode(
                id=name,
                run="r",
                harness="pi",
                model="v/weak",
                prompt="x",
                started=1,
                skills=(SkillUse(name="pdf", loaded_at=loaded),),
                outcome=Outcome(kind=kind),
            )
        )
    episodes.mark("e3", "right")
    connection.close()
    return path


def rows() -> tuple[Row, ...]:
    return (Row("pdf", "lib/pdf", (Cell(), Cell())), Row("csv", "lib/csv", (Cell(), Cell())))


def test_episodes_count_for_their_skill_and_target_only(traces: Path, tmp_path: Path):
    found = with_evidence(rows(), TARGETS, recorded(traces, tmp_path))
    # e4 never fetched the text of the skill; e3 was marked by a person
    assert found[0].cells[0].seen == Seen(right=2, failed=1)
    assert found[0].cells[1].seen == found[1].cells[0].seen == Seen()
    assert found[0].cells[0].evidence == "measured"


def test_templates_that_were_proven_count_for_every_target(tmp_path: Path):
    store = Templates(tmp_path)
    store.write("0" * 12, b'{"template": {"skill": "csv", "proofs": ["a", "b"], "more": 1}, "state": "shadow"}')
    store.write("1" * 12, b'{"template": {"skill": "csv", "proofs": ["a"]}, "state": "demoted"}')
    store.write("2" * 12, b'{"template": {"skill": "", "proofs": ["a"]}}')
    found = with_evidence(rows(), TARGETS, recorded(None, tmp_path))
    assert [cell.seen for cell in found[1].cells] == [Seen(templates=1, proofs=2)] * 2
    assert found[1].cells[1].evidence == "replayed"


def test_nothing_recorded_changes_nothing_and_makes_nothing(tmp_path: Path):
    assert recorded(tmp_path / "none.db", tmp_path) == Recorded()
    assert with_evidence(rows(), TARGETS, Recorded()) == rows()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_template_is_said(tmp_path: Path):
    Templates(tmp_path).write("0" * 12, b"{")
    with pytest.raises(MachineError, match="cannot be read"):
        recorded(None, tmp_path)
