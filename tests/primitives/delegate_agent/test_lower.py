from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Sort\n\n## When to use\n\nSpawn agents for big sets.\n\n## Work\n\nSpawn an agent for each folder.\n"


def test_tasks_are_done_one_after_the_other(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "delegate.agent", 0, "L1", ("Spawn",)))["one-after-the-other"]
    text, _ = taken(module, draft)
    assert "Spawn an agent for each folder. Here no other agent is started: write the tasks to a list" in text
    assert "Spawn agents for big sets.\n" in text
    assert draft.to == 0
