"""A skill that a small model gets in another variant, installed for a large one."""

import json
from pathlib import Path

from skillrt.compiler import CompileOptions
from skillrt.frontend import discover
from skillrt.gateway.loading import Loading
from skillrt.harness import install
from skillrt.runs.skills import prepare
from skillrt.targets import Harness, shipped_harnesses
from skillrt.targets.target import parse_target
from skillrt.wire.exchange import Dialect, Message, Request, Settings, Text, ToolCall, ToolResult, ToolSpec

LARGE = "anthropic/claude-opus-4.6"
SMALL = "qwen/qwen3.5-9b"
NAME = "train-times"
BODY = """# Trains

The base URL of the interface is `https://trains.example/api`.

When does a train leave?

```http
GET /stations/{station}/departures?limit=10
Accept: application/json
```

Then run `python3 scripts/note.py STATION`. Never ask twice.
"""
TEXT = f"---\nname: {NAME}\ndescription: When trains leave. Use when somebody asks for a train.\n---\n\n{BODY}"
FETCH = "scripts/skillrt/fetch.sh"


def source(folder: Path, text: str = TEXT) -> Path:
    """The skill on disk."""
    place = folder / NAME
    (place / "scripts").mkdir(parents=True)
    (place / "SKILL.md").write_text(text)
    (place / "scripts/note.py").write_text("import sys\nprint('NOTED', *sys.argv[1:])\n")
    return place


class Here:
    """The skill installed for a harness and the large model below `folder`."""

    def __init__(
        self,
        folder: Path,
        harness: str = "claude-code",
        text: str = TEXT,
        place: str = "installed",
    ) -> None:
        harnesses = shipped_harnesses()
        self.harnesses = harnesses
        self.harness: Harness = harnesses[harness]
        self.data = folder / "data"
        target = parse_target(f"{LARGE}@{harness}")
        options = CompileOptions(harnesses=harnesses)
        (self.prepared,) = prepare(discover([str(source(folder / "source", text))]), target, options, self.data)
        self.folder = install(self.prepared.folder, self.harness, folder / place).folder
        self.text = (self.folder / "SKILL.md").read_text()
        self.told: list[str] = []
        self.loading = Loading(self.data, self.told.append)
        self.loading.know([self.prepared], [self.folder], folder)

    @property
    def body(self) -> str:
        """The text without its front matter."""
        return self.text.partition("\n---\n")[2].strip()

    def laid(self) -> Path:
        """The folder of the variant for the small model."""
        (folder,) = (self.data / "loaded").glob(f"*/{NAME}")
        return folder


def history(here: Here, dialect: Dialect, model: str) -> Request:
    """A conversation in which the harness has loaded the skill in its own way, as it sends it."""
    harness, name = here.harness.name, ""
    place = str(here.folder / "SKILL.md")
    handed = here.body.replace("${CLAUDE_SKILL_DIR}", str(here.folder))
    after: tuple[Text, ...] = ()
    if harness == "claude-code":
        name, given, result = "Skill", {"skill": NAME}, f"Launching skill: {NAME}"
        after = (Text(text=f"Base directory for this skill: {here.folder}\n\n{handed}"),)
    elif harness == "codex":
        name, given = "exec_command", {"cmd": f"cat '{place}'"}
        result = f"Chunk ID: 1\nProcess exited with code 0\nOutput:\n{here.text}"
    elif harness == "pi":
        name, given, result = "read", {"path": place}, here.text
    else:
        name, given = "activate_skill", {"name": NAME}
        result = (
            f'<activated_skill name="{NAME}">\n  <instructions>\n    {handed}\n  </instructions>\n</activated_skill>'
        )
    signature = "skip_thought_signature_validator" if dialect == "gemini" else ""
    call = ToolCall(id="call_1", name=name, arguments=json.dumps(given), signature=signature)
    answer = ToolResult(call="call_1", name=name, content=(Text(text=result),))
    tools = Message(role="tool" if dialect in {"openai-chat", "openai-responses"} else "user", parts=(answer, *after))
    return Request(
        dialect=dialect,
        model=model,
        messages=(
            Message(role="user", parts=(Text(text="When does a train leave?"),)),
            Message(role="assistant", parts=(call,)),
            tools,
        ),
        tools=(ToolSpec(name=name, schema='{"type":"object"}'),),
        settings=Settings(max_tokens=100),
    )
