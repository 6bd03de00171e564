"""What shell commands do together: pipes into interpreters, downloads that are run later, data that is sent."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, Program, commands, program_of
from skillrt.passes.auditing.hosts import Said, sends_astray
from skillrt.passes.auditing.patterns import URL, host_of, is_example, is_installer, patterns
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_commands import Verdict, verdicts

_FETCH_INSIDE: Final = re.compile(r"\b(?:curl|wget|irm|iwr)\s")
_DECODES: Final = re.compile(
    r"\b(?:base64\s+(?:-d|-D|--decode)|xxd\s+-r|openssl\s+(?:enc\s+)?(?:-d\s+-base64|base64\s+-d)|b64decode|atob)"
)
_BARE_URL: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}/\S{0,200}\Z", re.I)
_OUTPUTS: Final = ("-o", "--output", "-O", "--output-document", "-OutFile", "--out")
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
_BODY_IS_SECRET: Final = re.compile(
    r"\$\((?:env|printenv|set|cat\s[^)]{0,80}(?:\.ssh|\.aws|\.netrc)[^)]{0,80})\s*\)|`(?:env|printenv)`"
)
_BODY_IS_FILE: Final = re.compile(r"(?:^|[\s=])@|\$\(|`|<\(|^-|/")
_DUMPS: Final = frozenset({"env", "printenv", "set", "export"})
Ready = tuple[Command, Program]


def read_shell(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """Everything that the commands of a unit do. `downloads` are files fetched before, by the document's commands."""
    listed = [
        (command, program)
        for command in commands(unit.text, console=unit.language == "console")
        if (program := program_of(command))
    ]
    for command, code, message in shell_verdicts(listed, unit, named, downloads):
        start, end = unit.character(command.start), unit.character(command.end)
        if not unit.is_talk(start):
            yield Found(code, message, unit.place(start, max(end, start + 1)))


def shell_verdicts(
    listed: list[Ready], unit: Unit, named: Said, downloads: dict[str, str]
) -> Iterator[tuple[Command, str, str]]:
    """The commands of one text with what they do, alone and together."""
    for index, (command, program) in enumerate(listed):
        inner = _inside(command)
        source = _upstream(listed, index)
        for code, message in (
            *verdicts(command, program, unit.text),
            *_runs_remote(command, program, source, inner, unit),
            *_sends(command, program, source, named),
        ):
            yield command, code, message
        yield from ((command, *item) for item in _downloads(command, program, downloads, unit))
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


def _inside(command: Command) -> str:
    """The text of process substitutions and command substitutions in the words of a command."""
    parts = [word.text for word in command.words[1:] if word.dynamic or word.text.startswith("(")]
    return " ".join(part for part in parts if part.startswith(("(", "$(", "`")) or "$(" in part or "<(" in part)


def _runs_remote(
    command: Command, program: Program, source: tuple[Ready, ...], inner: str, unit: Unit
) -> Iterator[Verdict]:
    name = program.name.text.rpartition("/")[2]
    reads_input = _runs_its_input(command, program) and bool(source)
    # `curl | bash` without an address is a name for the thing
    fetches = [item for item, found in source if _is_fetch(found) and len(item.words) > 1]
    text = unit.text
    if reads_input and fetches:
        # what is unpacked or picked from is not the program any more
        yield from _remote(_url_of(fetches[-1]), unit, f"what `{_short(fetches[-1])}` fetches is run by `{name}`")
    elif reads_input and any(_DECODES.search(_text(item, text)) for item, _ in source):
        yield "audit.encoded-payload", f"encoded text is decoded and run by `{name}`"
    elif inner and _takes_program(command, program, name):
        if _FETCH_INSIDE.search(inner) and not re.search(r"\|\s*(?:jq|grep|sed|awk|cut|head|tail|tr)\b", inner):
            url = URL.search(inner)
            yield from _remote(url.group() if url else "", unit, f"what is fetched is run by `{name}`")
        elif _DECODES.search(inner):
            yield "audit.encoded-payload", f"encoded text is decoded and run by `{name}`"
    if (
        program.code is not None
        and program.language == "python"
        and re.search(r"\bexec\(|\beval\(", program.code.text)
    ):
        if re.search(r"urlopen|requests\.get|httpx\.get|urlretrieve", program.code.text):
            yield from _remote("", unit, "Python runs what it fetches")
        elif _DECODES.search(program.code.text):
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
    substituted = any(word.text.startswith(("(", "<(")) for word in command.words[1:])
    if program.language in ("shell", "python", "javascript") and program.code is not None:
        return program.code.text.startswith(("$(", "`"))
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


