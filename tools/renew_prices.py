"""Write the table of prices anew from LiteLLM's model cost map, a file that comes with its package.

usage: python tools/renew_prices.py COST_MAP.json VERSION DATE
"""

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src" / "skillrt" / "gateway" / "assembly" / "prices.toml"
PROVIDERS = ("anthropic", "openai", "gemini", "deepseek", "xai", "mistral", "moonshot", "zai", "dashscope", "minimax")
MODES = ("chat", "responses")
DATED = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|v\d+:\d+)$")
NOT_WORDS = re.compile(
    r"audio|image|tts|transcribe|live|search|embedding|realtime|robotics|gemma|learnlm|veo|lyria|omni|ft:"
)
HEAD = """\
# What tokens cost, in US dollars for a million of them, by model name (without provider and date). Written by
# tools/renew_prices.py. List prices for short prompts; batch, priority and long-context prices are left out.
date = "{date}"
sources = ["the model cost map of LiteLLM (package litellm {version}, MIT licence), read {date}; first parties only"]

[models]
"""


def main(arguments: list[str]) -> None:
    """Read, sift, write."""
    source, version, date = arguments
    table = json.loads(Path(source).read_text(encoding="utf-8"))
    lines = [
        f'"{name}" = {{ {", ".join(f"{key} = {value:g}" for key, value in price)} }}' for name, price in found(table)
    ]
    TARGET.write_text(HEAD.format(date=date, version=version) + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} models")


def found(table: dict[str, dict[str, object]]) -> list[tuple[str, list[tuple[str, float]]]]:
    """Names and prices, sorted by name."""
    prices: dict[str, list[tuple[str, float]]] = {}
    for key, entry in sorted(table.items(), key=lambda item: (item[0].count("/"), len(item[0]), item[0])):
        name = DATED.sub("", key.rpartition("/")[2].lower())
        if entry.get("litellm_provider") not in PROVIDERS or entry.get("mode") not in MODES or NOT_WORDS.search(name):
            continue
        price = [
            (word, round(float(str(entry[member])) * 1_000_000, 6))
            for word, member in (
                ("input", "input_cost_per_token"),
                ("output", "output_cost_per_token"),
                ("cache_read", "cache_read_input_token_cost"),
                ("cache_write", "cache_creation_input_token_cost"),
            )
            if isinstance(entry.get(member), int | float)
        ]
        if len(price) >= 2 and price[1][0] == "output":
            prices.setdefault(name, price)
    return sorted(prices.items())


if __name__ == "__main__":
    main(sys.argv[1:])
