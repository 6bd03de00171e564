"""Shell commands that an audit reports, one at a time: what they destroy, weaken, read, keep or switch off."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from skillrt.code import Command, Program, Word
from skillrt.passes.auditing.listed_commands import listed_verdicts
from skillrt.passes.auditing.patterns import has_part, host_of, is_example, is_secret_path, patterns

Verdict = tuple[str, str]
"""Code and message."""
_ALL: Final = frozenset(
    {
        "/",
        "/*",
        "~",
        "~/",
        "~/*",
        "$HOME",
        "$HOME/",
        "$HOME/*",
        "${HOME}",
        "${HOME}/*",
        "/home",
        "/Users",
        "/etc",
        "/usr",
        "/var",
        "/bin",
        "C:\\",
        ".",
    }
)
_VARIABLE_ROOT: Final = re.compile(r"\$\{?(\w+)\}?/(?:\*|\Z)")
_DISK: Final = re.compile(r"(?:of=)?/dev/(?:sd[a-z]|nvme\d|disk\d|rdisk\d|hd[a-z]|mmcblk\d|vd[a-z])")
_MAIN: Final = frozenset(
    {"main", "master", "origin/main", "origin/master", "production", "HEAD:main", "HEAD:master", "+main", "+master"}
)
_MODE: Final = re.compile(r"0?777\Z|a[+=]rwx\Z|o\+w\Z")
_CLUSTER: Final = re.compile(r"-[A-Za-z]+\Z")


def verdicts(command: Command, program: Program, text: str) -> Iterator[Verdict]:
    """What one command does that a reviewer wants to see. `text` is the whole text around it."""
    name = program.name.text.rpartition("/")[2]
    arguments = tuple(word.text for word in program.arguments)
    check = _CHECKS.get(name)
    if check is not None:
        found = check(arguments, text)
        if found:
            yield found
    if name == "crontab" and not arguments and command.piped:
        yield "audit.persists", "cron runs something again and again from now on"
    yield from listed_verdicts(name, command)
    yield from _switches(command)
    yield from _writes(command, name, program)
    yield from _reads(name, program, command)


def has_flag(arguments: tuple[str, ...], letter: str, *names: str) -> bool:
    """Whether a short option (also in a cluster) or one of the long ones is given."""
    return any((_CLUSTER.match(item) and letter in item[1:]) or item.split("=")[0] in names for item in arguments)


def _remove(arguments: tuple[str, ...], text: str) -> Verdict | None:
    if not (has_flag(arguments, "r", "--recursive") or has_flag(arguments, "R")):
        return None
    for item in arguments:
        if item in _ALL and not (item == "." and "cd " in text):
            return "audit.destroys", f"`rm -r` takes all of `{item}`"
        root = _VARIABLE_ROOT.match(item)
        if root and not _is_safe(root.group(1), text):
            return "audit.destroys", f"`rm -r {item}` starts at the root of the disk where the variable is empty"
    return None


def _is_safe(name: str, text: str) -> bool:
    """Whether the text sets the variable itself, or stops where it is not set."""
    known = re.escape(name)
    given = rf"(?:^|[\s;(]){known}=|\bread\b[^\n]{{0,40}}\b{known}\b|\bfor {known} "
    return "set -u" in text or "set -eu" in text or re.search(given, text) is not None


def _push(arguments: tuple[str, ...], _: str) -> Verdict | None:
    if not arguments:
        return None
    verb, rest = arguments[0], arguments[1:]
    if (verb == "push" and any(item.startswith("+") for item in rest)) or (
        verb == "push" and has_flag(rest, "f", "--force")
    ):
        if _MAIN & set(rest):
            return "audit.destroys", "a forced push to the main branch removes the work of others"
        return None
    if (
        verb == "config"
        and "store" in [item.split()[0] for item in rest if item.split()]
        and "credential.helper" in rest
    ):
        return "audit.persists", "git keeps passwords in a plain file from now on"
    if verb == "config" and any(
        item.lower() in ("core.hookspath", "core.sshcommand", "http.sslverify") for item in rest[:-1]
    ):
        if any(item.lower() == "http.sslverify" for item in rest):
            return "audit.weakens-host", "`http.sslVerify` turns the check of certificates off"
        return _kept_by_git(rest)
    return None


def _kept_by_git(rest: tuple[str, ...]) -> Verdict | None:
    if {"--unset", "--get", "--list", "-l"} & set(rest):
        return None
    if "/dev/null" in rest:
        return None
    return "audit.persists", "git is told to run or keep something from now on"


def _dd(arguments: tuple[str, ...], _: str) -> Verdict | None:
    disk = any(item.startswith("of=") and _DISK.match(item) for item in arguments)
    return ("audit.destroys", "`dd` overwrites a disk") if disk else None


def _mkfs(arguments: tuple[str, ...], text: str) -> Verdict | None:
    # a volume that the text has just made holds nothing
    target = arguments[-1].rpartition("/")[2] if arguments else ""
    if target and re.search(rf"\b(?:lvcreate|mdadm --create)\b[^\n]{{0,200}}\b{re.escape(target)}\b", text):
        return None
    return (
        ("audit.destroys", "a file system is made over what the disk holds")
        if any(item.startswith("/dev/") for item in arguments)
        else None
    )


def _chmod(arguments: tuple[str, ...], _: str) -> Verdict | None:
    wide = any(_MODE.match(item) for item in arguments)
    return ("audit.weakens-host", "everybody on the machine may write") if wide else None


def _kill(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.destroys", "the signal goes to every process of the user")
        if arguments[-1:] == ("-1",) and len(arguments) > 1
        else None
    )


def _history(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.weakens-host", "the history of the shell is removed")
        if arguments and arguments[0].startswith("-c")
        else None
    )


def _curl(arguments: tuple[str, ...], _: str) -> Verdict | None:
    if not has_flag(arguments, "k", "--insecure"):
        return None
    hosts = [host_of(item) for item in arguments if "://" in item]
    if hosts and all(host and is_example(host) for host in hosts):
        return None
    return "audit.weakens-host", "the certificate of the server is not checked"


def _wget(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.weakens-host", "the certificate of the server is not checked")
        if "--no-check-certificate" in arguments
        else None
    )


def _firewall(arguments: tuple[str, ...], text: str) -> Verdict | None:
    # who flushes the rules in order to write others sets the firewall up
    if {"-F", "--flush"} & set(arguments) and re.search(r"\biptables -(?:A|I)\b|-P INPUT DROP", text):
        return None
    off = {"disable", "-F", "--flush", "0", "Permissive", "--master-disable", "--global-disable", "reset"} & set(
        arguments
    )
    netsh = "advfirewall" in arguments and "off" in arguments
    return ("audit.weakens-host", "a protection of the operating system is turned off") if off or netsh else None


def _quarantine(arguments: tuple[str, ...], _: str) -> Verdict | None:
    off = any("quarantine" in item for item in arguments) and any(
        item.startswith("-") and "d" in item for item in arguments
    )
    cleared = any(re.fullmatch(r"-[rs]?c[rs]?", item) for item in arguments)
    return ("audit.weakens-host", "macOS is told not to check a download") if off or cleared else None


def _crontab(arguments: tuple[str, ...], _: str) -> Verdict | None:
    looks = {"-l", "-r", "-e", "--help"} & set(arguments)
    return ("audit.persists", "cron runs something again and again from now on") if not looks and arguments else None


def _launchctl(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.persists", "a launch agent runs from now on")
        if arguments and arguments[0] in ("load", "bootstrap", "submit", "enable")
        else None
    )


def _systemctl(arguments: tuple[str, ...], text: str) -> Verdict | None:
    if "firewalld" in arguments and {"stop", "disable"} & set(arguments):
        return "audit.weakens-host", "the firewall is turned off"
    # that a server's own services start with it is what operating a server means
    own = "--user" in arguments or "/etc/systemd/system/" in text or "systemd/user" in text
    lasting = ("audit.persists", "a service runs from now on, after each start of the machine")
    return lasting if own and "enable" in arguments else None


def _schtasks(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.persists", "Windows runs a task again and again from now on")
        if any(item.lower() == "/create" for item in arguments)
        else None
    )


def _security(arguments: tuple[str, ...], _: str) -> Verdict | None:
    reads = arguments[:1] and arguments[0] in (
        "find-generic-password",
        "find-internet-password",
        "dump-keychain",
        "export",
    )
    return ("audit.reads-credentials", "the keychain is read") if reads else None


def _gpg(arguments: tuple[str, ...], _: str) -> Verdict | None:
    return (
        ("audit.reads-credentials", "a private key is written out") if "--export-secret-keys" in arguments else None
    )


_CHECKS: Final[dict[str, Callable[[tuple[str, ...], str], Verdict | None]]] = {
    "rm": _remove,
    "git": _push,
    "dd": _dd,
    "mkfs": _mkfs,
    **{f"mkfs.{kind}": _mkfs for kind in ("ext4", "ext3", "xfs", "vfat", "btrfs", "ntfs")},
    "chmod": _chmod,
    "kill": _kill,
    "history": _history,
    "curl": _curl,
    "wget": _wget,
    **dict.fromkeys(("ufw", "iptables", "setenforce", "spctl", "netsh", "csrutil"), _firewall),
    "xattr": _quarantine,
    "crontab": _crontab,
    "launchctl": _launchctl,
    "systemctl": _systemctl,
    "schtasks": _schtasks,
    "security": _security,
    "gpg": _gpg,
}


def _switches(command: Command) -> Iterator[Verdict]:
    given = {word.text for word in command.words}
    # a span that lists options is no command
    if command.words and command.words[0].text.startswith("-"):
        return
    if "--permission-mode" in given and "bypassPermissions" in given:
        yield "audit.skips-consent", "`--permission-mode bypassPermissions` lets an agent act unasked"
        return
    for switch in patterns().switches["consent"]:
        if switch in given and switch.startswith("--"):
            yield "audit.skips-consent", f"`{switch}` lets an agent act unasked"
            return


def _writes(command: Command, name: str, program: Program) -> Iterator[Verdict]:
    targets = [item.target.text for item in command.redirects if item.operator in (">", ">>", ">|")]
    if name == "tee":
        targets += [word.text for word in program.arguments]
    if name == "sed" and any(word.text.startswith(("-i", "--in-place")) for word in program.arguments):
        targets.append(program.arguments[-1].text)
    if name in ("cp", "mv", "ln", "install") and len(program.arguments) > 1:
        targets.append(program.arguments[-1].text)
    known = patterns().persistence
    for target in targets:
        if _DISK.match(target):
            yield "audit.destroys", "a disk is written over"
        elif has_part(target, known.profiles) and name in ("echo", "printf") and _is_variable(program):
            yield "audit.profile-export", f"a variable or path is added to `{target[:80]}`"
        elif has_part(target, known.profiles) or ".git/hooks/" in target:
            yield "audit.persists", f"`{target[:80]}` is changed; it works again later, on its own"
        elif has_part(target, known.agents) and _is_home(target):
            yield "audit.persists", f"the configuration of the agent (`{target[:80]}`) is changed"


def _is_variable(program: Program) -> bool:
    text = program.arguments[-1].text if program.arguments else ""
    return bool(re.match(r"\s{0,4}(?:export |set -[a-z]{0,3} |alias |fish_add_path |#)", text)) and "$(" not in text


def _is_home(path: str) -> bool:
    return path.startswith(("~", "$HOME", "${HOME}", "/home/", "/Users/"))


def _reads(name: str, program: Program, command: Command) -> Iterator[Verdict]:
    known = patterns().credentials
    words: list[Word] = [item.target for item in command.redirects if item.operator == "<"]
    if name in known.readers:
        words += program.arguments[:-1] if name in ("cp", "mv", "rsync", "scp") else program.arguments
    for index, word in enumerate(words):
        used_as_key = index and words[index - 1].text in ("-i", "--key", "--netrc-file", "-o", "-e", "--kubeconfig")
        if is_secret_path(word.text) and not used_as_key and " " not in word.text.strip():
            yield "audit.reads-credentials", f"`{word.text[:80]}` holds credentials, and is read"
            return
