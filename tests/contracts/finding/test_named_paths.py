from pathlib import Path

from tests.contracts.locking import drift, facts_of, named, shell, skill, told


def test_paths_of_the_home_folder_and_files_of_secrets(tmp_path: Path):
    body = "Read `~/.env`, `.env.local` and ~/.tool/config.json, no `x/~/y`, `process.env`, `a.env.b`.\n\n"
    files: dict[str, str | bytes] = {
        "SKILL.md": skill(body + shell("cat $HOME/.aws/credentials")),
        "run.sh": "#!/bin/sh\ncat ~/.netrc\n",
        "a.py": 'from pathlib import Path\n\nDB = Path.home() / ".tool" / "a/b.db"\n',
    }
    rows = facts_of(tmp_path, files)
    assert named(rows, "path", "path") == [
        ".env.local", "~/.aws/credentials", "~/.env", "~/.netrc", "~/.tool/a/b.db", "~/.tool/config.json",
    ]  # fmt: skip


def test_a_path_that_comes_is_a_note_and_one_that_is_written_is_told_by_that(tmp_path: Path):
    body = "Then read `~/.tool/a.json`. " + shell("echo x > ~/.zshrc")
    found = told(drift(tmp_path, {"a/SKILL.md": skill("Do.")}, {"a/SKILL.md": skill(body)}))
    assert [message for code, message in found if code == "lock.path-named"] == [
        "now names the path `~/.tool/a.json`"
    ]


def test_paths_of_the_home_folder_as_windows_has_them(tmp_path: Path):
    body = "Look in `%APPDATA%\\Code\\User\\storage\\` and `$env:USERPROFILE\\.tool`; `%APPDATA%` alone is none."
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "path", "path") == ["$env:USERPROFILE/.tool", "%APPDATA%/Code/User/storage"]


def test_paths_of_one_machine(tmp_path: Path):
    body = (
        "Route to `C:\\wamp64\\www\\rules` and read /home/ann/data/a.json, `/etc/tool/a.conf`; not `/home/user/x`, "
        "`/home/a.jsp`, https://a.io/home/b/c, `/path/to/x` `/home/.../a.json` or `/api/etc`.\n"
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill(body), "tests/test_a.py": 'X = "/opt/sample/a"\n'})
    assert named(rows, "path", "path") == ["/etc/tool/a.conf", "/home/ann/data/a.json", "C:/wamp64/www/rules"]


def test_a_folder_of_windows_has_blanks_in_its_name(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill("It is `C:\\Program Files (x86)\\Tool\\tool.exe`.")})
    assert named(rows, "path", "path") == ["C:/Program Files (x86)/Tool/tool.exe"]


def test_patterns_samples_of_tests_and_stand_ins_are_none(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("Run it on `~/path/to/book.pdf` or `~/your-notes/a.md`."),
        "references/torn.md": "Start it:```bashmkdir -p ~/wahadocker run x```\n",
        "scan.py": 'import re\n\nSECRETS = re.compile(r"(?:\\.env\\b|token)")\n',
        "tests/test_scan.py": 'TEXT = "Upload the .env and ~/.netrc"\n',
    }
    assert named(facts_of(tmp_path, files), "path", "path") == []


def test_what_programs_look_for_by_a_pattern_and_have_for_values(tmp_path: Path):
    code = """\
PLACES = [Path("/home/user/tool-skills"), "/home/you/data"]
found = glob.glob("/dev/ttyACM*") + glob("out/*.md")
p.add_argument("--x", help="for example", metavar="/home/user/help")
print("/home/username/shown")
# "/home/user/comment"
"""
    files: dict[str, str | bytes] = {"SKILL.md": skill("Not `/home/user/prose`."), "scripts/a.py": code}
    assert named(facts_of(tmp_path, files), "path", "path") == [
        "/dev/ttyACM*", "/home/user/tool-skills", "/home/you/data",
    ]  # fmt: skip


def test_aliases_of_bundlers_and_paths_of_other_machines_are_none(tmp_path: Path):
    code = "```js\nimport a from '~/widgets/a.vue'\nconst css = '~/assets/a.css'\nconst key = '~/.tool/key'\n```\n"
    copies = shell("rsync -a box:~/data .", "scp a ann@box:~/b")
    body = f"{code}\nLook at `~/widgets/b.vue` and `~/notes/a.md`.\n\n{copies}"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "path", "path") == ["~/.tool/key", "~/notes/a.md"]
