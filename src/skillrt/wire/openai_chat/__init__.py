"""OpenAI Chat Completions, as OpenAI and the many others that speak it write it.

Sources: OpenAI's API reference of chat completions and its Python SDK's types (read 2026-11-28); the documentation of
vLLM, DeepSeek and OpenRouter of `reasoning_content` and `reasoning` (read 2026-11-28).
"""
