import pytest

from skillrt.passes.concurrency.loops import free_loops

FREE = [
    "import m\nfor x in ['a', 'b']:\n    r = m.Model(x)\n    out[x] = r.run()\n",
    "for k in range(2, 9):\n    m = KMeans(k)\n    scores.append(m.score())\n",
    "for f in os.listdir('d'):\n    a = load_it(f)\n    a.to_csv(f'{f}.csv')\n",
    "for x in xs:\n    with open(x) as f:\n        d = load(f)\n    rows.append(d)\n",
    "import s\nfor r in rs:\n    s.cluster(data, key_added=f'k{r}')\n",
    "for x in xs:\n    s = Model(x).score()\n    if s > best:\n        best, kept = s, x\n",
    "for x in xs:\n    r = process(x, given)\n    rows.append(r)\n",
    "for x in xs:\n    a = np.zeros(6)\n    a[axis] = x\n    rows.append(run(a))\n",
    "for x in xs:\n    if x.good:\n        n += 1\n        y = Model(x)\n",
]
BOUND = [
    "for x in xs:\n    y = step(y, x)\n",  # the round before left y
    "last = 0\nfor x in xs:\n    s = Model(x).score()\n    if s > last:\n        last = s\n",
    "best = 0\nfor x in xs:\n    s = Model(x).score()\n    if s > best:\n        best = s + best\n",
    "for x in xs:\n    r = client.post(x)\n",
    "for x in train_loader:\n    r = encode(x)\n",
    "for x in xs:\n    r = client.place_order(x, 10.0)\n",  # the money is gone for the next one
    "for x in xs:\n    r = Model(x)\n    picture.rectangle(x, outline=x)\n",
    "for x in xs:\n    if Model(x):\n        raise ValueError(x)\n",
    "for command in commands:\n    r = Shell(command)\n",  # their order is what they are for
    "for x in xs:\n    t = time.time()\n    r = f(x)\n",  # what is measured is how long one takes alone
    "for x in xs:\n    a, b = client.exec_command(x)\n",
    "for x in xs:\n    r = np.random.normal(x)\n",
    "for x in xs:\n    r = process(all)\n",  # nothing of the round is used
    "for x in xs:\n    r = f(x, r)\n",
    "for x in xs:\n    table = DataFrame(x)\n",  # not worth it
    "for x in xs:\n    send(x)\n",
    "for x in xs:\n    client.post(x)\n",
    "for x in xs:\n    out.write(Model(x))\n",
    "for x in xs:\n    Model(x)\n    time.sleep(1)\n",
    "for x in xs:\n    if Model(x):\n        break\n",
    "for epoch in range(9):\n    m = Model(epoch)\n",
    "for _ in range(9):\n    m = Model(1)\n",
    "for page in pdf.pages:\n    t = Model(page)\n",
    "for cell in row:\n    cell.fill = Fill()\n",
    "for leaf in tree:\n    leaf.add_feature(Model())\n",
    "for df in dfs:\n    df.to_excel(writer, sheet_name='a')\n",
    "for x in xs:\n    df = Model(x)\n    df.to_csv('all.csv')\n",
    "for x in xs:\n    process(x)\n",  # nothing is known of it
    "for x in xs:\n    print(x)\n",  # not worth it
    "for x in xs:\n    net.parts.by_name(x).switch_off()\n",  # all rounds share the net
    "def f(:\n",
]


@pytest.mark.parametrize("text", FREE)
def test_rounds_that_use_nothing_of_each_other(text):
    assert len(list(free_loops(text))) == 1


@pytest.mark.parametrize("text", BOUND)
def test_rounds_that_may(text):
    assert list(free_loops(text)) == []


def test_place_width_and_what_is_merged():
    (loop,) = free_loops("names = ['a', 'b', 'c']\n\nfor name in names:\n    m = Model(name)\n    found.append(m)\n")
    assert (loop.head, loop.line, loop.end_line, loop.width, loop.merge) == ("name", 3, 5, 3, ("found",))
    (inner,) = free_loops("def f():\n    for x in xs:\n        m = Model(x)\n")
    assert (inner.line, inner.width) == (2, 0)
