from skillrt.environment.finding.commands import own_commands, programs_in, sightings
from skillrt.environment.finding.scene import Scene
from tests.environment.sighted import HEAD, names, sighted
from tests.skills import module_of


def test_programs_of_blocks_and_scripts_with_their_lines(tmp_path):
    body = "Cut it:\n\n```bash\ncd x && ffmpeg -i a.mp4 b.mp4 | tee log\n```\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD + body, "scripts/a.sh": "#!/bin/bash\n\njq . x\n"})
    assert found == [("system", "ffmpeg", "use", 9), ("system", "jq", "use", 3)]


def test_functions_aliases_and_bundled_files_are_the_skills_own(tmp_path):
    body = "```bash\nalias k=kubectl\nk get pods\ncheck ./x\nscripts/run.sh y\nhelm lint\n```\n"
    files = {"SKILL.md": HEAD + body, "scripts/run.sh": "check() {\n  true\n}\nhelm() {\n  true\n}\n"}
    assert sighted(tmp_path, sightings, files) == []
    assert {"k", "check", "run.sh", "run"} <= own_commands(Scene(module_of(tmp_path / "x", files)))


def test_a_script_called_like_a_program_does_not_hide_it(tmp_path):
    files = {"SKILL.md": HEAD + "```bash\nffmpeg -i a.wav b.mp3\n```\n", "scripts/ffmpeg.py": "print(1)\n"}
    assert [name for _, name, _, _ in sighted(tmp_path, sightings, files)] == ["ffmpeg"]


def test_a_wrong_example_is_only_an_example(tmp_path):
    assert names(tmp_path, sightings, "Never do this:\n\n```bash\nrsync -a / x\n```\n") == {("rsync", "example")}


def test_launchers_and_what_they_start():
    assert [(name, manner) for name, manner, *_ in programs_in("sudo docker ps", "use")] == [
        ("sudo", "alternative"),
        ("docker", "use"),
    ]
    assert [name for name, *_ in programs_in("mpirun -np 4 python sim.py", "use")] == ["mpirun", "python3"]
    # what npx fetches is a package, and uv finds the interpreter itself
    assert [name for name, *_ in programs_in("npx cowsay hi; uv run a.py", "use")] == ["npx", "uv"]


def test_package_managers_are_ways_to_the_programs_that_they_install():
    found = list(programs_in("brew install --cask poppler\napt-get install -y jq libssl-dev", "use"))
    assert [(name, manner) for name, manner, *_ in found] == [
        ("brew", "alternative"),
        ("pdftotext", "install"),
        ("pdftoppm", "install"),
        ("apt-get", "alternative"),
        ("jq", "install"),
    ]


def test_installers_of_packages_are_needed_for_what_else_they_do_and_one_way_to_install():
    assert [(name, manner) for name, manner, *_ in programs_in("pip install rich\nnpm i x\nnpm test", "use")] == [
        ("pip", "alternative"),
        ("npm", "alternative"),
        ("npm", "use"),
    ]
    assert [(name, manner) for name, manner, *_ in programs_in("uv pip install rich", "use")] == [
        ("uv", "alternative")
    ]


def test_asking_whether_a_program_is_there():
    assert [(name, manner) for name, manner, *_ in programs_in("if command -v jq; then :; fi", "use")] == [
        ("jq", "guarded")
    ]
    assert [(name, manner) for name, manner, *_ in programs_in("command -v jq || exit 1", "use")] == [("jq", "use")]
    assert [(name, manner) for name, manner, *_ in programs_in("which gh", "use")] == [("gh", "guarded")]


def test_a_name_on_no_list_counts_where_it_is_used_often(tmp_path):
    often = "```bash\nfrob init\nfrob plan -x\nfrob apply\nwobble it\ncreate a\ncreate b\ncreate c\n```\n"
    assert names(tmp_path, sightings, often) == {("frob", "use")}


