import pytest

from skillrt.code import commands
from skillrt.passes.concurrency.programs import asked_by, done_by, filled_alike, looks_itself


def done(text: str, scripts=None):
    (command,) = commands(text)
    return done_by(command, scripts or {})


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("git diff --stat", "looks"),
        ("git push origin main", "outside"),
        ("gh pr list", "looks"),
        ("gh pr create --fill", "outside"),
        ("helm install a ./a --dry-run", "looks"),
        ("helm install a ./a", "outside"),
        ("rsync -n a b", "looks"),
        ("kubectl delete deployment web -n prod", "outside"),
        ("kubectl -n prod delete pod web", "outside"),
        ("kubectl delete pod info", "outside"),
        ("kubectl apply -f a.yaml --dry-run=server", "looks"),
        ("kubectl logs web", "looks"),
        ("kubectl logs web -f", "any"),
        ("git -C site push origin main", "outside"),
        ("git -C site log", "looks"),
        ("helm uninstall web -n prod", "outside"),
        ("az vm delete -n web -g rg --yes", "outside"),
        ("az vm list -o table", "looks"),
        ("aws logs delete-log-group --log-group-name a", "outside"),
        ("aws ec2 describe-instances", "looks"),
        ("aws s3api list-buckets", "looks"),
        ("aws s3 sync a s3://b", "outside"),
        ("redis-cli -n 2 FLUSHDB", "outside"),
        ("gh api repos/a/b/labels -f name=x", "outside"),
        ("gh api search/issues --method GET -f q=a", "looks"),
        ("gh api graphql -f query='query { viewer { login } }'", "looks"),
        ("gh api graphql -f query='mutation { close }'", "outside"),
        ("systemctl restart web", "outside"),
        ("systemctl list-timers", "looks"),
        ("rm -rf logs", "writes"),
        ("git clean logs -fd", "any"),
        ("unlink logs", "any"),
        ("kubectl label pod info a=b", "outside"),
        ("kubectl delete deployment graphql", "outside"),
        ("kubectl rollout undo deployment status", "outside"),
        ("aws logs associate-kms-key --log-group-name a", "outside"),
        ("systemctl mask status", "outside"),
        ("redis-cli del list", "outside"),
        ("docker compose logs web", "looks"),
        ("ruff check --fix .", "any"),
        ("tail -f log.txt", "any"),
        ("tail log.txt", "looks"),
        ("pytest -q", "tests"),
        ("curl https://a.example", "looks"),
        ("curl -X POST https://a.example", "outside"),
        ("mkdir out", "writes"),
        ("cat a.txt > b.txt", "writes"),
        ("python3 run.py", "any"),
        ("something new", "any"),
        ("tool tasks list", "looks"),
        ("wget https://a.example/b", "any"),
        ("wget -qO- https://a.example/b", "looks"),
        ("tool login status --json", "looks"),
        ("npm run list", "any"),
        ("docker exec list", "any"),
        ("python -c 'import a; print(a.__version__)'", "looks"),
        ("python -c 'import a; a.run()'", "any"),
        ("sort a.txt", "looks"),
        ("sort -o a.txt a.txt", "writes"),
        ("something list", "looks"),
        ("something --version", "looks"),
        ("curl -f https://a.example/health", "looks"),
        ("curl --get https://a.example/find --data q=1", "looks"),
        ("curl -sXPOST https://a.example", "outside"),
        ("curl -X GET https://a.example -d '{}'", "looks"),
        ("curl https://a.example -d@body.json", "outside"),
        ("http POST https://a.example name=b", "outside"),
        ("aws cloudformation describe-stacks --stack-name a", "looks"),
        ("aws --profile a s3 ls", "looks"),
        ("gcloud projects get-iam-policy a", "looks"),
        ("sudo systemctl restart a", "outside"),
        ('psql -h db -c "SELECT count(*) FROM a"', "looks"),
        ('psql -c "SELECT 1; DELETE FROM a"', "outside"),
        ("psql -f list.sql", "outside"),
        ("kubectl delete pod a -n prod", "outside"),
        ("kubectl -n prod apply -f a.yaml", "outside"),
        ("helm upgrade a ./a -n prod", "outside"),
        ("git push -n", "looks"),
        ("git -C a push", "outside"),
        ("git --no-pager log", "looks"),
        ("ssh host status", "outside"),
        ("MAIL FROM:<a@b.example>", "any"),
    ],
)
def test_what_a_command_does(text, effect):
    assert done(text).effect == effect


def test_what_it_reads_and_writes():
    assert done("cp a.txt b.txt").writes == ("b.txt",)
    assert done("pandoc in.md -o out.html").writes == ("out.html",)
    assert done("pandoc in.md -o out.html").reads == ("in.md",)
    assert done("tool plan --output json").writes == ()
    assert done("tool plan --output plan.json").writes == ("plan.json",)
    assert done("sort < in.txt > out.txt 2> /dev/null").reads == ("in.txt",)
    assert done("convert.py <in.pdf> <output_dir>").writes == ("<output_dir>",)


def test_the_interface_of_a_script_names_its_outputs():
    script = "import argparse\np = argparse.ArgumentParser()\n"
    script += "p.add_argument('source')\np.add_argument('output')\np.parse_args()\n"
    found = done("python scripts/fill.py a.json b.json", {"scripts/fill.py": script})
    assert (found.script, found.reads, found.writes) == ("scripts/fill.py", ("a.json",), ("b.json",))


def test_variables_of_the_shell():
    assert done("echo $HOME ${NAME}").uses == ("HOME", "NAME")
    (outer, *_) = commands("BASE=$(git rev-parse HEAD)")
    assert done_by(outer).sets == ("BASE",)


def test_the_same_with_other_options_and_places_that_another_fills():
    assert asked_by(done("tool status -a")) == asked_by(done("tool status"))
    assert asked_by(done("curl https://a.example/b?c=1")) == asked_by(done("curl https://a.example/b"))
    assert not filled_alike([done("gh run list"), done("gh run view <run-id>")])
    assert filled_alike([done("cat <file>"), done("wc <file>")])


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("test -d build", True),
        ("sleep 1", True),
        ("grep -q a b.txt", True),
        ("curl -sf https://a.example", True),
        ("curl -s https://a.example", False),
        ("grep a b.txt", False),
    ],
)
def test_what_is_there_for_its_status_or_to_let_time_pass(text, decides):
    assert done(text).decides is decides


def test_what_says_or_waits_looks_at_nothing():
    assert [looks_itself(done(text)) for text in ("ls", "echo a", "sleep 1", "cd a", "make")] == [True] + [False] * 4
