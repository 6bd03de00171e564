"""L3: functions that are exported and tried by a program of ours with promises that it settles itself."""

from random import Random
from typing import Final

from skillrt.primitives.probing import Instance
from skillrt.primitives.probing_parts.coding import Work, coded
from skillrt.primitives.probing_parts.drawing import PLACES, WARES
from skillrt.primitives.probing_parts.running import Trial


def _work(driver: str, trials: list[tuple[str, str, str]]) -> Work:
    """`trials`: name, what the driver's `data` is, what it prints."""
    made = tuple(Trial(name, {"try.mjs": f"const data = {data};\n{driver}"}, prints) for name, data, prints in trials)
    return Work(("javascript", "js", "mjs", "node"), "solution.mjs", ("node", "try.mjs"), made)


_POOL_DRIVER: Final = """
import * as solution from "./solution.mjs";
const turns = (n) => new Promise((done) => setTimeout(done, n * 15));
let running = 0, most = 0;
const starts = [];
const tasks = data.tasks.map(({{ name, takes, fails }}) => {{
  let tries = 0;
  return async () => {{
    starts.push(name + tries);
    running += 1;
    most = Math.max(most, running);
    await turns(takes);
    running -= 1;
    tries += 1;
    if (tries <= fails) throw new Error(name + " failed " + tries);
    return name + " done";
  }};
}});
const results = await solution.{name}(tasks, data.limit);
console.log("results", JSON.stringify(results));
console.log("most at once", most);
console.log("first", starts.slice(0, data.limit).join(" "));
console.log("starts", starts.length, "still running", running);
console.log("none", JSON.stringify(await solution.{name}([], data.limit)));
"""
_POOL: Final = """
export async function {name}(tasks, limit) {{
  const results = new Array(tasks.length);
  let next = 0;
  async function worker() {{
    while (next < tasks.length) {{
      const at = next++;
      for (let attempt = 0; ; attempt++) {{
        try {{
          results[at] = {{ {ok}: true, {value}: await tasks[at]() }};
          break;
        }} catch (error) {{
          if (attempt >= {again}) {{
            results[at] = {{ {ok}: false, {reason}: error.message }};
            break;
          }}
        }}
      }}
    }}
  }}
  await Promise.all(Array.from({{ length: Math.min(limit, tasks.length) }}, () => worker()));
  return results;
}}
"""


def pool(random: Random) -> Instance:
    """Run asynchronous functions, so many at once, each tried again so often."""
    name = f"run{random.choice(WARES).title()}sOf{random.choice(PLACES)}"
    ok, value = random.choice((("ok", "value"), ("done", "result"), ("success", "data")))
    reason, again = random.choice(("error", "reason", "why")), random.randint(1, 3)
    trials: list[tuple[str, str, str]] = []
    for limit in random.sample((2, 3, 4), 2):
        wares = random.sample(WARES, 7)
        takes = [3, 1, 2, 1, 3, 1, 2]
        fails = [0, again, 0, again + 1, 1, 0, 9]
        random.shuffle(fails)
        listed = ", ".join(
            f'{{ name: "{ware}", takes: {take}, fails: {fail} }}'
            for ware, take, fail in zip(wares, takes, fails, strict=True)
        )
        results = ",".join(
            f'{{"{ok}":true,"{value}":"{ware} done"}}'
            if fail <= again
            else f'{{"{ok}":false,"{reason}":"{ware} failed {again + 1}"}}'
            for ware, fail in zip(wares, fails, strict=True)
        )
        starts = sum(min(fail, again) + 1 for fail in fails)
        prints = (
            f"results [{results}]\nmost at once {limit}\nfirst {' '.join(f'{ware}0' for ware in wares[:limit])}\n"
            f"starts {starts} still running 0\nnone []\n"
        )
        trials.append((f"{limit} at once", f"{{ limit: {limit}, tasks: [{listed}] }}", prints))
    task = (
        f"Write an ES module for node (no packages) that exports an asynchronous function `{name}(tasks, limit)`. "
        "`tasks` is an array of functions without parameters that give promises; `limit` is a whole number of at "
        "least 1. It calls the functions in the order of the array, as many at once as `limit` allows and never "
        "more; when one is finished with, the next starts. Where a promise is rejected, the same function is "
        f"called again at once, in place of another, up to {again} more time{'s' * (again > 1)}; then the task has "
        f"failed. It resolves to an array with one entry a task, in the order of the tasks: `{{ {ok}: true, "
        f"{value}: X }}`, X being what the promise resolved to, or `{{ {ok}: false, {reason}: M }}`, M being the "
        "message of the last error; no other properties, in this order. It never rejects, and leaves nothing "
        "running. Of no tasks comes an empty array."
    )
    values = {"name": name, "ok": ok, "value": value, "reason": reason, "again": again}
    slips = [
        ("tried once more than asked for", f"attempt >= {again}", f"attempt > {again}"),
        ("all run at once", "Math.min(limit, tasks.length)", "tasks.length"),
        ("one after the other", "Math.min(limit, tasks.length)", "1"),
        ("the error in place of its message", "error.message", "error"),
    ]
    return coded(task, _work(_POOL_DRIVER.format(**values), trials), _POOL.format(**values), slips)


