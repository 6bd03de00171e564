"""Anthropic Messages, as Anthropic and those who are compatible with it write it.

Sources: Anthropic's API reference of messages and streaming and its Python SDK's types (read 2026-11-28), and what
Claude Code 2.1.330 sent (observed 2026-11-22), which puts messages of the role `system` between the others.
"""
