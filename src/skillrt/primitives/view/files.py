"""Files that the text tells the agent to do something with: a verb, and a path close behind it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.view.view import Found, SkillView, at_sentence
from skillrt.primitives.weighing import is_denied
from skillrt.reading.phrases import Word, placed_words
from skillrt.reading.sentences import Sentence

_NEAR: Final = 8
_ELSEWHERE: Final = 0.5
_ENDINGS: Final = frozenset(
    [
        *(
            "md",
            "mdx",
            "txt",
            "rst",
            "adoc",
            "tex",
            "bib",
            "json",
            "jsonl",
            "jsonc",
            "yaml",
            "yml",
            "toml",
            "ini",
            "cfg",
        ),
        *(
            "conf",
            "env",
            "xml",
            "csv",
            "tsv",
            "properties",
            "lock",
            "log",
            "py",
            "ipynb",
            "js",
            "mjs",
            "cjs",
            "ts",
            "jsx",
        ),
        *("tsx", "vue", "svelte", "css", "scss", "html", "htm", "svg", "sh", "bash", "ps1", "bat", "sql", "rs", "go"),
        *(
            "java",
            "kt",
            "swift",
            "rb",
            "php",
            "cs",
            "c",
            "h",
            "cpp",
            "hpp",
            "r",
            "jl",
            "tf",
            "hcl",
            "tfvars",
            "gradle",
        ),
        *(
            "pdf",
            "docx",
            "xlsx",
            "pptx",
            "png",
            "jpg",
            "jpeg",
            "gif",
            "webp",
            "tpl",
            "tmpl",
            "template",
            "tour",
            "mmd",
        ),
        *("drawio", "excalidraw", "graphql", "proto", "prisma", "puml", "dot", "plist", "nix", "lua", "ex", "sol"),
    ]
)
_SITE: Final = re.compile(r"\A(?:www\.|[\w.-]+\.(?:com|org|io|net|dev|ai|app|edu|gov)(?:/|\Z))")
_FOLDER: Final = re.compile(r"\A[\w.~$*<>{}-]+/[\w./~$*<>{}-]+\Z")


def named_files(
    view: SkillView, label: str, level: Level, weight: float, reason: str, known: Iterable[str] = ()
) -> Iterator[Evidence]:
    """Evidence from the phrases of `label` (verbs) with a path among the next words, one for each path.

    Paths that are `known` already, and what the text forbids, give none.
    """
    seen = {path.lower() for path in known}
    for found, word in paths_behind(view, label):
        if word.text not in seen:
            seen.add(word.text)
            part = weight if found.section.path == view.skill_file else weight * _ELSEWHERE
            yield at_sentence(found, level, part, reason)


def paths_behind(view: SkillView, label: str) -> Iterator[tuple[Found, Word]]:
    """The phrases of `label` (verbs) with the first path among the next words; what the text forbids is left out."""
    for found in view.hits(label):
        word = _path_behind(found.sentence, found.hit.last)
        if word is not None and not is_denied(found):
            yield found, word


def is_path(text: str) -> bool:
    """Whether a word names a file by its ending, or a folder by two parts in code."""
    text = text.lower()
    if _SITE.match(text):
        return False
    stem, dot, ending = text.rpartition(".")
    return bool(dot and stem and ending in _ENDINGS)


def _path_behind(sentence: Sentence, first: int) -> Word | None:
    """The first path among the next words."""
    placed = placed_words(sentence.text, len(sentence.words))
    for word in placed[first : first + _NEAR]:
        if is_path(word.text) or _is_folder(sentence.text, word):
            return word
    return None


def _is_folder(text: str, word: Word) -> bool:
    """Whether a word is a folder: in code, with a slash in it or at its end."""
    before = text[max(0, word.start - 3) : word.start]
    if "`" not in before or _SITE.match(word.text):
        return False
    return bool(text[word.end : word.end + 1] == "/" or _FOLDER.match(word.text))
