"""How commands are called in a lock: a program, with its verb where it has verbs (`git push`)."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise, takewhile
from typing import Final, NamedTuple, cast

import msgspec

from skillrt.code import Command, Program, commands, program_of
from skillrt.contracts.finding.powershell_commands import is_acting_cmdlet, is_own_word
from skillrt.contracts.lines import Effect
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import (
    is_basic_program,
    is_listed_program,
    is_plain_word,
    package_kind,
    program_name,
)
from skillrt.passes.concurrency.programs import Done, done_by

_VERB: Final = re.compile(r"[a-z][a-z0-9-]{0,24}\Z")
_SHORT: Final = re.compile(r"-[A-Za-z]\Z")
_MODULE: Final = re.compile(r"[A-Za-z_][\w.]{0,60}\Z")
_NAME: Final = re.compile(r"[a-z][a-z0-9]+(?:[_-][a-z0-9]+)*\Z")
_FETCHED: Final = re.compile(r"(?:@[a-z0-9][\w.-]{0,60}/)?[a-z0-9][\w.-]{0,60}\Z")
_LONG: Final = 24  # words of a command whose program no list has
_SEVERAL: Final = 2
_FEW: Final = 4  # words among which the verb stands
_MANY: Final = 2000  # commands of one passage that are looked at


@cache
def tables() -> dict[str, frozenset[str]]:
    """The data of this unit: `verbs`, `plain`, `launchers`, `unasked` and the rest of the file."""
    source = resources.files("skillrt.contracts") / "data" / "commands.toml"
    read = cast("dict[str, list[str]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return {name: frozenset(words) for name, words in read.items()}


def done_of(command: Command) -> Done:
    """What a command does; of programs whose `-o` names no output only redirections write."""
    done = done_by(command)
    if done.program not in tables()["no_output"] or not done.writes:
        return done
    targets = {item.target.text for item in command.redirects}
    writes = tuple(path for path in done.writes if path in targets)
    effect = "looks" if done.effect == "writes" and not writes else done.effect
    return msgspec.structs.replace(done, writes=writes, effect=effect)


def effect_of(command: Command) -> Effect:
    """What a command does at most; `aws x describe-y` only looks."""
    effect = done_of(command).effect
    words = [word.text for word in command.words[1:_FEW]]
    looks = any(word.startswith(tuple(tables()["looking"])) for word in words)
    return "looks" if effect == "outside" and looks else effect


def verbed(scene: Scene) -> frozenset[str]:
    """Programs that the skill runs with several words of which each reads as a verb, whatever lists say."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, program in _called(_shell_blocks(scene)):
        if name and not is_basic_program(name):
            found[name].update(_words(program, 1))
    return frozenset(name for name, verbs in found.items() if len(verbs) >= _SEVERAL)


def verbs_of(scene: Scene) -> frozenset[str]:
    """Words behind a program in shell blocks and code spans, but for programs that have verbs of their own."""
    found: set[str] = set()
    of_scripts: set[str] = set()
    for name, program in _called(_lines_of(scene)):
        if program.script is not None:  # `node x.mjs task`
            of_scripts.update(_words(program, 1))
        elif name and not is_basic_program(name):
            # `uip agent eval`: of a program that no list has two may be verbs
            found.update(_words(program, _SEVERAL if _is_unlisted(name) else 1))
    return (frozenset(found) - tables()["verbs"]) | of_scripts


def nouns_of(scene: Scene) -> frozenset[str]:
    """Of programs that no list has: what several words behind it show to be a noun, as `uip flow` of `uip flow tidy`
    and `uip flow debug`."""
    found: dict[str, set[str]] = defaultdict(set)
    alone: set[str] = set()
    for name, program in _called(_lines_of(scene)):
        words = _words(program, _SEVERAL)
        # `icons search arrow`: what many programs have for a verb is no noun
        if name and len(words) == _SEVERAL and _is_unlisted(name) and words[0] not in tables()["common"]:
            noun = f"{name} {words[0]}"
            found[noun].add(words[1])
            if len(program.arguments) == _SEVERAL or program.arguments[_SEVERAL].text.startswith(("-", "#")):
                alone.add(noun)
    return frozenset(
        noun
        for noun, verbs in found.items()
        # `trein d amsterdam`, `trein d home`: words behind which nothing stands may be anything
        if len(verbs) >= _SEVERAL and (noun not in alone or not verbs.isdisjoint(tables()["common"]))
    )


def spelled_of(scene: Scene) -> frozenset[str]:
    """Of programs that no list has: what prose calls their commands by, `zq load exec` in a span of its own, where a
    block has more behind the same words."""
    spelled = {
        inline.value
        for section in scene.sections
        for leaf in section.leaves
        for inline in leaf.inlines
        if inline.kind == "code" and inline.value.count(" ") in (1, _SEVERAL)
    }
    found: set[str] = set()
    for name, program in _called(_shell_blocks(scene)) if spelled else ():
        if name and _is_unlisted(name):
            words = _words(program, _SEVERAL)[: len(program.arguments) - 1]
            found.update(" ".join((name, *words[:count])) for count in range(1, len(words) + 1))
    return frozenset(found & spelled)


