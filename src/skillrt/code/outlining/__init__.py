"""Outlining: code blocks that a model would have to write become programs that it only has to run."""

from skillrt.code.outlining.languages import outline
from skillrt.code.outlining.program import Input, InputKind, Outlined, Program, Refusal, Snippet

__all__ = ["Input", "InputKind", "Outlined", "Program", "Refusal", "Snippet", "outline"]
