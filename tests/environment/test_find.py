from skillrt.environment.find import FINDERS, dependencies_of
from tests.skills import module_of


def test_a_skill_that_needs_nothing_has_no_dependencies(tmp_path):
    module = module_of(tmp_path, {"SKILL.md": "# A\n\nThink twice.\n"})
    assert dependencies_of(module) == ()
    assert len(set(FINDERS)) == len(FINDERS)


def test_all_places_of_a_need_are_one_dependency(tmp_path):
    body = "---\nname: a\ndescription: b\n---\n\nRequires jq.\n\n```bash\njq . x | psql db\n```\n"
    files = {"SKILL.md": body, "scripts/a.sh": "#!/bin/bash\ncurl -H $ACME_KEY https://api.weather-station.dev/v1\n"}
    found = dependencies_of(module_of(tmp_path, files))
    assert [(item.kind, item.name, item.required) for item in found] == [
        ("env", "ACME_KEY", True),
        ("service", "api.weather-station.dev", True),
        ("service", "postgres", True),
        ("system", "curl", True),
        ("system", "jq", True),
        ("system", "psql", True),
    ]
    assert [(span.file, span.line) for span in found[4].evidence] == [("SKILL.md", 6), ("SKILL.md", 9)]


def test_what_a_worked_example_tells_of_is_no_need(tmp_path):
    files = {"SKILL.md": "# A\n\nSee [one](examples/one.md).\n"}
    told = "Post it to Slack, then run `docker logs app` and `jq . x`.\n"
    files["examples/one.md"] = "# Example: a report\n\n" + told
    assert dependencies_of(module_of(tmp_path / "a", files)) == ()
    # a document of that folder that says what to do is followed
    files["examples/one.md"] = "# Instructions\n\n" + told
    names = [item.name for item in dependencies_of(module_of(tmp_path / "b", files))]
    assert names == ["slack", "docker", "jq"]


def test_a_word_for_a_package_that_the_skill_uses_is_the_package(tmp_path):
    head = "---\nname: a\ndescription: b\n---\n\n"
    body = head + "Use cairosvg for it:\n\n```python\nimport cairosvg\n```\n"
    assert [(item.kind, item.name) for item in dependencies_of(module_of(tmp_path, {"SKILL.md": body}))] == [
        ("python", "cairosvg")
    ]


def test_an_unknown_program_called_like_a_package_is_the_packages_own(tmp_path):
    body = "---\nname: a\ndescription: b\n---\n\n```bash\npip install frobkit\nfrobkit -i a.txt -o b.txt\n```\n"
    found = dependencies_of(module_of(tmp_path, {"SKILL.md": body}))
    assert [(item.kind, item.name) for item in found] == [
        ("python", "frobkit"),
        ("system", "pip"),
    ]
