from skillrt.runs.prompting import with_skills


def test_without_skills_the_task_is_the_prompt():
    assert with_skills("{body} do", []) == "{body} do"


def test_the_text_of_skills_stands_before_the_task(tmp_path):
    (tmp_path / "greet").mkdir()
    (tmp_path / "greet/SKILL.md").write_text("---\nname: greet\n---\n\nSay {folder} and {body}.\n---\nx\n")
    text = with_skills("the task", [tmp_path / "greet"])
    assert text.startswith(
        f'<skill name="greet" folder="{tmp_path}/greet">\nSay {{folder}} and {{body}}.\n---\nx\n</skill>'
    )
    assert text.endswith("\nthe task")