_MEMO_DRIVER: Final = """
import * as solution from "./solution.mjs";
let time = 0;
const calls = [];
const waiting = new Map();
const ask = solution.{name}((key) => {{
  calls.push(key);
  return new Promise((resolve, reject) => waiting.set(key, {{ resolve, reject }}));
}}, {{ {life}: data.life, {most}: data.most, now: () => time }});
const settle = async (key, how, value) => {{
  waiting.get(key)[how](value);
  await new Promise((done) => setTimeout(done, 5));
}};
const told = (promise) => promise.then((value) => "value " + value, (error) => "error " + error.message);
for (const [what, key, value] of data.steps) {{
  if (what === "time") time = key;
  else if (what === "both") {{
    const [one, other] = [ask(key), ask(key)];
    await settle(key, "resolve", value);
    console.log(what, key, await told(one), await told(other), calls.length);
  }} else if (what === "fail") {{
    const one = told(ask(key));
    await settle(key, "reject", new Error(value));
    console.log(what, key, await one, calls.length);
  }} else if (what === "kept") {{
    const before = calls.length;
    const one = told(ask(key));
    if (calls.length > before) await settle(key, "resolve", "fresh");
    console.log(what, key, await one, calls.length);
  }}
}}
"""
_MEMO: Final = """
export function {name}(load, {{ {life}, {most}, now }}) {{
  const kept = new Map();
  const pending = new Map();
  return async (key) => {{
    const entry = kept.get(key);
    if (entry && now() - entry.at < {life}) {{
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    }}
    if (pending.has(key)) return pending.get(key);
    const promise = load(key).then((value) => {{
      kept.delete(key);
      kept.set(key, {{ value, at: now() }});
      if (kept.size > {most}) kept.delete(kept.keys().next().value);
      return value;
    }}).finally(() => pending.delete(key));
    pending.set(key, promise);
    return promise;
  }};
}}
"""


def memo(random: Random) -> Instance:
    """Keep what an asynchronous function gave: shared while it runs, for a time, the least used leaves."""
    name, life = f"{random.choice(WARES)}{random.choice(PLACES)}Cache", random.choice(("ttl", "maxAge", "lifetime"))
    most = random.choice(("max", "size", "capacity"))
    trials: list[tuple[str, str, str]] = []
    for number in range(2):
        one, two, three, four = random.sample(WARES, 4)
        lasts, start = random.randint(20, 90), random.randint(1, 50)
        steps = [
            ("time", start, ""), ("both", one, "A"), ("both", two, "B"), ("kept", one, ""), ("both", three, "C"),
            ("kept", one, ""), ("kept", two, ""), ("fail", four, "broken"), ("both", four, "D"),
            ("time", start + lasts - 1, ""), ("kept", four, ""), ("time", start + lasts, ""), ("kept", four, ""),
        ]  # fmt: skip
        lines = [
            f"both {one} value A value A 1", f"both {two} value B value B 2", f"kept {one} value A 2",
            f"both {three} value C value C 3", f"kept {one} value A 3", f"kept {two} value fresh 4",
            f"fail {four} error broken 5", f"both {four} value D value D 6", f"kept {four} value D 6",
            f"kept {four} value fresh 7",
        ]  # fmt: skip
        listed = ", ".join(
            f'["{what}", {key}]' if isinstance(key, int) else f'["{what}", "{key}", "{value}"]'
            for what, key, value in steps
        )
        data = f"{{ life: {lasts}, most: 2, steps: [{listed}] }}"
        trials.append((f"sequence {number + 1}", data, "".join(f"{line}\n" for line in lines)))
    task = (
        f"Write an ES module for node (no packages) that exports a function `{name}(load, options)`. `load(key)` "
        f"gives a promise. `options` has `{life}` and `{most}` (whole numbers of at least 1) and `now`, a function "
        f"that gives the time. `{name}` returns a function `ask(key)` that gives a promise of the value of that "
        "key:\n- A value that was loaded is kept from the time at which its promise resolved, and given without a "
        f"call of `load` as long as less than `{life}` has passed since then; after that it is loaded again.\n- At "
        f"most `{most}` values are kept; where one more comes, the one whose last use (loaded, or given by `ask`) "
        "is longest ago leaves.\n- While a key is being loaded, further `ask` of that key call nothing and give "
        "the same value.\n- Where `load` rejects, `ask` rejects with the same error; nothing is kept, and the "
        "next `ask` loads again.\nUse no timers and no clock of your own. The keys are strings. `load` is called "
        "before `ask` gives its promise."
    )
    values = {"name": name, "life": life, "most": most}
    slips = [
        ("kept for one tick too long", f"< {life}", f"<= {life}"),
        ("use does not count for leaving", "      kept.delete(key);\n      kept.set(key, entry);\n", ""),
        ("each ask loads", "if (pending.has(key)) return pending.get(key);", ""),
        ("a failure is kept", ").finally(() => pending.delete(key))", ")"),
    ]
    return coded(task, _work(_MEMO_DRIVER.format(**values), trials), _MEMO.format(**values), slips)
