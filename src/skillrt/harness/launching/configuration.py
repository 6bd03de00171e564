"""Write the configuration that a harness gets in a managed run, below a folder of its own."""

import json
from pathlib import Path
from typing import cast

from skillrt.errors import Diagnostic, InputError, MachineError
from skillrt.harness.launching.words import Words, filled_template
from skillrt.store.files import is_inside
from skillrt.targets import Harness
from skillrt.targets.launching import ConfigurationFile


def write_configuration(
    harness: Harness, words: Words, *, unattended: bool, native: bool = False
) -> tuple[Path, ...]:
    """Write the files of the descriptor below `words.configuration`, which exists; returns them.

    They may hold the run's key and are readable by the user only. Raises InputError for a descriptor that cannot be
    used, MachineError where the machine cannot write.
    """
    written: list[Path] = []
    for item in harness.launch.native.files if native else _files(harness, words):
        if not is_inside(item.path):
            raise _bad(harness, f"its file `{item.path}` leaves the folder of its configuration")
        path = Path(words.configuration, item.path)
        text = configuration_text(harness, item, words, unattended=unattended)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        except OSError as error:
            message = f"`{path}` cannot be written: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        written.append(path)
    return tuple(written)


def configuration_text(harness: Harness, item: ConfigurationFile, words: Words, *, unattended: bool) -> str:
    """The text of one file, with what unattended mode and an MCP server add to it."""
    text = filled_template(item.text, words)
    server = _server_file(harness, words)
    added = [(item.unattended, item.unattended_text)] if unattended and item.unattended_text else []
    if server and server.path == item.path and server != item:
        added.append((server.template, server.text))
    for name, more in added:
        try:
            below, above = json.loads(text), json.loads(filled_template(more, words))
        except ValueError as error:
            raise _bad(harness, f"its template `{item.template}` or `{name}` is no JSON: {error}") from None
        text = json.dumps(_over(below, above), indent=2) + "\n"
    return text


def _files(harness: Harness, words: Words) -> tuple[ConfigurationFile, ...]:
    server, files = _server_file(harness, words), harness.launch.files
    return (*files, server) if server and server.path not in {item.path for item in files} else files


def _server_file(harness: Harness, words: Words) -> ConfigurationFile | None:
    return harness.launch.mcp.file if words.server else None


def _over(below: object, above: object) -> object:
    """`above` laid over `below`: members of objects one by one, else the upper value."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    lower, upper = cast("dict[str, object]", below), cast("dict[str, object]", above)
    return {**lower, **{key: _over(lower[key], upper[key]) if key in lower else upper[key] for key in upper}}


def _bad(harness: Harness, why: str) -> InputError:
    return InputError(Diagnostic.of("target.bad-descriptor", f"the descriptor of {harness.title}: {why}"))
