"""Say what a run did: the pattern filled with its facts."""

from collections.abc import Mapping

from skillrt.jit.answers.build import words
from skillrt.jit.answers.facts import number_of
from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said


def answer(pattern: AnswerPattern, facts: Mapping[Fact, str], outputs: tuple[str, ...]) -> str:
    """The answer in words. A sentence whose facts cannot be had is left out; at the least the files are named."""
    sentences = [text for sentence in pattern.sentences if (text := _sentence(sentence, facts)) is not None]
    if sentences:
        return " ".join(sentences)
    data = words()
    return str(data["saved"]).format(files=" and ".join(outputs)) if outputs else str(data["done"])


def _sentence(said: tuple[Said, ...], facts: Mapping[Fact, str]) -> str | None:
    parts: list[str] = []
    for part in said:
        if part.fact is None:
            parts.append(part.text)
            continue
        value = facts.get(part.fact)
        if value is None:
            return None
        number = number_of(value)
        parts.append(value if part.decimals < 0 or number is None else f"{number:.{part.decimals}f}")
    return "".join(parts)
