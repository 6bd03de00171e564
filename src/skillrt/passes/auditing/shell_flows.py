"""What shell commands do together: pipes into interpreters, downloads that are run later, data that is sent."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, Program, commands, program_of
from skillrt.passes.auditing.downloads import DECODES, Ready, is_fetch, short, track_downloads, url_of, words_of
from skillrt.passes.auditing.hosts import Said, sends_astray
from skillrt.passes.auditing.patterns import (
    URL,
    has_public_address,
    host_of,
    is_example,
    is_installer,
    is_secret_path,
    patterns,
)
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_commands import Verdict, verdicts

_FETCH_INSIDE: Final = re.compile(r"\b(?:curl|wget|irm|iwr)\s")
_SENDING: Final = frozenset(
    {
        "-d",
        "--data",
        "--data-binary",
        "--data-raw",
        "--data-urlencode",
        "-F",
        "--form",
        "-T",
        "--upload-file",
        "--json",
    }
)
_CLUSTERED: Final = re.compile(r"-[a-zA-Z]{1,8}[dFT]\Z")
_SECRET_SOURCE: Final = re.compile(
    r"^(?:gh auth token|gcloud auth print|aws configure export|cat \S{0,200}(?:^|/|\s)?\.env\b)"
)
_PRINTED: Final = re.compile(r"(?:^|[\s;&])(\w{1,40})=[\"']?(\$\([^\n]{1,400})", re.M)
_KEPT: Final = re.compile(r"\$\{?(\w+)\}?")
_BODY_IS_SECRET: Final = re.compile(
    r"\$\((?:env|printenv|set|cat\s[^)]{0,80}(?:\.ssh|\.aws|\.netrc)[^)]{0,80})\s*\)|`(?:env|printenv)`"
)
_BODY_IS_FILE: Final = re.compile(r"(?:^|[\s=])@|\$\(|`|<\(|^-|/")
_DUMPS: Final = frozenset({"env", "printenv", "set", "export"})


def read_shell(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """Everything that the commands of a unit do. `downloads` are files fetched before, by the document's commands."""
    listed = [
        (command, program)
        for command in commands(unit.text, console=unit.language == "console")
        if (program := program_of(command))
    ]
    for command, code, message in shell_verdicts(listed, unit, named, downloads):
        start, end = unit.character(command.start), unit.character(command.end)
        if not unit.is_talk(start, code):
            yield Found(code, message, unit.place(start, max(end, start + 1)))


def shell_verdicts(
    listed: list[Ready], unit: Unit, named: Said, downloads: dict[str, str]
) -> Iterator[tuple[Command, str, str]]:
    """The commands of one text with what they do, alone and together."""
    kept = {
        name: word.text
        for command, _ in listed
        for word in command.assignments
        if (name := word.text.partition("=")[0]) and "$(" in word.text
    }
    kept.update(_bare_assignments(unit.text))
    for index, (command, program) in enumerate(listed):
        inner = _inside(command, kept)
        source = _upstream(listed, index)
        for code, message in (
            *verdicts(command, program, unit.text),
            *_runs_remote(command, program, source, inner, unit),
            *_sends(command, program, source, named),
        ):
            yield command, code, message
        yield from ((command, *item) for item in track_downloads(command, program, source, downloads, unit))
        if program.code is not None and program.language == "shell" and program.code.value:
            nested = [(item, found) for item in commands(program.code.value) if (found := program_of(item))]
            yield from ((command, code, message) for _, code, message in _nested(nested, unit, named))
    if re.search(r":\(\)\s{0,3}\{\s{0,3}:\s{0,3}\|\s{0,3}:\s{0,3}&", unit.text):
        for command, _ in listed:
            if command.words[0].text == ":":
                yield command, "audit.destroys", "a fork bomb stops the machine"
                return


