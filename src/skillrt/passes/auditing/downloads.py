"""Files that commands fetch or decode, and then run: what was compared with a checksum is let go."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from skillrt.code import Command, Program
from skillrt.passes.auditing.patterns import host_of, is_installer, patterns
from skillrt.passes.auditing.scene import Unit
from skillrt.passes.auditing.shell_commands import Verdict

DECODES: Final = re.compile(
    r"\b(?:base64\s+(?:-di?|-D|--decode)|printf\s+['\"]?(?:\\+x[0-9a-fA-F]{2}){4}|xxd\s+-r|openssl\s+(?:enc\s+)?(?:-d\s+-base64|base64\s+-d)|b64decode|atob)"
)
_BARE_URL: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}/\S{0,200}\Z", re.I)
_OUTPUTS: Final = ("-o", "--output", "-O", "--output-document", "-OutFile", "--out")
_DECODED: Final = "decoded"
Ready = tuple[Command, Program]


def is_fetch(program: Program) -> bool:
    """Whether a program fetches from the network."""
    return program.name.text.rpartition("/")[2] in patterns().programs.fetch


def url_of(command: Command) -> str:
    """The first word of a command that is an address, with or without scheme."""
    for word in command.words[1:]:
        if "://" in word.text or _BARE_URL.match(word.text):
            return word.text
    return ""


def _forget_checked(words: list[str], source: tuple[Ready, ...], downloads: dict[str, str]) -> None:
    """Drop the files that a checksum or a signature is compared for; a check of something else excuses nothing."""
    told = " ".join((*words, *(words_of(item, "") for item, _ in source)))
    sums = [word for word in words if re.search(r"sum|sha\d|\.(?:asc|sig|minisig)\b", word.rpartition("/")[2], re.I)]
    for name, url in list(downloads.items()):
        folder = url.rpartition("/")[0]
        beside = any(folder and downloads.get(_bare(word), "").startswith(folder) for word in sums)
        if name.rpartition("/")[2] in told or beside:
            downloads.pop(name, None)


def track_downloads(
    command: Command, program: Program, source: tuple[Ready, ...], downloads: dict[str, str], unit: Unit
) -> Iterator[Verdict]:
    """Keep track of files that were fetched, were checked, and are run."""
    name = program.name.text.rpartition("/")[2]
    words = [word.text for word in command.words]
    if words and words[0] == "sudo":
        words = words[1:]
    if is_fetch(program):
        target = _target(words, command)
        if target:
            downloads[_bare(target)] = url_of(command)
        return
    if name in patterns().programs.checks:
        _forget_checked(words, source, downloads)
        return
    if name in ("mv", "cp", "install") and len(words) > 2 and _bare(words[-2]) in downloads:
        downloads[_bare(words[-1])] = downloads[_bare(words[-2])]
        return
    yield from _runs_download(command, program, downloads, unit)
    _keep(command, program, source, downloads)


def _keep(command: Command, program: Program, source: tuple[Ready, ...], downloads: dict[str, str]) -> None:
    """Note the file at the end of a pipe that holds what was fetched or decoded."""
    written = _written(command, program)
    if written and any(is_fetch(found) for _, found in source):
        downloads[_bare(written)] = next((url_of(item) for item, found in source if is_fetch(found)), "")
    elif written and DECODES.search(" ".join((words_of(command, ""), *(words_of(item, "") for item, _ in source)))):
        downloads[_bare(written)] = _DECODED


def _runs_download(command: Command, program: Program, downloads: dict[str, str], unit: Unit) -> Iterator[Verdict]:
    run = _what_runs(command, program)
    if not run or _bare(run) not in downloads:
        return
    url = downloads[_bare(run)]
    if url == _DECODED:
        yield "audit.encoded-payload", f"`{run[:80]}` holds text that was decoded, and is run"
    elif url and is_installer(url) and unit.kind == "document":
        yield "audit.remote-installer", f"the installer of `{host_of(url)}` is run, unseen"
    else:
        yield "audit.download-run", f"`{run[:80]}` was fetched from the network and is run, unchecked"


def _what_runs(command: Command, program: Program) -> str:
    """The file that a command runs: a script, itself, what it reads, what it sources; '' for any other command."""
    fed = next((item.target.text for item in command.redirects if item.operator == "<"), "")
    if fed and program.interpreter and program.script is None and program.code is None:
        return fed
    if program.name.text in (".", "source") and len(command.words) > 1:
        return command.words[1].text
    if program.script is not None:
        return program.script.text
    return program.name.text if program.direct else ""


def _written(command: Command, program: Program) -> str:
    """The file that a command at the end of a pipe writes."""
    if program.name.text.rpartition("/")[2] == "tee" and len(program.arguments) == 1:
        return program.arguments[0].text
    return next((item.target.text for item in command.redirects if item.operator in (">", ">|")), "")


def _target(words: list[str], command: Command) -> str:
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word in _OUTPUTS and after and not after.startswith("-") and (word != "-O" or words[0] != "curl"):
            return after
        if re.fullmatch(r"-[a-zA-Z]*o", word) and words[0] in ("curl", "sudo") and after:
            return after
        if word.startswith(("--output=", "--output-document=")):
            return word.partition("=")[2]
    for item in command.redirects:
        if item.operator in (">", ">|"):
            return item.target.text
    plain = words[0] == "wget" or "-O" in words or any(re.fullmatch(r"-[a-zA-Z]*O", word) for word in words)
    url = url_of(command)
    folder = next((f"{after.rstrip('/')}/" for word, after in pairwise(words) if word == "-P"), "")
    return folder + url.partition("?")[0].rstrip("/").rpartition("/")[2] if plain and url else ""


def _bare(path: str) -> str:
    return path.strip("\"'").removeprefix("./")


def words_of(command: Command, text: str) -> str:
    """The words of a command, or its text where it has none."""
    return " ".join(word.text for word in command.words) or text[command.start : command.end]


def short(command: Command) -> str:
    """A command as a message shows it."""
    text = " ".join(word.text for word in command.words)
    return text if len(text) <= 60 else f"{text[:57]}..."
