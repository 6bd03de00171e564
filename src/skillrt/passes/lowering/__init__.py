"""Lowering: which gaps a skill has on a target, which drafts would close them, and what taking one changes."""