def test_a_package_that_brings_the_program_is_the_need(tmp_path):
    # those of Python have a finder of their own
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD + "```bash\neslint x.js && pytest -q\n```\n"})
    assert [(kind, name) for kind, name, _, _ in found] == [("node", "eslint")]


def test_a_language_that_one_program_reads(tmp_path):
    assert names(tmp_path, sightings, '```hcl\nresource "x_y" "z" {}\n```\n') == {("terraform", "use")}


def test_places_in_texts_that_are_not_ascii(tmp_path):
    body = '```bash\necho "größer — 日本"\njq . x\n```\n'
    assert sighted(tmp_path, sightings, {"SKILL.md": HEAD + body}) == [("system", "jq", "use", 8)]


def test_one_command_with_an_option_and_a_file_is_enough(tmp_path):
    assert names(tmp_path, sightings, "```bash\nfrobnize -m 25 all.bed sizes\n```\n") == {("frobnize", "use")}
    assert names(tmp_path, sightings, "```bash\nfrobnize the whole thing\n```\n") == set()
    assert names(tmp_path, sightings, "```bash\nfrobnize --version  # 2 or newer\n```\n") == {("frobnize", "use")}
    assert names(tmp_path, sightings, "```\nfrobnize --version\n```\n") == set()


def test_blocks_in_the_language_of_a_program(tmp_path):
    compose = "```yaml\nservices:\n  web:\n    image: nginx\n```\n"
    assert names(tmp_path / "a", sightings, compose) == {("docker", "example")}
    assert names(tmp_path / "b", sightings, "```yaml\nservices: 3\n```\n") == set()
    assert names(tmp_path / "c", sightings, "```r\nlibrary(ggplot2)\n```\n") == {("R", "alternative")}
    shell = "```powershell\nGet-Item x\n```\n"
    assert names(tmp_path / "d", sightings, shell) == {("powershell", "alternative")}
    # beside as much for another shell it is one of two ways
    assert ("powershell", "alternative") not in names(tmp_path / "e", sightings, shell + "```bash\nls x\n```\n")


def test_what_install_lines_need(tmp_path):
    body = "```bash\npip install git+https://github.com/a/b.git\n```\n"
    assert ("git", "alternative") in names(tmp_path / "a", sightings, body)
    assert ("pip", "alternative") in names(tmp_path / "b", sightings, "```bash\npip install -r needs.txt\n```\n")
    assert names(tmp_path / "c", sightings, "```text\npip install rich\n```\n") == set()
    # uv is a way to install wherever the line stands
    shown = "```python\n# uv pip install rich\nimport rich\n```\n"
    assert names(tmp_path / "d", sightings, shown) == {("uv", "alternative")}
    fetched = "```text\n  uvx --from git+https://github.com/a/b b-add\n```\n"
    assert names(tmp_path / "e", sightings, fetched) == {("git", "alternative"), ("uvx", "alternative")}


def test_a_line_of_settings_runs_no_program(tmp_path):
    body = HEAD + '```bash\nwrangler deploy\nlinking = "DB"\n```\n\nRun:\n\n```bash\nlinking = 2\n```\n'
    assert "linking" not in {row[1] for row in sighted(tmp_path, sightings, {"SKILL.md": body})}


def test_a_sentence_in_a_block_runs_nothing(tmp_path):
    body = HEAD + "```bash\nmake sure it is there\nmake all\n```\n"
    assert [row[3] for row in sighted(tmp_path, sightings, {"SKILL.md": body})] == [8]


def test_pip_of_uv_is_no_pip(tmp_path):
    for number, (line, found) in enumerate((("uv pip install -r a.txt", ["uv"]), ("pip install -r a.txt", ["pip"]))):
        body = f"Do:\n\n```bash\n{line}\n```\n"
        assert sorted(name for name, _ in names(tmp_path / str(number), sightings, body)) == found


def test_a_line_of_commands_to_choose_from():
    found = programs_in("npm test / cargo test / go test ./...", "use")
    assert [(name, manner) for name, manner, *_ in found] == [("npm", "alternative")]
