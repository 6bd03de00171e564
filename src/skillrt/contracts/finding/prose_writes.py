"""The paths that the prose of a skill has written: "save it to `out/plan.md`", "copy it to one of:" before a list."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.drawn_writes import drawn_writes
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import SKILL_FILE, Block, span_of
from skillrt.passes.auditing.warnings import forbids_what_follows, is_of_bad_things
from skillrt.reading.phrases import WORD
from skillrt.reading.sections import Section
from skillrt.reading.sentences import Sentence

_FILE: Final = re.compile(r"(?:~/|\.{0,2}/)?[\w$.@*<>{}\[\]/-]{0,160}\.[A-Za-z][A-Za-z0-9_]{0,12}\Z")
_WHOLE: Final = re.compile(r"(?:~/|\.{1,2}/)?(?:[\w.-]{1,60}/){0,8}[A-Za-z]{4,20}\Z")
_BELOW: Final = re.compile(r"(?:~/|\.{1,2}/)?\.?[\w-]{1,60}/")  # in a folder, whatever its ending; no host's
_FOLDER: Final = re.compile(r"(?:~/|\.{0,2}/)?[\w$.@*<>{}-][\w$.@*<>{}/-]{0,160}/\Z")
_BAD: Final = re.compile(r"❌|🚫|anti-?patterns?|\b(?:bad|wrong|mistakes?|pitfalls?|blocked|dangerous)\b", re.I)
# `.pdf`, `*.md`, `.test.ts`, `.js-meta.xml`: a kind of file
_ENDING: Final = re.compile(
    r"\.{0,2}\*?(?:\.(?:test|spec|d|stories|module|min|e2e|[a-z]{2,20}-meta))?\.[A-Za-z0-9]{1,9}\Z"
)
_NOT: Final = re.compile(
    r"\b(?:not|never|no|without|don['’]t|doesn['’]t|instead of|avoid|if|when|whether|only)\b", re.I
)
_INTO: Final = re.compile(r"\b(?:to|into|in|at|as|under|inside|onto)\b", re.IGNORECASE)
_BACK: Final = 12  # words before a path among which its verb stands
_IN: Final = re.compile(r"\b(?:in|inside|under|within)\b[^`]{0,20}`?\Z", re.IGNORECASE)
_INSIDE: Final = re.compile(r"[ \t]+(?:in|inside|under|within)[ \t]+`?\Z", re.IGNORECASE)
_HOME: Final = re.compile(r"(?<![\w`\"'/(<])~/[\w./-]{1,100}[\w/]")
_NEAR: Final = 40  # characters between two paths of one verb
_FEW: Final = 5  # words of an item that says nothing beside its path
_SHORT: Final = 12  # such of an item of a part that is called "Outputs"
_TITLED: Final = "Write:"
_OUTPUT: Final = re.compile(
    r"(?:[a-z]+ )?(?:outputs?|writes?|written|creates?|created|produces?|produced|generates?|generated|artifacts?|"
    r"deliverables?)(?: (?:files?|paths?|to|artifacts?|locations?|placement))?\Z|where (?:it|the skill) writes\Z"
    r"|(?:file |document )?placement\Z|(?:save|saving) (?:locations?|paths?)\Z"
    r"|(?:输出|产出)(?:文件|路径|位置|物)?\Z",
    re.I,
)
_CLAUSE: Final = re.compile(r"[.;:](?=\s)|[(|]|,[ \t]+(?:and|then|but|which|that)\b|[ \t]->|→")
_BREAK: Final = re.compile(r"\||[.?!]`?[ \t\n]")
_STOP: Final = re.compile(r"(?<!e\.g)(?<!i\.e)[.?!][ \t\n]+")
# "review findings": a noun
_RESULTS: Final = re.compile(
    r"[ \t\n]+(?:findings?|results?|notes?|reports?|comments?|outcomes?|data|logs?|summary|status|feedback|cases|"
    r"output|history|errors?|decisions?|verdicts?)\b",
    re.I,
)
# a column of these shows what names look like
_SAMPLES: Final = re.compile(r"(?:examples?|samples?|e\.?g\.?|for example|示例|例)\b", re.I)
# "生成 `x`"
_HAN: Final = re.compile(r"(?:生成|创建|新建|写入|保存[到至为]?|输出[到至为]?|产出|更新)[ \t:：]*\**`?\Z")
# "it lives at `plans/<date>.md`": said of what is written only where the name is filled in
_LIVES: Final = re.compile(
    r"\b(?:lives?|goes|go|lands?|(?:is|are|gets?) (?:saved|stored|kept|filed|placed))[ \t\n]+(?:at|in|to|under|into)"
    r"[ \t\n]+(?:the[ \t]+)?\**`?\Z",
    re.I,
)
_SPAN: Final = re.compile(r"`([^`\n]{3,160})`")
_FILLED: Final = re.compile(r"<[^<>\n]{1,40}>|\{[^{}\n]{1,40}\}|\[[A-Za-z][^\[\]\n]{1,40}\]|YYYY|NNN")
_NUMBERED: Final = re.compile(
    r"[ \t]*(?:(?:step|phase|part)[ \t]+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]?)?[ \t:.—–-]*", re.I
)
_SCRIPT: Final = re.compile(r"[\w-]\.(?:py|sh|js|mjs|ts|rb|ps1)\b|`/[a-z]")
_NOUNS: Final = frozenset({"logs", "exports", "outputs", "copies"})
# "writing output", "its output": a verb only at the beginning, or behind such words
_BEFORE_OUTPUT: Final = re.compile(
    r"(?:\A|[.;:,|(*_]|\b(?:and|then|to|will|should|must|also|or|it|you))[ \t\n*_]*\Z", re.I
)
# "for example, the user may need to provide a form to store in"
_BY_USERS: Final = re.compile(
    r"\b(?:for (?:example|instance),|e\.g\.)[^;]{0,160}\Z"
    r"|\busers?\b[^.;:]{0,30}\b(?:may|might|can|could|wants?|needs?)\b[^.;:]{0,80}\Z",
    re.I,
)
_PRODUCT: Final = re.compile(r"\b(?:that|which)[ \n]+(?:[A-Z][\w-]*[ \n]+){1,3}\Z")  # "files that Claude Code writes"
_SUBJECT: Final = 8  # words before a verb among which its subject stands
_SECOND: Final = 3  # pieces of a row up to its second cell
_MANY: Final = 500


def prose_writes(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each path, as the text has it, and where it stands."""
    files = (*scene.module.files, *scene.module.documents)
    own = frozenset(file.path.rpartition("/")[2] for file in files)
    for section in scene.sections:
        # what other documents tell of files is about the matter, as often as about the work
        is_bad = _BAD.search(section.title) or is_of_bad_things(section.title)
        if section.path.lower() == SKILL_FILE.lower() and not is_bad:
            for path, place in (*_of_heading(scene, section), *_of_section(section, scene.module.name)):
                if path.rpartition("/")[2] not in own:
                    yield path, place
        elif not is_bad:
            yield from _of_document(section, scene.module.name)
    yield from _of_description(scene)
    for path, place in drawn_writes(scene, _leads, _is_path):
        if path.rpartition("/")[2] not in own:
            yield path, place


