"""OpenAI Responses.

Written after the API reference (developers.openai.com/api/reference/resources/responses: create, object, streaming
events) and the guides on function calling, reasoning and conversation state as known on 2026-11-28, and after what
Codex 0.169.0, opencode 1.18.33 and pi 0.73.1 were seen to send on 2026-11-22: `additional_tools` items, namespaces of
tools, free-text tools, messages without a `type`.
"""
