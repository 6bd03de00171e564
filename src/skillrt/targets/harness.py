"""What is known of a harness: a frozen, typed descriptor, read from TOML. See `harnesses/*.toml`.

Everything that differs between harnesses stands in these files; code asks the descriptor and never the name.
"""

from typing import Final, Literal

import msgspec

from skillrt.targets.launching import Launch
from skillrt.targets.traffic import Traffic
from skillrt.targets.vocabulary import operations

_HANDED_OVER: Final = "skill.md"  # in lower case


class Tool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool that the harness offers to the model.

    `operation` is one of `operations.toml`; `arguments` maps the operation's neutral argument names to the tool's
    own. `aliases` are names that the tool had or that stand for close variants of it. A `deferred` tool is not in the
    first request; its argument names are often not known.
    """

    name: str
    operation: str
    arguments: dict[str, str] = {}
    aliases: tuple[str, ...] = ()
    does: str = ""
    deferred: bool = False


class Variable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Text that the harness puts something in place of, or sets in the environment.

    `text` is a bare environment name (`CLAUDE_SKILL_DIR`, written `$X` or `${X}`) or the text as it stands
    (`{baseDir}`).
    """

    text: str
    meaning: str

    @property
    def is_name(self) -> bool:
        """Whether `text` is the name of an environment variable."""
        return self.text.replace("_", "").isalnum()


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A front-matter key beyond the Agent Skills specification that the harness heeds."""

    key: str
    effect: Literal["behaviour", "information"]
    meaning: str


class Location(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A path of the harness: relative to the project, or with `~` or a variable in front."""

    path: str
    meaning: str


class SubAgent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of sub-agent that the harness ships."""

    name: str
    meaning: str


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The harness's program. How it is started is said by `Launch`.

    `keys` are the environment variables that hold API keys. `needs` are other programs that it must find on PATH;
    `install` is the command that installs it where that is not `npm install -g PACKAGE`.
    """

    names: tuple[str, ...] = ()
    version_arguments: tuple[str, ...] = ("--version",)
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    package: str = ""
    install: str = ""
    runtime: str = ""
    dialects: tuple[str, ...] = ()
    model_form: str = ""


class SkillFolders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the harness finds skills (first folder: where `install` puts them) and how it hands them to the model.

    `invoke` is what a user types to start the skill `{name}`; empty where the harness has no such form.
    `body` says how the text reaches the model. None: not known. `listing_budget` is in characters, 0: not known.
    `loads_with` are codes of findings that break the specification and with which it loads a skill all the same.
    """

    project: tuple[str, ...]
    user: tuple[str, ...]
    symlinks: bool | None = None
    nested: bool | None = None
    nested_note: str = ""
    invoke: str = ""
    body: Literal["tool", "read", "shell", "unknown"] = "unknown"
    strips_front_matter: bool | None = None
    announces_folder: bool | None = None
    listing: str = ""
    listing_budget: int = 0
    loads_with: tuple[str, ...] = ()


class Volatile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Text of its requests that differs between two runs of the same task: a regular expression, and what it is."""

    name: str
    pattern: str


class Parallel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What runs at the same time."""

    tool_calls: Literal["concurrent", "sequential", "unknown"] = "unknown"
    sub_agents: Literal["background", "blocking", "none", "unknown"] = "unknown"
    note: str = ""


class Syntax(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the harness expands or understands in a skill's text: `$1`, commands in `!`...``, files named `@path`,
    skills named with their plugin (`plugin:skill`)."""

    positional_arguments: bool = False
    injected_commands: bool = False
    file_includes: bool = False
    # whether its reader wants each front-matter value on one line, maps as JSON
    one_line_values: bool = False
    plugin_skills: bool = False
    # whether `allowed-tools` may narrow a tool to a pattern (`Bash(git:*)`)
    tool_patterns: bool = False


class Harness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One harness. `observed` says whether it was run; else everything comes from the documentation in `sources`.

    `products` are names that mean this product and nothing else, `loose_products` names that mean other things too.
    `roots` are folders that belong to it; `metadata_files` files of a skill that only it reads, `metadata_keys` keys
    that it reads below `metadata` in a front matter and in `package.json`; `output_lines` words that it looks for in
    the answer. `unknown` lists what nobody has checked.
    """

    name: str
    title: str
    date: str
    sources: tuple[str, ...]
    skills: SkillFolders
    observed: bool = False
    version: str = ""
    unknown: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    loose_products: tuple[str, ...] = ()
    model_words: tuple[str, ...] = ()
    model_prefixes: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    command_words: tuple[str, ...] = ()
    environment_prefixes: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    metadata_files: tuple[str, ...] = ()
    metadata_keys: tuple[str, ...] = ()
    output_lines: tuple[str, ...] = ()
    tool_prefixes: tuple[str, ...] = ()
    program: Program = Program()
    traffic: Traffic = Traffic()
    launch: Launch = Launch()
    parallel: Parallel = Parallel()
    syntax: Syntax = Syntax()
    tools: tuple[Tool, ...] = ()
    variables: tuple[Variable, ...] = ()
    front_matter: tuple[Key, ...] = ()
    agents: tuple[SubAgent, ...] = ()
    places: tuple[Location, ...] = ()
    volatile: tuple[Volatile, ...] = ()

    @property
    def own_folders(self) -> frozenset[str]:
        """Names of folders in a workspace that are the harness's own, and no part of a task."""
        named = (*self.skills.project, *self.roots)
        return frozenset(path.partition("/")[0] for path in named if path.startswith("."))

    def tool_for(self, operation: str) -> Tool | None:
        """The tool that does `operation`, those of the first request first; else one that does what is like it."""
        found = [tool for tool in self.tools if tool.operation == operation]
        known = operations().get(operation)
        if not found and known and known.like:
            return self.tool_for(known.like)
        return min(found, key=lambda tool: tool.deferred, default=None)

    def near_tool(self, operation: str) -> Tool | None:
        """The tool that does `operation` in another way, such as a patch for an edit; perhaps not always offered."""
        known = operations().get(operation)
        return self.tool_for(known.near) if known and known.near else None

    def tool(self, name: str) -> Tool | None:
        """The tool called `name`, or that has it as an alias."""
        return next((tool for tool in self.tools if tool.name == name or name in tool.aliases), None)

    def variable_for(self, meaning: str) -> Variable | None:
        """The variable with this meaning."""
        return next((item for item in self.variables if item.meaning == meaning), None)

    def skill_folder_in(self, file: str) -> Variable | None:
        """The variable for the skill's folder that is filled in where the skill's `file` has it: harnesses do so with
        the text of SKILL.md, which they hand over; any other file is read as it is."""
        return self.variable_for("skill.dir") if file.casefold() == _HANDED_OVER else None

    def place_for(self, meaning: str) -> Location | None:
        """The first path with this meaning."""
        return next((item for item in self.places if item.meaning == meaning), None)

    def agent_for(self, meaning: str) -> SubAgent | None:
        """The first sub-agent type with this meaning."""
        return next((item for item in self.agents if item.meaning == meaning), None)

    def heeds(self, key: str) -> Key | None:
        """The front-matter key, where the harness knows it."""
        return next((item for item in self.front_matter if item.key == key), None)
