import re

from skillrt.primitives.gen_code_javascript.asynchronous import memo, pool
from skillrt.primitives.probing import Attempt
from skillrt.primitives.probing_parts.coding import judge
from skillrt.primitives.probing_parts.drawing import draws

# another way to do it: recursion over an iterator in place of workers
RECURSIVE = """
export const NAME = (tasks, limit) => new Promise((resolve) => {
  const out = [], queue = tasks.map((task, at) => [task, at, 0]);
  let open = 0;
  const step = () => {
    if (!queue.length && !open) return resolve(out);
    while (open < limit && queue.length) {
      const [task, at, n] = queue.shift();
      open++;
      const again = (m) => task().then((v) => { out[at] = { OK: true, VALUE: v }; },
        (e) => m < AGAIN ? again(m + 1) : (out[at] = { OK: false, REASON: e.message }));
      again(n).then(() => { open--; step(); });
    }
  };
  step();
});
"""


def test_a_pool_may_be_written_otherwise():
    made = pool(draws("test", "L3", "pool"))
    source = made.reference.answer
    words = {
        "NAME": re.search(r"function (\w+)", source)[1],
        "OK": re.search(r"\{ (\w+): true", source)[1],
        "VALUE": re.search(r"true, (\w+):", source)[1],
        "REASON": re.search(r"false, (\w+):", source)[1],
        "AGAIN": re.search(r"attempt >= (\d)", source)[1],
    }
    text = RECURSIVE
    for word, value in words.items():
        text = re.sub(rf"\b{word}\b", value, text)
    assert judge(made, Attempt(f"```js\n{text}\n```")).outcome in {"passed", "skipped"}


def test_what_is_exported_must_be_there():
    made = memo(draws("test", "L3", "memo"))
    verdict = judge(made, Attempt("```js\nexport const x = 1;\n```"))
    assert verdict.outcome in {"failed", "skipped"}
    assert verdict.why
