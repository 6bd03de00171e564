import pytest

from skillrt.environment.finding.variables import sightings
from tests.environment.sighted import HEAD, names, sighted


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a.py", 'import os\nk = os.environ["ACME_KEY"]\n', {("ACME_KEY", "use")}),
        ("a.py", 'import os\nk = os.getenv("ACME_KEY")\n', {("ACME_KEY", "use")}),
        ("a.py", 'import os\nk = os.environ.get("ACME_TOKEN", "eu")\n', {("ACME_TOKEN", "optional")}),
        # of what a program gives itself, and no document tells, nobody need know
        ("a.py", 'import os\nk = os.environ.get("ACME_REGION", "eu")\n', set()),
        ("a.js", "if (process.env.ACME_PORT) use(process.env.ACME_PORT);\n", set()),
        ("a.js", "const f = process.env.ACME_TOKEN ? 1 : 2;\n", {("ACME_TOKEN", "guarded")}),
        ("a.py", 'import os\nk = os.environ.get("ACME_KEY", "")\n', {("ACME_KEY", "use")}),
        ("a.js", "const k = process.env.ACME_KEY;\n", {("ACME_KEY", "use")}),
        ("a.js", "const k = process.env['ACME_TOKEN'] ?? '80';\n", {("ACME_TOKEN", "optional")}),
        ("a.sh", 'curl -H "$ACME_KEY" x\n', {("ACME_KEY", "use")}),
        ("a.sh", 'D="${ACME_DIR:-/tmp}"\n', {("ACME_DIR", "optional")}),
        ("a.sh", 'ACME_DIR="${ACME_DIR:-/tmp}"\n', {("ACME_DIR", "optional")}),
        ("a.sh", 'declare -A ACME_TOOLS\nACME_TOOLS["$1"]=ok\necho ${ACME_TOOLS[a]}\n', set()),
        ("a.sh", "# usage: x $ACME_JSON\nFOO_BAR=1\necho $FOO_BAR $HOME\nread -r LINE_IN\necho $LINE_IN\n", set()),
        (
            "a.sh",
            "read -rp \"Key: \" ACME_KEY\nread -s -p 'Word' ACME_PASSWORD\necho $ACME_KEY$ACME_PASSWORD\n",
            set(),
        ),
        (".env.example", "ACME_KEY=\n# note\nACME_URL=x\n", {("ACME_KEY", "declare"), ("ACME_URL", "declare")}),
    ],
)
def test_what_files_read(tmp_path, file, text, expected):
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD, file: text})
    assert {(name, manner) for _, name, manner, _ in found} == expected


def test_what_one_program_of_the_skill_sets_for_another(tmp_path):
    start = 'ACME_PORT=80 ACME_HOST="$1" node server.js\n'
    server = "const a = process.env.ACME_PORT, b = process.env.ACME_HOST, c = process.env.ACME_TOKEN;\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD, "start.sh": start, "server.js": server})
    assert [name for _, name, _, _ in found] == ["ACME_TOKEN"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```bash\nexport ACME_KEY=abc\n```\n", {("ACME_KEY", "use")}),
        ('```bash\nexport ACME_TOOL="$HOME/x"\n"$ACME_TOOL" go\n```\n', set()),
        ("```powershell\n$env:ACME_KEY = 'abc'\n```\n", {("ACME_KEY", "use")}),
        ("```env\nACME_KEY=abc\n```\n", {("ACME_KEY", "use")}),
        ("```\nACME_KEY=abc\nACME_ID=x # mine\n```\n", {("ACME_KEY", "use"), ("ACME_ID", "use")}),
        ("```\nREVENUE = units x price\n```\n", set()),
        ("Set `ACME_KEY` before you begin.\n", {("ACME_KEY", "use")}),
        (
            "```bash\nACME_URL=https://x ACME_MODE=fast frob run\n```\n",
            {("ACME_URL", "use"), ("ACME_MODE", "optional")},
        ),
        ("```bash\nACME_URL=$(frob url) \nLC_ALL=C sort x\nACME_FAST=1 frob run\n```\n", set()),
        ("If `ACME_MODE` is not set, it asks.\n", {("ACME_MODE", "use")}),
        (
            "If `ACME_MODE` is set, `ACME_TEAM` counts, not `MAX_SIZE`.\n",
            {("ACME_MODE", "use"), ("ACME_TEAM", "use")},
        ),
        ("The environment variables `ACME_A_B` and `ACME_C_D` are cleared.\n", set()),
        ("Prefer setting `ACME_MAIL` in your system environment.\n", {("ACME_MAIL", "use")}),
        ("The environment variable `ACME_REGION` (default: eu).\n", {("ACME_REGION", "optional")}),
        (
            "## Environment Variables\n\n- `ACMECONFIG` — where it is\n\nThe kind `ACMEKIND`.\n",
            {("ACMECONFIG", "use")},
        ),
        ("## Kinds\n\n- `ACMEKIND` — a kind\n", set()),
        ("Set optional credentials in ACME_TOKEN.\n", {("ACME_TOKEN", "optional")}),
        ("The constant `MAX_RETRIES` is 3. Set `YOUR_API_KEY`.\n", set()),
        ('```yaml\ntoken: "${{ secrets.ACME_TOKEN }}"\n```\n', {("ACME_TOKEN", "example")}),
        ('```json\n{"command": "$CLAUDE_PROJECT_DIR/x.sh"}\n```\n', {("CLAUDE_PROJECT_DIR", "optional")}),
        (
            "```bash\nexport ACME_TRACE=true\nexport ACME_JDK=17  # new\nexport ACME_KEY=abc\n```",
            {("ACME_KEY", "use")},
        ),
        ('```\nACME_PATH="<where it is>"\nACME_STAGE="$HOME/stage/${NAME}"\n```', set()),
        ("```\nACME_APP_PORT=3010\nACME_DB_PORT=5442\n```", set()),
    ],
)
def test_what_the_text_asks_for(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


def test_a_file_of_settings_that_a_block_writes_sets_nothing(tmp_path):
    write = "```bash\ncat > ~/.acme/.env << 'EOF'\nACME_KEY=\nEOF\nACME_PORT=80\n```\n"
    read = "import os\na = os.environ.get('ACME_KEY'), os.environ.get('ACME_PORT')\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": f"{HEAD}\n{write}", "run.py": read})
    assert [name for _, name, _, _ in found] == ["ACME_KEY"]


