import json
from pathlib import Path

import pytest

from skillrt.surveys import shard
from skillrt.surveys.shard import Task, head, joined, records_of, survey_shard
from skillrt.surveys.walk import skills_below
from tests.surveys.collection import collection


@pytest.fixture
def task(tmp_path: Path) -> Task:
    return Task(0, tuple(skills_below([str(collection(tmp_path / "lib", 4))])))


def with_before(task: Task, before: bytes) -> Task:
    return Task(task.index, task.skills, before)


def test_a_head_and_a_line_a_skill(task: Task):
    lines = survey_shard(task).splitlines()
    assert json.loads(lines[0]).keys() == {"survey", "skillrt"}
    assert [Path(json.loads(line)["skill"]).name for line in lines[1:]] == [f"skill-{at:03}" for at in range(4)]
    assert [record.unread for record in records_of(survey_shard(task))] == [False] * 4


def test_what_is_known_is_not_looked_at_again(task: Task, monkeypatch: pytest.MonkeyPatch):
    whole = survey_shard(task)
    seen: list[str] = []
    original = shard.record_of

    def counting(source, digest):
        seen.append(source.folder)
        return original(source, digest)

    monkeypatch.setattr(shard, "record_of", counting)
    assert survey_shard(with_before(task, whole)) == whole
    assert seen == []
    half = b"".join(whole.splitlines(keepends=True)[:3]) + b'{"skill": "x'
    assert survey_shard(with_before(task, half)) == whole
    assert seen == ["skill-002", "skill-003"]


def test_a_changed_skill_is_looked_at_again(task: Task):
    before = survey_shard(task)
    text = Path(task.skills[1].where, "SKILL.md")
    text.write_text(text.read_text().replace("Run", "Ran"))
    after = survey_shard(with_before(task, before))
    assert after == survey_shard(task)
    assert [one == two for one, two in zip(before.splitlines(), after.splitlines(), strict=True)].count(False) == 1


@pytest.mark.parametrize("before", [b"", b"\xff", b'{"survey": 1, "skillrt": "other"}\n{}\n', b"\n\n\n"])
def test_what_another_version_or_a_crash_left_is_not_trusted(task: Task, before: bytes):
    assert survey_shard(with_before(task, before)) == survey_shard(task)


def test_a_skill_that_is_gone_is_unread(task: Task):
    Path(task.skills[0].where, "SKILL.md").unlink()
    Path(task.skills[0].where).rmdir()
    found = list(records_of(survey_shard(task)))
    assert [record.unread for record in found] == [True, False, False, False]


def test_parts_are_joined_under_one_head(task: Task):
    parts = [survey_shard(Task(0, (skill,))) for skill in task.skills]
    assert joined(parts) == survey_shard(task)
    assert joined([]) == head()
