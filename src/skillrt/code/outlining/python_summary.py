"""What a program is called and the line that says what it does: from heading, sentence and comments of its block."""

import re

from skillrt.code.outlining.python_block import Block

_GENERIC = re.compile(
    r"(?i)(?:(?:quick ?start|examples?|usage|basic usage|python|code|basics?|overview|installation|setup|note|steps?"
    r"|implementation|sample|snippet|workflow|common tasks|getting started|output|input|solution|how to use|tip"
    r"|python (?:api|example|code|library|sdk)|basic|simple|advanced|patterns?|instructions|template|script"
    r"|what to do|decision order|best practices|troubleshooting|common (?:use cases|issues)|prerequisites"
    r"|important considerations|how it works|quick reference|the code"
    r"|fix|use|using|method|pattern|option)s?[\d\s:.]*)\Z"
)
_MARKUP = re.compile(r"[`*_#]{1,3}(?=\w)|(?<=\w)[`*_]{1,3}(?!\w)|\[([^\]\n]{1,200})\]\([^)\n]{0,300}\)")
_NUMBER = re.compile(r"(?i)\A(?:step |phase |part |example |recipe )?[\d.]{1,6}[.):\s-]+")
_DROPPED = frozenset((
    "a", "an", "the", "of", "to", "from", "with", "and", "or", "in", "on", "for", "by", "using", "via", "your",
    "this", "that", "is", "as", "into", "it",
))  # fmt: skip


def summary_of(block: Block) -> str:
    """One line without markup, at most 120 characters, ending in a full stop."""
    doc = _docstring(block)
    comment = _first_comment(block)
    title, lead = _plain(block.snippet.title), _plain(block.snippet.lead)
    for text in (title, lead, doc, comment):
        if text and not _GENERIC.match(text) and len(text.split()) > 1:
            return _sentence(text)
    return _sentence(next((text for text in (comment, doc, lead, title) if text), "Run the code of this skill"))


def file_name(block: Block, taken: dict[str, None]) -> str:
    """`merge-pdfs.py`: the first words of heading or summary, different from the names taken."""
    title = _plain(block.snippet.title)
    source = title if title and not _GENERIC.match(title) else summary_of(block)
    words = re.findall(r"[a-z0-9]+", source.lower())
    kept = [word for word in words if word not in _DROPPED][:5] or words[:3] or ["snippet"]
    stem = "-".join(kept)[:48].strip("-")
    name, number = f"{stem}.py", 2
    while name in taken:
        name, number = f"{stem}-{number}.py", number + 1
    taken[name] = None
    return name


def _plain(text: str) -> str:
    text = " ".join(text[:1000].split())
    text = _MARKUP.sub(lambda found: found[1] or "", text)
    text = re.sub(r"[^\w\s.,:;()/&+'%<>=!?-]", "", text)
    return " ".join(_NUMBER.sub("", text).split()).strip(" :.-")


def _docstring(block: Block) -> str:
    import ast

    for node in [block.tree, *block.tree.body]:
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            text = ast.get_docstring(node)
            if text and text.strip():
                return _plain(text.strip().splitlines()[0])
    return ""


def _first_comment(block: Block) -> str:
    for line in block.text.splitlines():
        if line.startswith("#") and len(line.split()) > 2 and "pip install" not in line and not line.startswith("#!"):
            return _plain(line.lstrip("# "))
    return ""


def _sentence(text: str) -> str:
    text = text.replace("\\", "/").replace('"', "'").replace("%", " percent")
    if len(text) > 119:
        text = text[:116].rsplit(" ", 1)[0].rstrip(" ,;:") + "..."
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