def _nested(listed: list[Ready], unit: Unit, named: Said) -> Iterator[tuple[Command, str, str]]:
    for index, (command, program) in enumerate(listed):
        source = _upstream(listed, index)
        for code, message in (
            *verdicts(command, program, unit.text),
            *_runs_remote(command, program, source, "", unit),
            *_sends(command, program, source, named),
        ):
            yield command, code, message


def _upstream(listed: list[Ready], index: int) -> tuple[Ready, ...]:
    """The commands whose output a command reads, nearest first."""
    found: list[Ready] = []
    command = listed[index][0]
    while command.piped:
        before = [item for item in listed if item[0].end <= command.start]
        if not before:
            break
        nearest = max(before, key=lambda item: (item[0].end, -item[0].start))
        found.append(nearest)
        command = nearest[0]
        if len(found) > 20:
            break
    return tuple(found)


def _bare_assignments(text: str) -> dict[str, str]:
    """Variables that hold what a command printed: `X=$(curl ...)`."""
    return {found.group(1): found.group(2) for found in _PRINTED.finditer(text)}


def _inside(command: Command, kept: dict[str, str]) -> str:
    """The text of process substitutions and command substitutions in the words of a command."""
    parts = [word.text for word in command.words[1:] if word.dynamic or word.text.startswith("(")]
    parts += [item.target.text for item in command.redirects if item.operator in ("<<<", ">")]
    parts += [kept[name] for part in parts for name in _KEPT.findall(part) if name in kept]
    return " ".join(part for part in parts if part.startswith(("(", "$(", "`")) or "$(" in part or "<(" in part)


def _runs_remote(
    command: Command, program: Program, source: tuple[Ready, ...], inner: str, unit: Unit
) -> Iterator[Verdict]:
    name = program.name.text.rpartition("/")[2]
    reads_input = _runs_its_input(command, program) and bool(source)
    # `curl | bash` without an address is a name for the thing
    fetches = [item for item, found in source if is_fetch(found) and len(item.words) > 1]
    text = unit.text
    if reads_input and fetches:
        # what is unpacked or picked from is not the program any more
        yield from _remote(url_of(fetches[-1]), unit, f"what `{short(fetches[-1])}` fetches is run by `{name}`")
    elif reads_input and any(DECODES.search(words_of(item, text)) for item, _ in source):
        yield "audit.encoded-payload", f"encoded text is decoded and run by `{name}`"
    elif inner and _takes_program(command, program, name):
        if _FETCH_INSIDE.search(inner) and not re.search(r"\|\s*(?:jq|grep|sed|awk|cut|head|tail|tr)\b", inner):
            url = URL.search(inner)
            yield from _remote(url.group() if url else "", unit, f"what is fetched is run by `{name}`")
        elif DECODES.search(inner):
            yield "audit.encoded-payload", f"encoded text is decoded and run by `{name}`"
    if (
        program.code is not None
        and program.language == "python"
        and re.search(r"\bexec\(|\beval\(", program.code.text)
    ):
        if re.search(r"urlopen|requests\.get|httpx\.get|urlretrieve", program.code.text):
            yield from _remote("", unit, "Python runs what it fetches")
        elif DECODES.search(program.code.text):
            yield "audit.encoded-payload", "Python decodes text and runs it"


def _remote(url: str, unit: Unit, message: str) -> Iterator[Verdict]:
    host = host_of(url) if url else ""
    if host and is_example(host) and host in patterns().hosts.local:
        return
    if url and is_installer(url) and unit.kind == "document":
        yield "audit.remote-installer", f"the installer of `{host}` is run as it arrives"
    else:
        yield "audit.remote-code", message


def _takes_program(command: Command, program: Program, name: str) -> bool:
    """Whether the words of a command are run: `eval`, `bash -c`, `bash <(...)`, `source <(...)`, `iex`."""
    if name in ("eval", "iex", "Invoke-Expression"):
        return True
    fed = any(item.operator == "<<<" and _runs_its_input(command, program) for item in command.redirects)
    if fed:
        return True
    substituted = any(word.text.startswith(("(", "<(")) for word in command.words[1:])
    if program.language in ("shell", "python", "javascript") and program.code is not None:
        return program.code.text.startswith(("$", "`"))
    return (
        program.language in ("shell", "python", "javascript")
        and substituted
        and (program.script is None or program.script.text.startswith(("<", "(")))
    )