def test_a_shell_block_of_settings_alone_asks_for_them(tmp_path):
    body = "```bash\n# .env\nACME_KEY=abc:def\n```\n\n```js\nstart(process.env.ACME_KEY);\n```\n"
    found = sighted(tmp_path, sightings, {"SKILL.md": f"{HEAD}\n{body}"})
    assert [name for _, name, _, _ in found] == ["ACME_KEY"]


def test_metadata(tmp_path):
    head = (
        "---\nname: a\ndescription: b\n"
        'metadata: {"clawdbot": {"requires": {"env": ["ACME_KEY"]}, "primaryEnv": "ACME_ID"}}\n---\n\nT.\n'
    )
    found = sighted(tmp_path, sightings, {"SKILL.md": head})
    assert [(name, manner, line) for _, name, manner, line in found] == [
        ("ACME_KEY", "declare", 4),
        ("ACME_ID", "declare", 4),
    ]


def test_secrets_of_pipelines_count_in_the_instructions_alone(tmp_path):
    shown = "```yaml\nenv:\n  KEY: ${{ secrets.ACME_KEY }}\n```\n"
    assert sighted(tmp_path / "a", sightings, {"SKILL.md": HEAD + shown}) == [("env", "ACME_KEY", "example", 8)]
    assert sighted(tmp_path / "b", sightings, {"SKILL.md": HEAD, "references/ci.md": "# CI\n\n" + shown}) == []


def test_a_code_span_called_like_a_secret_needs_no_word_beside_it(tmp_path):
    body = "| source | variable |\n|---|---|\n| Weather | `WEATHER_API_KEY` |\n| Mode | `WEATHER_MODE` |\n"
    assert names(tmp_path, sightings, body) == {("WEATHER_API_KEY", "use")}


def test_what_a_script_sets_for_itself_first_is_not_read(tmp_path):
    text = "#!/bin/bash\nSIZE_BYTES=$(du x)\nSIZE_BYTES=${SIZE_BYTES:-0}\nMODE_NAME=${MODE_NAME:-fast}\n"
    assert names(tmp_path, sightings, "", a_dot_sh=text) == {("MODE_NAME", "optional")}


def test_a_block_that_has_a_default_for_a_variable_reads_it(tmp_path):
    body = 'Do:\n\n```bash\nDIR="${MAESTRO_PLANNING_DIR:-docs}"\nmkdir "$DIR"\n```\n'
    assert names(tmp_path, sightings, body) == {("MAESTRO_PLANNING_DIR", "optional")}


def test_what_the_agent_sets_is_not_asked_of_the_user(tmp_path):
    body = '- **tmp**: Set `OUTPUT_DIR="$PWD/tmp"`\n- **other**: set `OUTPUT_DIR` to what was answered\n'
    assert names(tmp_path / "a", sightings, body) == set()
    switch = "Set `ACME_NO_CACHE=1` in the environment to fetch anew.\n"
    assert names(tmp_path / "b", sightings, switch) == {("ACME_NO_CACHE", "optional")}