def _is_path(value: str) -> bool:
    return not _ENDING.match(value) and (_is_file(value) or _FOLDER.match(value) is not None)


def _of_description(scene: Scene) -> Iterator[tuple[str, Place]]:
    """The path at which the description says that what the skill makes lives."""
    block, text = scene.module.front_matter_block, scene.module.front_matter.get("description")
    for found in _SPAN.finditer(text) if block is not None and isinstance(text, str) else ():
        path, before = found.group(1), text[max(0, found.start() - _NEAR) : found.start()] if text else ""
        if block is not None and _is_path(path) and _FILLED.search(path) and _LIVES.search(before):
            yield path, place_at(block.span)


def _of_heading(scene: Scene, section: Section) -> Iterator[tuple[str, Place]]:
    """What a heading that begins with a verb has made: "2.1 Create `ci.yml`"."""
    heading = scene.module.blocks.get(section.heading)
    for inline in heading.inlines if heading is not None and "`" in heading.text else ():
        begun = heading.text[_begin(heading.text) : inline.start] if heading is not None else ""
        first = WORD.match(begun)
        if heading is None or first is None or inline.kind != "code" or not _is_path(inline.value.strip()):
            continue
        if first.group().lower() in _words("begins") and _verb(begun, "") is not False:
            yield inline.value.strip(), place_at(span_of(heading, inline.start, inline.end))