def families(scene: Scene) -> frozenset[str]:
    """What several commands of blocks that say that they are shell begin with, up to a dash; one is plausible."""
    found: dict[str, set[str]] = defaultdict(set)
    sure: set[str] = set()
    for name, program in _called(_shell_blocks(scene)):
        first, dash, _ = name.partition("-")
        if dash and _NAME.match(name) and _is_unlisted(name):
            found[first].add(name)
            sure.update((first,) if _is_plausible(name, program) else ())
    return frozenset(first for first, names in found.items() if first in sure and len(names) >= _SEVERAL)


def _called(texts: Iterable[str]) -> Iterator[tuple[str, Program]]:
    """What commands of the texts run, by name; '' behind an interpreter, or where only the run knows the name."""
    for text in texts:
        for command in commands(text)[:_MANY]:
            program = program_of(command)
            if program is not None and not _is_call(command):
                yield "" if program.interpreter else program_name(program.name.value or ""), program


def _is_call(command: Command) -> bool:
    """`flag("x")`: a bracket right behind a name calls a function of another language, and is none in a shell."""
    first, *rest = command.words[:2]
    return bool(rest) and first.end == rest[0].start and rest[0].text.startswith("(")


def _words(program: Program, count: int) -> list[str]:
    """Its first arguments, so many, as far as they read as verbs."""
    return [word.text for word in program.arguments[:count] if _VERB.match(word.text) and word.raw == word.text]


def _shell_blocks(scene: Scene) -> Iterator[str]:
    """The text of blocks that say that they are shell, and show no example."""
    for passage in passages_of(scene):
        if passage.language == "shell" and not passage.guessed and passage.manner != "example":
            yield passage.text


def _lines_of(scene: Scene) -> Iterator[str]:
    """The text of shell blocks and of code spans with several words."""
    yield from (passage.text for passage in passages_of(scene) if passage.language in ("shell", "console"))
    for section in scene.sections:
        for leaf in section.leaves:
            yield from (item.value for item in leaf.inlines if item.kind == "code" and " " in item.value)


class Names(NamedTuple):
    """What is known of names in one skill: its `own` commands, programs that discovery `needed`, those with verbs,
    what a family of programs begins with, nouns of programs that no list has, words that the text says to run, and
    commands as prose spells them."""

    own: frozenset[str]
    needed: frozenset[str]
    verbed: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()

    def told(self, command: Command, *, labelled: bool = False) -> Iterator[tuple[str, Effect]]:
        """The names of a command, and what it does at most. `labelled`: what it stands in says that it is shell."""
        program = program_of(command)
        if program is None or _is_call(command) or _is_setting(command):
            return
        for launcher in program.launchers:
            if fetches := _fetching(launcher, command):  # what it fetches and runs goes by its name there
                yield _fetched(launcher, fetches, command), effect_of(command)
                return
            if launcher in tables()["launchers"]:
                yield launcher, "any"
            if launcher in tables()["running"] and (
                program.direct or program.interpreter == launcher
            ):  # a file, which has no name of its own
                yield f"{launcher} run", effect_of(command)
        name = program_name(program.interpreter or (program.name.value or "").partition("==")[0])
        if not name or name in self.own or (program.direct and not program.interpreter) or name in program.launchers:
            return
        if name in tables()["plain"]:
            return
        if not labelled and not tables()["prose"].isdisjoint(word.text for word in command.words[1:_FEW]):
            return  # a sentence
        plausible = labelled and (
            self._is_of_family(name) or _is_plausible(name, program) or self._is_spoken_of(name, program)
        )
        if not _is_unlisted(name) or name in self.needed or plausible:
            yield self._with_verb(name, program, command), effect_of(command)

    def _is_of_family(self, name: str) -> bool:
        """Whether another command of the blocks has the same word before its first dash: `amp-init`, `amp-inbox`."""
        return _NAME.match(name) is not None and name.partition("-")[0] in self.families

    def _is_spoken_of(self, name: str, program: Program) -> bool:
        """`viewer your_model.xml` where prose says "use `viewer`": what stands behind it may be a stand-in."""
        return name in self.spoken and bool(program.arguments) and not is_plain_word(name)

    def of_powershell(self, name: str, words: tuple[str, ...]) -> str:
        """A command of PowerShell as it is told; '' for one that is not."""
        if is_acting_cmdlet(name):
            return name
        shown = program_name(name.lower())
        if not shown or shown in tables()["plain"] or is_own_word(shown):
            return ""
        if not (is_listed_program(shown) or package_kind(shown) or shown in self.needed):
            return ""
        return _verbal(shown, words) if shown in tables()["verbs"] else shown

    def _with_verb(self, name: str, program: Program, command: Command) -> str:
        if program.module is not None and _MODULE.match(program.module.text):
            own = not self.own.isdisjoint(program.module.text.split("."))
            return name if own else f"{name} -m {program.module.text}"
        unlisted = _is_unlisted(name)
        if name not in tables()["verbs"] and name not in self.verbed and not unlisted:
            return name
        given = [word.value or "-" for word in program.arguments]
        if program.interpreter:  # `bun run dev`: what runs files has verbs besides
            words = [word.value or "-" for word in command.words]
            at = next((number for number, word in enumerate(words) if program_name(word) == name), len(words))
            # `bun run "$X" send`: what is only known at run time is a file
            given = list(takewhile(lambda word: word != "-", words[at + 1 :]))
        for count in (_SEVERAL, 1):
            if (called := " ".join((name, *given[:count]))) in self.spelled:
                return called
        told = _verbal(name, given, self.nouns)
        # `amp-send alice`: of a program that no list has, what no program has for a verb is none
        is_verb = not unlisted or name in self.verbed or told.rpartition(" ")[2] in tables()["common"]
        return told if is_verb else name


