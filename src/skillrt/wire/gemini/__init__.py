"""Gemini: `generateContent` and `streamGenerateContent`.

Written after the API reference (ai.google.dev/api/generate-content, /api/caching for Content and Part) and the guides
on function calling, thinking and thought signatures (ai.google.dev/gemini-api/docs) as known on 2026-11-28, and after
what Gemini CLI 0.61.0 was seen to send on 2026-11-22.
"""
