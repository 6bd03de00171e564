"""Strategies for bodies of OpenAI Responses."""

from hypothesis import strategies as st

from tests.wire.json_bodies import anything, thing, words

text_part = st.sampled_from(["input_text", "output_text", "text"]).flatmap(
    lambda kind: thing({"annotations": st.just([]) | anything, "logprobs": anything}, {"type": kind}).map(
        lambda part: {"text": "t", **part}
    )
)
data_url = st.sampled_from(
    [
        "data:image/png;base64,aGk=",
        "data:application/pdf;base64,aGk=",
        "data:;base64,",
        "data:audio/wav;base64,aGk=",
        "http://h/x.png",
    ]
)
media_part = (
    thing({"image_url": data_url, "detail": words}, {"type": "input_image"})
    | thing({"file_data": data_url, "file_url": data_url, "filename": words}, {"type": "input_file"})
    | thing({"input_audio": thing({"data": st.just("aGk="), "format": st.just("wav")})}, {"type": "input_audio"})
)
refusal = thing({"refusal": words}, {"type": "refusal"})
content = words | st.lists(text_part | media_part | refusal | anything, max_size=3) | anything
ids = st.sampled_from(["", "c1", "msg_1_0", "fc_1_0", "rs_1_0"])
message = thing(
    {
        "type": st.just("message"),
        "role": st.sampled_from(["user", "assistant", "system", "developer", "tool"]),
        "content": content,
        "id": ids,
        "status": st.just("completed") | words,
    }
)
call = st.sampled_from(["function_call", "custom_tool_call", "local_shell_call"]).flatmap(
    lambda kind: thing(
        {
            "id": ids,
            "call_id": ids,
            "name": st.just("run"),
            "arguments": st.just('{"a":1}') | words,
            "input": words,
            "action": anything,
            "namespace": st.just("space"),
            "status": st.just("completed") | words,
        },
        {"type": kind},
    )
)
output = st.sampled_from(
    ["function_call_output", "custom_tool_call_output", "local_shell_call_output", "shell_call_output"]
).flatmap(lambda kind: thing({"id": ids, "call_id": ids, "output": content}, {"type": kind}))
sections = st.lists(thing({"text": words, "type": st.sampled_from(["summary_text", "reasoning_text"])}), max_size=3)
reasoning = thing(
    {"id": ids, "summary": sections, "content": sections, "encrypted_content": words, "status": words},
    {"type": "reasoning"},
)
function = thing(
    {"name": words, "description": words, "parameters": anything, "strict": anything, "format": anything},
    {"type": "function"},
) | thing({"name": st.just("exec"), "format": anything}, {"type": "custom"})
tools = st.lists(
    function
    | thing({"name": words, "tools": st.lists(function, max_size=3), "description": words}, {"type": "namespace"})
    | thing({}, {"type": "web_search"})
    | anything,
    max_size=4,
)
additional = thing({"tools": tools | anything, "role": st.just("developer")}, {"type": "additional_tools"})
items = st.lists(
    message | call | output | reasoning | additional | anything | thing({"id": ids}, {"type": "item_reference"}),
    max_size=6,
)
choices = st.sampled_from(["auto", "none", "required"]) | thing(
    {"name": st.sampled_from(["exec", "run"]), "type": st.sampled_from(["function", "custom"])}
)
numbers = st.integers(-1, 2**60) | st.floats(allow_nan=False, allow_infinity=False) | anything
efforts = thing({"effort": st.sampled_from(["none", "low", "on", "budget:1"]), "summary": words})
requests = thing(
    {
        "model": words,
        "input": items | words,
        "instructions": words | anything,
        "tools": tools | anything,
        "stream": st.booleans(),
        "max_output_tokens": numbers,
        "temperature": numbers,
        "top_p": numbers,
        "tool_choice": choices | anything,
        "parallel_tool_calls": st.booleans() | anything,
        "reasoning": thing({"effort": st.sampled_from(["none", "low", "on", "budget:1"]), "summary": words})
        | anything,
        "include": anything,
    }
).map(lambda body: {"input": [], **body})
details = thing(
    {
        "cached_tokens": st.integers(0, 3),
        "cache_write_tokens": st.integers(0, 3),
        "reasoning_tokens": st.integers(0, 3),
    }
)
usage = thing(
    {
        "input_tokens": st.integers(0, 3),
        "output_tokens": st.integers(0, 3),
        "total_tokens": st.integers(0, 6),
        "input_tokens_details": details | anything,
        "output_tokens_details": details | anything,
    }
)
error = thing({"message": words, "type": words, "code": words | anything, "param": anything})
reasons = thing({"reason": st.sampled_from(["max_output_tokens", "content_filter", "x"])})
responses = thing(
    {
        "id": st.just("resp_1"),
        "object": st.just("response"),
        "created_at": st.just(0) | anything,
        "model": words,
        "status": st.sampled_from(["completed", "incomplete", "failed", "in_progress", ""]) | anything,
        "output": items | anything,
        "usage": usage | anything,
        "error": error | anything,
        "incomplete_details": thing({"reason": st.sampled_from(["max_output_tokens", "content_filter", "x"])})
        | anything,
    }
) | thing({"error": error | anything})

kinds = st.sampled_from(
    [
        "response.created",
        "response.output_item.added",
        "response.output_item.done",
        "response.content_part.added",
        "response.content_part.done",
        "response.output_text.delta",
        "response.refusal.delta",
        "response.function_call_arguments.delta",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_text.delta",
        "response.completed",
        "response.failed",
        "error",
        "response.new",
    ]
)
places = st.integers(0, 2) | anything
events = thing(
    {
        "output_index": places,
        "content_index": places,
        "summary_index": places,
        "item": message | call | reasoning | anything,
        "part": text_part | refusal | media_part | anything,
        "delta": words | anything,
        "response": responses | anything,
        "message": words,
    }
).flatmap(lambda event: kinds.map(lambda kind: {**event, "type": kind}))
