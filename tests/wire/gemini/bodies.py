"""Strategies for bodies of Gemini."""

from hypothesis import strategies as st

from tests.wire.json_bodies import anything, thing, words

blob = thing({"mimeType": st.just("image/png"), "data": st.just("aGk="), "displayName": words})
file = thing({"mimeType": st.just("image/png"), "fileUri": st.just("https://h/x")})
media = thing({"inlineData": blob | anything}) | thing({"fileData": file | anything})
ids = st.sampled_from(["", "c1", "call-0", "call-1-0"])
names = st.sampled_from(["run", "read", ""])
call = thing({"id": ids, "name": names, "args": thing({"a": anything}) | anything, "willContinue": anything})
answers = thing({"output": words | anything}) | thing({"error": words}) | anything
result = thing(
    {
        "id": ids,
        "name": names,
        "response": answers,
        "parts": st.lists(media | anything, max_size=2),
        "scheduling": words,
    }
)
part = (
    thing({"text": words, "thought": st.booleans(), "thoughtSignature": words})
    | media
    | thing({"functionCall": call | anything, "thoughtSignature": words, "thought": st.booleans()})
    | thing({"functionResponse": result | anything, "thoughtSignature": words})
    | thing({"executableCode": anything})
    | anything
)
parts = st.lists(part, max_size=4)
roles = st.sampled_from(["user", "model", "function"])
content = thing({"role": roles, "parts": parts})
schema = thing({"type": words}) | anything
declaration = thing(
    {"name": words, "description": words, "parameters": schema, "parametersJsonSchema": schema, "response": anything}
)
tools = st.lists(
    thing({"functionDeclarations": st.lists(declaration, max_size=3) | anything, "googleSearch": anything})
    | anything,
    max_size=3,
)
numbers = st.integers(-2, 2**60) | st.floats(allow_nan=False, allow_infinity=False) | anything
levels = st.sampled_from(["low", "HIGH", "on", "budget:1", "Mixed"]) | anything
thinking = thing({"thinkingBudget": numbers, "thinkingLevel": levels, "includeThoughts": st.booleans()})
config = thing(
    {
        "maxOutputTokens": numbers,
        "temperature": numbers,
        "topP": numbers,
        "topK": numbers,
        "stopSequences": st.lists(words, max_size=2) | anything,
        "thinkingConfig": thinking | anything,
    }
)
modes = st.sampled_from(["AUTO", "ANY", "NONE", "VALIDATED"]) | anything
calling = thing({"mode": modes, "allowedFunctionNames": st.lists(words, max_size=2) | anything})
requests = thing(
    {
        "contents": st.lists(content, max_size=4),
        "systemInstruction": thing({"role": words, "parts": parts}),
        "tools": tools | anything,
        "toolConfig": thing({"functionCallingConfig": calling | anything, "retrievalConfig": anything}) | anything,
        "generationConfig": config | anything,
        "safetySettings": anything,
    }
).map(lambda body: {"contents": [], **body})
paths = st.sampled_from(
    [
        "/v1beta/models/gemini-2.5-pro:generateContent",
        "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
        "/v1/models/g:streamGenerateContent",
        "/v1beta/models/g:generateContent?alt=sse&x=1",
        "/v1/projects/p/locations/l/publishers/google/models/g:streamGenerateContent?x=1&alt=sse",
    ]
)
counts = st.integers(0, 3)
usage = thing(
    {
        "promptTokenCount": counts,
        "candidatesTokenCount": counts,
        "thoughtsTokenCount": counts,
        "cachedContentTokenCount": counts,
        "totalTokenCount": st.integers(0, 9),
        "promptTokensDetails": anything,
    }
)
reasons = st.sampled_from(["STOP", "MAX_TOKENS", "SAFETY", "OTHER", "MALFORMED_FUNCTION_CALL", "NEW", ""]) | anything
candidate = thing(
    {"content": content | anything, "finishReason": reasons, "index": counts, "safetyRatings": anything}
)
error = thing({"code": st.just(429) | anything, "message": words, "status": words, "details": anything})
responses = (
    thing(
        {
            "candidates": st.lists(candidate, max_size=2) | anything,
            "promptFeedback": thing({"blockReason": reasons}) | anything,
            "usageMetadata": usage | anything,
            "modelVersion": words,
            "responseId": words,
        }
    )
    | thing({"error": error})
    | st.lists(thing({"error": error}), min_size=1, max_size=1)
)
