"""Names for findings that survive edits elsewhere in the file; baselines and SARIF recognise findings by them."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from skillrt.errors.findings import Finding

LENGTH = 32
# A line can be a megabyte; its beginning and the message tell findings apart well enough.
_LINE_LIMIT = 2000
_NUMBER = re.compile(r"\d+")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One name a finding, in the given order: 32 hexadecimal digits.

    It is made of the code, the path, the text of the line and the message without its numbers (which may be line
    numbers), hence it does not change when lines move. Findings that agree in all of these are counted in the order
    given, so that a second equal one is not mistaken for the first.
    """
    seen: Counter[str] = Counter()
    names: list[str] = []
    for finding in findings:
        content = _content(finding)
        seen[content] += 1
        names.append(_digest(f"{content}\0{seen[content]}"))
    return names


def _content(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    line = diagnostic.excerpt[:_LINE_LIMIT].strip()
    return "\0".join((diagnostic.code, finding.path, line, _NUMBER.sub("#", diagnostic.message)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