def _begin(heading: str) -> int:
    """Where the words of a heading begin, behind its marks and its number."""
    found = _NUMBERED.match(heading, len(heading) - len(heading.lstrip("# \t")))
    return found.end() if found else 0


def _of_document(section: Section, called: str) -> Iterator[tuple[str, Place]]:
    """Of other documents what an order has written to a path whose name is filled in: no sample has such."""
    leaves = {leaf.id: leaf for leaf in section.leaves}
    for sentence in section.sentences[:_MANY]:
        leaf = leaves.get(sentence.block)
        if leaf is None or leaf.kind == "table" or sentence.first not in _words("begins") or "`" not in sentence.text:
            continue
        for path, start, end in _paths(leaf, sentence):
            before = sentence.text[: max(0, start - sentence.start)]
            if "/" in path and _FILLED.search(path) and _verb(before, called):
                yield path, place_at(span_of(leaf, start, end))


def _of_section(section: Section, called: str) -> Iterator[tuple[str, Place]]:
    leaves = {leaf.id: leaf for leaf in section.leaves}
    # what a part that is called "Outputs" lists is written
    lead = _TITLED if _OUTPUT.match(section.title.strip(" *`:0123456789.")) else ""
    for sentence in section.sentences[:_MANY]:
        leaf = leaves.get(sentence.block)
        said = sentence.text.strip().rstrip("*_ ")
        forbidden = (
            lead and leaf is not None and leaf.id in section.listed and forbids_what_follows(lead, sought=False)
        )
        if leaf is not None and not forbidden and ("`" in sentence.text or "~/" in sentence.text):
            last = -1
            for path, start, end in _paths(leaf, sentence):
                before = sentence.text[: max(0, start - sentence.start)]
                if leaf.kind == "table":
                    before = _in_cell(leaf.text, start)
                    if _SAMPLES.match(_head(leaf.text, start)):
                        continue
                # "`a` for the user; `b` or `c` for the project"
                goes_on = last >= 0 and _goes_on(sentence.text[last : start - sentence.start])
                lives = _FILLED.search(path) and _LIVES.search(before[-_NEAR:]) and not _NOT.search(before[-_NEAR:])
                if goes_on or lives or _is_written(before, lead, sentence, called):
                    last = end - sentence.start
                    yield path, place_at(span_of(leaf, start, end))
        if said.endswith(":"):
            lead = said
        elif leaf is not None and leaf.kind != "table" and leaf.id not in section.listed and not said.endswith(":"):
            lead = ""


