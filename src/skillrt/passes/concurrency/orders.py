"""Orders: whether a title or a step tells the agent to do something, or only tells what happens."""

import re
from functools import lru_cache
from typing import Final

from skillrt.passes.concurrency.drafts import Draft, Page
from skillrt.passes.concurrency.words import phrases, words
from skillrt.reading.instructions import is_description, is_instruction
from skillrt.reading.phrases import words_of
from skillrt.reading.sentences import Sentence

_STEM: Final = 5
_LATIN: Final = re.compile(r"[A-Za-z]{3}")


def orders(draft: Draft, page: Page) -> bool:
    """Whether the step tells the agent to do something; a title in another script is taken for an order."""
    said = page.said(draft.leaves[0])[:1] if draft.leaves else ()
    other = not draft.title.isascii() and not _LATIN.search(draft.title)
    return other or tells(draft.title) or any(is_instruction(sentence) for sentence in said)


def is_told(draft: Draft) -> bool:
    """Whether a step is told in the third person, as what a program does by itself."""
    return is_description(words_of(draft.title))


def is_asked(draft: Draft) -> bool:
    """Whether a step is only a question; `Verify: does it pass?` is none."""
    asked = draft.leaves[0].text.rstrip("*_ \n").endswith(("?", "？"))
    return asked and not tells(draft.title.rstrip("?？"))


def stems_of(title: str) -> frozenset[str]:
    """The beginnings of the words of a title, without those that only say that it is a workflow."""
    plain = phrases("workflow", "title").sub(" ", title)
    return frozenset(word[:_STEM] for word in words_of(plain) if len(word) > 3)


@lru_cache(maxsize=4096)
def tells(text: str) -> bool:
    """Whether a title begins as an order does."""
    said = words_of(text)
    if said and said[0] in words("workflow", "orders"):
        return True
    return is_instruction(Sentence("", "item", text, 0, len(text), said))