def _runs_its_input(command: Command, program: Program) -> bool:
    name = program.name.text.rpartition("/")[2]
    if name in ("iex", "Invoke-Expression"):
        return True
    if (
        program.language not in ("shell", "python", "javascript", "ruby", "perl", "php", "powershell")
        or not program.interpreter
    ):
        return False
    words = {word.text for word in command.words}
    if program.language == "shell" and (
        "-s" in words or any(re.fullmatch(r"-[a-z]*s[a-z]*", word) for word in words)
    ):
        return True
    script = program.script.text if program.script else ""
    return program.code is None and program.module is None and script in ("", "-", "/dev/stdin")


def _sends(command: Command, program: Program, source: tuple[Ready, ...], named: Said) -> Iterator[Verdict]:
    name = program.name.text.rpartition("/")[2]
    yield from _sockets(command, named)
    if name not in patterns().programs.network:
        return
    yield from _sends_secrets(command, source)
    bodies = _bodies(command)
    url = url_of(command)
    if name in ("nc", "ncat", "netcat", "telnet") and source and len(command.words) > 1:
        hosts = [host_of(word.text) for word in command.words[1:]]
        url, bodies = next((item for item in hosts if item), ""), ["-"]
    if name in ("scp", "rsync", "sftp") and len(command.words) > 2 and has_public_address(command.words[-1].text):
        url = bodies_of = (
            command.words[-1].text.rpartition("@")[2].partition("://")[2] or command.words[-1].text.rpartition("@")[2]
        )
        url, bodies = url.partition(":")[0], [f"@{bodies_of}"]
    if name in ("http", "xh") and any(item.operator == "<" for item in command.redirects):
        bodies = ["@-"]
    host = host_of(url) if url else ""
    files = _BODY_IS_FILE.search(" ".join(bodies)) is not None
    why = sends_astray(host, named, files=files) if host and bodies else ""
    if why:
        yield "audit.sends-data", f"data goes to `{host}`: {why}"


def _sockets(command: Command, named: Said) -> Iterator[Verdict]:
    for item in command.redirects:
        if item.target.text.startswith(("/dev/tcp/", "/dev/udp/")):
            socket_host = item.target.text.split("/")[3]
            why = sends_astray(host_of(socket_host) or socket_host, named, files=True)
            if why:
                yield "audit.sends-data", f"a connection is opened to `{socket_host[:80]}`: {why}"


def _sends_secrets(command: Command, source: tuple[Ready, ...]) -> Iterator[Verdict]:
    dumped = next(
        (
            item
            for item, found in source
            if found.name.text in _DUMPS and len(item.words) == 1 + (found.name.text == "export")
        ),
        None,
    )
    sent = [words_of(item, "") for item, _ in source] + [
        f"cat {word.lstrip('@')}" for word in _bodies(command) if "@" in word
    ]
    if dumped is None and any(_SECRET_SOURCE.match(text) or is_secret_path(text) for text in sent):
        yield "audit.reads-credentials", "credentials are sent on"
    if dumped is not None or any(_BODY_IS_SECRET.search(word.text) for word in command.words):
        yield "audit.reads-credentials", "the whole environment, with every secret in it, is sent on"


def _bodies(command: Command) -> list[str]:
    words = [word.text for word in command.words]
    pairs = list(zip(words, [*words[1:], ""], strict=True))
    found = [after for word, after in pairs if word in _SENDING or _CLUSTERED.match(word)]
    found += [
        word
        for word in words
        if word.startswith(
            ("--data=", "--data-binary=", "-d@", "-F@", "--post-data", "--post-file", "--upload-file=")
        )
    ]
    return found
