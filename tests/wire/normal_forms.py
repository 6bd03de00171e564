"""Strategies for parts and responses of the normal form, as every dialect can say them."""

import msgspec
from hypothesis import strategies as st

from skillrt.wire.exchange import Text, Thinking, ToolCall, Usage

words = st.text(max_size=20)
some = st.text(min_size=1, max_size=20)
texts = st.builds(Text, text=words)
thoughts = st.builds(Thinking, text=some)
arguments = st.dictionaries(words, words | st.integers(0, 9) | st.lists(words, max_size=2), max_size=2).map(
    lambda value: msgspec.json.encode(value).decode()
)
calls = st.builds(ToolCall, id=some, name=some, arguments=arguments)
custom_calls = st.builds(ToolCall, id=some, name=some, arguments=words, kind=st.just("custom"))
usages = st.builds(
    Usage, input=st.integers(0, 9), output=st.integers(5, 9), cache_read=st.integers(0, 3), thinking=st.integers(0, 3)
)