def _paths(leaf: Block, sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    for inline in leaf.inlines:
        if inline.kind == "code" and sentence.start <= inline.start and inline.end <= sentence.end:
            value = inline.value.strip()
            if _is_path(value):
                yield value, inline.start, inline.end
    for found in _HOME.finditer(leaf.text, sentence.start, sentence.end):
        if _is_path(found.group()) and not any(item.start <= found.start() < item.end for item in leaf.inlines):
            yield found.group(), found.start(), found.end()


def _in_cell(table: str, start: int) -> str:
    """What stands before a path in its cell of a table; with the head of its column or row, where that says
    "Output"."""
    row = table[table.rfind("\n", 0, start) + 1 : start].split("|")
    heads = table.partition("\n")[0].split("|")
    head = _head(table, start)
    # "| **Output** | `x` |" in a table of two columns
    first = row[1].strip(" *`:") if len(row) == _SECOND and len(heads) == _SECOND + 1 and not row[0].strip() else ""
    return f"{'write ' if _OUTPUT.match(head) or _OUTPUT.match(first) else ''}{row[-1]}"


def _head(table: str, start: int) -> str:
    """The head of the column that a path stands in."""
    count = table.count("|", table.rfind("\n", 0, start) + 1, start)
    heads = table.partition("\n")[0].split("|")
    return heads[count].strip(" *`") if count < len(heads) else ""


def _goes_on(between: str) -> bool:
    """Whether only a few words without a verb stand between two paths."""
    words = {found.group().lower() for found in WORD.finditer(between)}
    verbs = _words("writes") | _words("puts") | _words("reads") | (_words("links") - {"for"})
    return len(between) <= _NEAR and not _BREAK.search(between) and words.isdisjoint(verbs | {"unlike", "not", "as"})


def _is_file(value: str) -> bool:
    """A path, or a name with an ending of files: `console.log` and `mail.example.com` have none."""
    if _WHOLE.match(value):
        return value.rpartition("/")[2].lower() in tables()["whole"]
    ending = value.rpartition(".")[2].lower()
    known = ending in tables()["endings"] or (ending.isalpha() and _BELOW.match(value) is not None)
    return _FILE.match(value) is not None and known and value != "console.log"


def _is_written(before: str, lead: str, sentence: Sentence, called: str) -> bool:
    """The nearest verb before the path decides; without one that of the lead, where the path begins an item or hardly
    anything else is said."""
    found = _verb(before, called)
    if found is None and _HAN.search(before[-_SHORT:]):
        return True
    few = _SHORT if lead == _TITLED else _FEW
    if found is None and lead and (len(sentence.words) <= few or not before.strip("*_`-| ")):
        return _leads(lead)
    return bool(found)


def _leads(text: str) -> bool:
    """Whether the first verb of what leads up to a list writes: "copy it, as the user wishes, to one of:"."""
    for found in WORD.finditer(text[:160]):
        word = found.group().lower()
        puts = word in _words("puts") and _INTO.search(text, found.end()) is not None
        if puts or word in _words("writes"):
            return _NOT.search(text[: found.start()]) is None
        if word in _words("reads"):
            return False
    return False


def _verb(text: str, called: str) -> bool | None:
    """Whether the last verb that says what becomes of a file writes it; None where there is none.

    `called` is the name of the skill: what something else writes ("the design station emits `x`") is not its doing.
    """
    near = _STOP.split(text[-160:])[-1]
    for found in reversed(list(WORD.finditer(near))[-_BACK:]):
        word = found.group().lower()
        if word == "output" and not _BEFORE_OUTPUT.search(near[: found.start()][-20:]):
            continue
        puts = word in _words("puts") and _INTO.search(near, found.end()) is not None
        if word in _words("makes") and _IN.search(near, found.end()) and not _INSIDE.match(near, found.end()):
            return False  # "create a model in `adapters/`" makes another thing than the path
        if puts or word in _words("writes"):
            said = near[: found.start()]
            spared = _NOT.search(said[-40:].rpartition(",")[2]) or _BY_USERS.search(said)
            return spared is None and not _is_of_another(said, word, called)
        if (word in _words("reads") and not _RESULTS.match(near, found.end())) or word in _words("links"):
            return False
    return None


def says_otherwise(before: str, called: str) -> bool:
    """Whether the last verb before a path does not write it. `called` is the name of the skill."""
    return _verb(before, called) is False


def _is_of_another(before: str, verb: str, called: str) -> bool:
    """Whether what writes is something else: not a part of the skill, nor who follows it. "The design station" is."""
    if not verb.endswith("s") or verb in _NOUNS:
        return False
    if _PRODUCT.search(before):
        return True
    subject = _CLAUSE.split(before)[-1].strip("*_-+ \t\n")
    words = [found.group().lower() for found in WORD.finditer(subject)]
    is_named = called.lower() in subject.lower() or _SCRIPT.search(subject) is not None
    return bool(words) and not is_named and _words("actors").isdisjoint(words[-_SUBJECT:])


@cache
def _words(name: str) -> frozenset[str]:
    return tables()[f"prose_{name}"]
