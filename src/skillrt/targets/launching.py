"""How a harness is started without a person at it, and how its output is read: the `[launch]` table of a descriptor.

In arguments, variables and configuration files these words are filled in: `{prompt}`, `{model}` (in the harness's own
form), `{plain_model}` (as the user gave it), `{folder}` (the workspace), `{configuration}` (the folder of its
configuration), `{base_url}` and `{key}` (where and with what it reaches the gateway), `{dialect}` (what the harness
calls the dialect that it is to speak), `{provider}` (in a native run: the first part of the model's name),
`{own_file}` and `{own_folder}` (in a native run: the user's own configuration), `{server}`, `{server_command}`,
`{server_script}`, `{server_folder}` (an MCP server for it to start: its name, the Python that runs it, its program,
the folder that it is given).
"""

from typing import Literal

import msgspec


class ConfigurationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to write before the start: `path` below the configuration folder, `template` a file beside the
    descriptor, `unattended` a JSON file whose members are laid over it in unattended mode.

    In templates words stand between two `@`. The texts are filled in by whoever reads the descriptor.
    """

    path: str
    template: str
    unattended: str = ""
    text: str = ""
    unattended_text: str = ""


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to take from an event of the output, or from the one object that it is, where all of `when` holds.

    Paths are keys joined by `.`; `*` goes through a list. `when` maps a path to the JSON value that must stand
    there. `text` is what the agent says: it replaces what was said before, or is added where `joins`. `usage` maps
    fields of `Usage` to the paths whose sum they are; `adds` sums over events. `call` names a tool that is being
    called. `exit` is the status of a command and `call_id` the id of its call, where the harness does not tell the
    model. What a harness says of the cost is not taken: it knows its own prices at best, whatever model answers.
    `error` is why the run failed; text that comes later takes it back.
    """

    when: dict[str, str | bool | int] = {}
    text: str = ""
    joins: bool = False
    usage: dict[str, tuple[str, ...]] = {}
    adds: bool = False
    call: str = ""
    call_id: str = ""
    exit: str = ""
    error: str = ""


class Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the harness writes to standard output: one JSON object, one a line, or plain text."""

    form: Literal["json", "json-lines", "text"] = "text"
    readings: tuple[Reading, ...] = ()


class NativeProvider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a harness speaks to a provider, and the provider's base URL that it would have used."""

    dialect: str
    upstream: str


class Native(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the user's own installation is pointed to the gateway, its configuration and login left as they are.

    Empty where that is not known: it then runs past the gateway. `dialect` and `upstream` are what it speaks then and
    the provider's base URL that it would have used; where the model's name begins with a provider (`openai/gpt-5`),
    `providers` has them by it, and with any other provider it runs past. `base_arguments` stand in the place of those
    of a managed run. `files` are written to a folder of the run. `own_file` are the places of the user's own
    configuration, with `~` and `$NAME`, the first that is there counts; where none is, `{own_file}` is `own.json`
    in the folder of the run.
    """

    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    upstream: str = ""
    dialect: str = ""
    base_arguments: tuple[str, ...] = ()
    files: tuple[ConfigurationFile, ...] = ()
    own_file: tuple[str, ...] = ()
    providers: dict[str, NativeProvider] = {}

    def provider_of(self, model: str) -> NativeProvider | None:
        """Where its requests for this model go, None where they cannot be led to the gateway."""
        if self.providers:
            return self.providers.get(model.partition("/")[0])
        return NativeProvider(self.dialect, self.upstream) if self.environment or self.arguments else None


class McpServers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a managed run gives it an MCP server that it starts itself: by arguments, by a JSON file, or both.

    `file` is written as others are; its members are laid over those of the file with the same path, where there is
    one. `tool` is what it calls a tool then, with `{server}` and `{tool}`. `support` empty: not known; `none`: it has
    no MCP servers. `note` says more.
    """

    support: Literal["", "none", "stdio"] = ""
    date: str = ""
    source: str = ""
    arguments: tuple[str, ...] = ()
    file: ConfigurationFile | None = None
    tool: str = "{tool}"
    note: str = ""


class Launch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to start it. Empty `arguments` (and not `in_process`): not known. `in_process`: SkillRT's own agent, or the
    task alone as one question to the model.

    `unattended_*` make it ask nobody for permission. `home` is the variable that names the folder of its
    configuration, `skills` where skills lie in that folder. `without` are variables taken away, because they would
    lead it elsewhere. `base_urls` maps the dialects that it speaks, the best first, to the form of its base URL, with
    `{gateway}` for the gateway's; `dialects` maps them to its own word. `statuses` are exit statuses with a meaning.
    `client_timeout` is how many seconds it waits for an answer to begin or go on before it gives up (0: unknown).
    """

    arguments: tuple[str, ...] = ()
    unattended_arguments: tuple[str, ...] = ()
    prompt_on_stdin: bool = False
    in_process: Literal["", "agent", "question"] = ""
    home: str = ""
    skills: str = "skills"
    model: str = "{model}"
    environment: dict[str, str] = {}
    unattended_environment: dict[str, str] = {}
    without: tuple[str, ...] = ()
    base_urls: dict[str, str] = {}
    dialects: dict[str, str] = {}
    files: tuple[ConfigurationFile, ...] = ()
    native: Native = Native()
    output: Output = Output()
    statuses: dict[str, str] = {}
    mcp: McpServers = McpServers()
    client_timeout: float = 0.0
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the harness can be started and pointed to a gateway."""
        return bool(self.in_process or self.arguments) and bool(self.base_urls)