def _is_fetch(program: Program) -> bool:
    return program.name.text.rpartition("/")[2] in patterns().programs.fetch


def _url_of(command: Command) -> str:
    for word in command.words[1:]:
        if "://" in word.text or _BARE_URL.match(word.text):
            return word.text
    return ""


def _sends(command: Command, program: Program, source: tuple[Ready, ...], named: Said) -> Iterator[Verdict]:
    name = program.name.text.rpartition("/")[2]
    if name not in patterns().programs.network:
        return
    dumped = next((item for item, found in source if found.name.text in _DUMPS and len(item.words) == 1), None)
    if dumped is not None or any(_BODY_IS_SECRET.search(word.text) for word in command.words):
        yield "audit.reads-credentials", "the whole environment, with every secret in it, is sent on"
    bodies = _bodies(command)
    url = _url_of(command)
    if name in ("nc", "ncat", "netcat", "telnet") and source and len(command.words) > 1:
        hosts = [host_of(word.text) for word in command.words[1:]]
        url, bodies = next((item for item in hosts if item), ""), ["-"]
    host = host_of(url) if url else ""
    files = _BODY_IS_FILE.search(" ".join(bodies)) is not None
    why = sends_astray(host, named, files=files) if host and bodies else ""
    if why:
        yield "audit.sends-data", f"data goes to `{host}`: {why}"


def _bodies(command: Command) -> list[str]:
    words = [word.text for word in command.words]
    found = [after for word, after in zip(words, [*words[1:], ""], strict=True) if word in _SENDING]
    found += [
        word
        for word in words
        if word.startswith(
            ("--data=", "--data-binary=", "-d@", "-F@", "--post-data", "--post-file", "--upload-file=")
        )
    ]
    return found


def _downloads(command: Command, program: Program, downloads: dict[str, str], unit: Unit) -> Iterator[Verdict]:
    """Keep track of files that were fetched, were checked, and are run."""
    name = program.name.text.rpartition("/")[2]
    words = [word.text for word in command.words]
    if _is_fetch(program):
        target = _target(words, command)
        if target:
            downloads[_bare(target)] = _url_of(command)
        return
    if name in patterns().programs.checks:
        downloads.clear()
        return
    if name in ("mv", "cp", "install") and len(words) > 2 and _bare(words[-2]) in downloads:
        downloads[_bare(words[-1])] = downloads[_bare(words[-2])]
        return
    run = program.script.text if program.script is not None else program.name.text
    if (program.script is not None or program.direct) and _bare(run) in downloads:
        url = downloads[_bare(run)]
        if url and is_installer(url) and unit.kind == "document":
            yield "audit.remote-installer", f"the installer of `{host_of(url)}` is run, unseen"
        else:
            yield "audit.download-run", f"`{run[:80]}` was fetched from the network and is run, unchecked"


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
    url = _url_of(command)
    return url.partition("?")[0].rstrip("/").rpartition("/")[2] if plain and url else ""


def _bare(path: str) -> str:
    return path.strip("\"'").removeprefix("./")


def _text(command: Command, text: str) -> str:
    return " ".join(word.text for word in command.words) or text[command.start : command.end]


def _short(command: Command) -> str:
    text = " ".join(word.text for word in command.words)
    return text if len(text) <= 60 else f"{text[:57]}..."