def _is_setting(command: Command) -> bool:
    """`binding = "DB"`: a line of settings, as no shell has it."""
    return len(command.words) > 1 and command.words[1].raw == "="


def _fetching(launcher: str, command: Command) -> str:
    """The launcher as the table of what fetches has it, with its verb where it needs one (`pnpm dlx`); '' for
    another."""
    if launcher in tables()["fetching"]:
        return launcher
    words = _behind(launcher, command)
    verb = next((word for word in words if not word.startswith("-")), "")
    return f"{launcher} {verb}" if f"{launcher} {verb}" in tables()["fetching"] else ""


def _behind(launcher: str, command: Command) -> list[str]:
    words = [word.value or "-" for word in command.words]
    at = next((number for number, word in enumerate(words) if program_name(word) == launcher), len(words))
    return words[at + 1 :]


def _fetched(launcher: str, fetches: str, command: Command) -> str:
    """`npx x`: the first word behind the launcher and its verb that is no option, without a version; and the word
    behind that where many programs have it for a verb (`npx skills add`)."""
    words = _behind(launcher, command)
    for number, word in enumerate(words):
        if not word.startswith("-") and word not in ("run", "dlx", "exec", "x"):
            name = word if word.startswith("@") and "@" not in word[1:] else word[:1] + word[1:].partition("@")[0]
            verb = next(iter(words[number + 1 :]), "")
            is_verb = verb in tables()["common"] or verb in tables()["ends"]
            return f"{fetches} {name}{f' {verb}' if is_verb else ''}" if _FETCHED.match(name) else fetches
    return fetches


def package_fetched(command: str) -> str:
    """The package that a command fetches, as it is told: `x` of `npx x add`; '' where it fetches none."""
    words = command.split(" ")
    for count in (1, _SEVERAL):
        if " ".join(words[:count]) in tables()["fetching"]:
            return next(iter(words[count:]), "")
    return ""


def _verbal(name: str, words: Sequence[str], own: Collection[str] = ()) -> str:
    """The name with the first word that is no option, nor belongs to one; what is only known at run time is none."""
    valued, flags = tables()["valued"], tables()["flags"]
    for before, word in pairwise(("", *words)):
        takes = before in valued or (_SHORT.match(before) is not None and before not in flags)
        if word.startswith("-") or takes:
            continue
        # scripts of a project have colons: `npm run test:unit`
        if not _VERB.match(word.replace(":", "-") if " " in name else word):
            break
        name = f"{name} {word}"
        # `gh project` names what the verb behind it is about
        if word in tables()["ends"]:  # `clawhub install x`: what it is about is no verb
            break
        is_noun = name in own or not tables()["nouns"].isdisjoint((name, name.partition(" ")[0]))
        if name.count(" ") > 1 or not is_noun:
            break
    return name


def _is_unlisted(name: str) -> bool:
    """Whether no list has the program: then its first word may be a verb of its own (`winapp store`)."""
    return not (is_basic_program(name) or is_listed_program(name) or package_kind(name) != "")


def _is_plausible(name: str, program: Program) -> bool:
    """Whether what begins a line of a shell block reads as a command: a word with a verb or an option behind it."""
    if not _NAME.match(name) or is_plain_word(name):
        return False
    words = [word.text for word in program.arguments]
    if not words:
        return bool(program.launchers)
    if len(words) > _LONG or not tables()["prose"].isdisjoint(words):
        return False
    return words[0].startswith("-") or (_VERB.match(words[0]) is not None and not words[-1].endswith((".", ":", "?")))
