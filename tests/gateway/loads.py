"""A skill that a small model gets in another variant, installed for a large one."""

from pathlib import Path

from skillrt.compiler import CompileOptions
from skillrt.frontend import discover
from skillrt.gateway.loading import Loading
from skillrt.harness import install
from skillrt.runs.skills import prepare
from skillrt.targets import Harness, shipped_harnesses
from skillrt.targets.target import parse_target

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
    ) -> None:
        harnesses = shipped_harnesses()
        self.harness: Harness = harnesses[harness]
        self.data = folder / "data"
        target = parse_target(f"{LARGE}@{harness}")
        options = CompileOptions(harnesses=harnesses)
        (self.prepared,) = prepare(discover([str(source(folder / "source", text))]), target, options, self.data)
        self.folder = install(self.prepared.folder, self.harness, folder / "installed").folder
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
