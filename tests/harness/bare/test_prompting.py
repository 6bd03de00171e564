from skillrt.harness.bare.prompting import system_prompt


def test_skills_are_listed_with_their_place(tmp_path):
    for name, text in {
        "greet": "---\nname: greet\ndescription: >\n  Greet a <person>\n  by name.\n---\nBody.\n",
        "odd": "no front matter",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "SKILL.md").write_text(text)
    text = system_prompt(tmp_path / "ws", [tmp_path])
    assert f"`{tmp_path}/ws`" in text
    assert "<description>Greet a &lt;person&gt; by name.</description>" in text
    assert f"<location>{tmp_path}/odd/SKILL.md</location>" in text
    assert "Body." not in text


def test_without_skills_nothing_is_said_of_them(tmp_path):
    assert "available_skills" not in system_prompt(tmp_path, [tmp_path])
