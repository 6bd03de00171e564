"""Programs in other languages: Perl, plain and with its own modules; a language that the task itself tells."""

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Final

import msgspec

from skillrt.primitives.gen_code_other.language import Language, Wrong, language, run
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.coding import Work, coded, fenced, judge, shown
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, one_of
from skillrt.primitives.probing_parts.running import Trial

_ID: Final = "gen.code.other"


def _work(trials: Sequence[Trial]) -> Work:
    return Work(("perl", "pl"), "solution.pl", ("perl", "solution.pl"), tuple(trials))


_BANDS: Final = """
use strict;
use warnings;

my %count = (low => 0, middle => 0, high => 0);
my $line_number = 0;
open(my $in, '<', '{file}') or die "no file";
while (my $line = <$in>) {{
    $line_number++;
    $line =~ s/^\\s+|\\s+$//g;
    next if $line eq '' or $line !~ /^-?[0-9]+$/;
    if ($line < {low}) {{
        $count{{low}}++;
    }} elsif ($line > {high}) {{
        $count{{high}}++;
        print "$line_number: $line\\n";
    }} else {{
        $count{{middle}}++;
    }}
}}
close($in);
print "low $count{{low}}, middle $count{{middle}}, high $count{{high}}\\n";
"""


def _bands(random: Random) -> Instance:
    file, low, high = f"{random.choice(WARES)}.txt", random.randint(-9, 20), random.randint(40, 70)
    texts: list[str] = []
    told: list[str] = []
    for _ in range(3):
        cells = [str(random.randint(-30, 99)) for _ in range(9)]
        cells += [str(low), str(high), str(high + 1), f"  {high + 5} ", "", "12a", str(low - 1), "-", "4.5"]
        random.shuffle(cells)
        counts = {"low": 0, "middle": 0, "high": 0}
        lines: list[str] = []
        for at, cell in enumerate(cells, 1):
            if re.fullmatch(r" *-?[0-9]+ *", cell):
                value = int(cell)
                band = "low" if value < low else "high" if value > high else "middle"
                counts[band] += 1
                lines += [f"{at}: {value}\n"] if band == "high" else []
        texts.append("".join(f"{cell}\n" for cell in cells))
        told.append("".join(lines) + f"low {counts['low']}, middle {counts['middle']}, high {counts['high']}\n")
    task = (
        f"Write a program in Perl 5 (no modules but strict and warnings) that reads `{file}` in the current "
        "folder. Blanks at both ends of a line count nothing. Lines that are then not a whole number (digits 0-9, "
        f"perhaps with `-` in front) are skipped, but they count as lines. Numbers below {low} are low, numbers "
        f"above {high} are high, the others middle. Print `LINE: NUMBER` for each high number as it comes, LINE "
        "being its line number (the first line is 1), and at the end `low A, middle B, high C` with the "
        f"counts.\n\n{shown({file: texts[0]}, told[0])}"
    )
    trials = [
        Trial(f"input {at}", {file: text}, one) for at, (text, one) in enumerate(zip(texts, told, strict=True), 1)
    ]
    slips = [
        ("the bound itself is low", f"$line < {low}", f"$line <= {low}"),
        ("the bound itself is high", f"$line > {high}", f"$line >= {high}"),
        ("lines are counted from 0", "my $line_number = 0", "my $line_number = -1"),
    ]
    return coded(task, _work(trials), _BANDS.format(file=file, low=low, high=high), slips)


_GROUPS: Final = """
use strict;
use warnings;
use List::Util qw(sum max first);

my %group;
open(my $in, '<', '{file}') or die "no file";
while (<$in>) {{
    next unless /^(\\w+)\\s*->\\s*([\\w-]+)\\s*\\((\\d+)(?:\\s*,\\s*(\\w+))?\\)\\s*$/;
    push @{{$group{{$1}}}}, {{ id => $2, n => $3, tag => defined $4 ? $4 : '{none}' }};
}}
close($in);

sub width {{
    my ($list) = @_;
    return sum(map {{ $_->{{n}} }} @$list);
}}

for my $name (sort {{ width($group{{$b}}) <=> width($group{{$a}}) || $a cmp $b }} keys %group) {{
    my @list = @{{$group{{$name}}}};
    my $most = max(map {{ $_->{{n}} }} @list);
    my $best = first {{ $_->{{n}} == $most }} @list;
    my %tags = map {{ $_->{{tag}} => 1 }} @list;
    printf "%-{pad}s|%6.2f|%s|%s\\n", $name, width(\\@list) / @list, $best->{{id}}, join('+', sort keys %tags);
}}
"""


def _groups(random: Random) -> Instance:
    file, none, pad = f"{random.choice(WARES)}.map", random.choice(("none", "plain", "bare")), random.randint(10, 14)
    texts: list[str] = []
    told: list[str] = []
    for _ in range(3):
        names = random.sample(PLACES, 4)
        rows: list[tuple[str, str, int, str]] = []
        for _ in range(9):
            rows.append(
                (random.choice(names), code(random), random.randint(1, 60) * 4, random.choice(("", *COLOURS[:4])))
            )
        rows += [
            (names[0], code(random), 900, "red"),
            (names[0], code(random), 900, ""),
            (names[1], code(random), 8, ""),
        ]
        rows += [(name, code(random), 4, "blue") for name in names[2:]]
        lines = [
            f"{name}{' ' * random.randint(0, 2)}->{' ' * random.randint(0, 2)}{key} ({value}{', ' * bool(tag)}{tag})"
            for name, key, value, tag in rows
        ]
        broken = [f"{names[0]} - XX-000 (9000)", f"{names[1]} -> XX-001 (many)", "", f"{names[1]} -> XX-002 70"]
        texts.append("".join(f"{line}\n" for line in [*lines[:5], *broken, *lines[5:]]))
        found: list[tuple[int, str, str]] = []
        for name in dict.fromkeys(row[0] for row in rows):
            own = [row for row in rows if row[0] == name]
            total, most = sum(row[2] for row in own), max(row[2] for row in own)
            tags = "+".join(sorted({row[3] or none for row in own}))
            best = next(row[1] for row in own if row[2] == most)
            found.append((-total, name, f"{name:<{pad}}|{total / len(own):6.2f}|{best}|{tags}\n"))
        told.append("".join(line for _, _, line in sorted(found)))
    task = (
        f"Write a program in Perl 5 (only modules that come with Perl) that reads `{file}` in the current folder. "
        "Lines have the form `NAME -> ID (N)` or `NAME -> ID (N, TAG)`: NAME and TAG are words of letters, ID has "
        "letters, digits and `-`, N is a whole number of digits; around `->` there may be any number of blanks or "
        "none. Lines of another form are skipped. For each NAME print one line: NAME, filled up with blanks on "
        f"the right to {pad} characters; `|`; the mean of its N as printf's %6.2f gives it; `|`; the ID with the "
        "largest N (of several, the first in the file); `|`; its different TAGs, sorted by the codes of their "
        f"characters and joined by `+` (a line without a tag has the tag `{none}`). The NAME with the largest sum "
        f"of N comes first, among equals the name in ascending order.\n\n{shown({file: texts[0]}, told[0])}"
    )
    trials = [
        Trial(f"input {at}", {file: text}, one) for at, (text, one) in enumerate(zip(texts, told, strict=True), 1)
    ]
    slips = [
        ("names are sorted alone", "width($group{$b}) <=> width($group{$a}) || ", ""),
        ("the last of the largest", "first { $_->{n} == $most } @list", "first { $_->{n} == $most } reverse @list"),
        ("lines without a tag have none", f"'{none}'", "''"),
        ("tags are told again", "join('+', sort keys %tags)", "join('+', sort map { $_->{tag} } @list)"),
    ]
    return coded(task, _work(trials), _GROUPS.format(file=file, none=none, pad=pad), slips)


class _Told(msgspec.Struct, frozen=True):
    """A language, and what a program in it must print for each input."""

    language: Language
    trials: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


_RISES: Final = """
end nothing
read
set last
loop
end done
read
set now
get now
get last
SUB
neg lower
get now
get last
SUB
zero lower
get count
push 1
add
set count
get sum
get now
add
set sum
lower
get now
set last
jump loop
done
get count
print
get sum
push FACTOR
mul
print
stop
nothing
push NONE
print
"""
_RUN_OF: Final = """
push NONE
set best
loop
end done
read
set now
get size
zero fresh
get now
get last
SUB
zero same
fresh
push 0
set size
same
get now
set last
get size
push 1
add
set size
get most
get size
SUB
neg longer
jump loop
longer
get size
set most
get now
set best
jump loop
done
get most
push FACTOR
mul
print
get best
print
"""


def _invented(random: Random) -> Instance:
    tongue, factor, none = language(random), random.randint(2, 9), random.randint(-9, -2)
    rises = random.random() < 0.5
    lists = [[random.randint(-20, 40) for _ in range(random.randint(5, 9))] for _ in range(2)]
    same = random.randint(1, 9)
    lists += [[], [random.randint(1, 9)], [3, 3, 5, 5, -1, 4, -7, -7, -7], [same, 8, 8, -same, -same, -same, 2, 2, 2]]
    if rises:
        asks = (
            f"how many numbers are greater than the number read directly before them, then {factor} times the sum "
            f"of those numbers. Where there is no number at all, it prints the single line {none} in place of both"
        )
        trials = [(tuple(one), _rises(one, factor, none)) for one in lists]
    else:
        asks = (
            f"{factor} times the length of the longest run of equal numbers that follow each other directly (0 "
            f"where there is no number), then the number of which that run consists ({none} where there is no "
            "number); of several runs of that length, the first counts"
        )
        trials = [(tuple(one), _run_of(one, factor, none)) for one in lists]
    plain = (_RISES if rises else _RUN_OF).replace("FACTOR", str(factor)).replace("NONE", str(none))
    minus = "sub" if tongue.top_from_below else "sub\npush -1\nmul"
    program = tongue.spell(plain.replace("SUB", minus))
    ties = ("zero lower", "neg lower") if rises else ("neg longer", "zero longer")
    slips = [
        ("the other order of subtraction", tongue.spell(plain.replace("SUB", _turned(tongue)))),
        ("equal numbers are not told apart", tongue.spell(plain.replace("SUB", minus).replace(*ties))),
        ("the factor is forgotten", tongue.spell(plain.replace("SUB", minus).replace(f"push {factor}\nmul\n", ""))),
        ("words of another language", program.replace(f"{tongue.words['read']}\n", "input\n")),
    ]
    example, prints = trials[0]
    task = (
        f"Here is a small programming language.\n\n{tongue.reference}\n\nWrite a program in it that reads all "
        f"numbers of the input, however many there are, and prints two lines: {asks}. For the input "
        f"{' '.join(map(str, example))} it prints {prints[0]} and then {prints[-1]}.\n\nAnswer with the whole "
        "program in one fenced code block and nothing else in a code block."
    )
    misses = tuple(NearMiss(what, Solution(answer=fenced("", text))) for what, text in slips)
    return Instance(task, _Told(tongue, tuple(trials)), Solution(answer=fenced("", program)), misses)


def _turned(tongue: Language) -> str:
    return "sub\npush -1\nmul" if tongue.top_from_below else "sub"


def _rises(numbers: list[int], factor: int, none: int) -> tuple[int, ...]:
    found = [now for last, now in pairwise(numbers) if now > last]
    return (len(found), factor * sum(found)) if numbers else (none,)


def _run_of(numbers: list[int], factor: int, none: int) -> tuple[int, ...]:
    most, best, size = 0, none, 0
    for at, now in enumerate(numbers):
        size = size + 1 if at and numbers[at - 1] == now else 1
        if size > most:
            most, best = size, now
    return (factor * most, best)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    told = instance.truth
    if not isinstance(told, _Told):
        return judge(instance, attempt)
    program = block(attempt.answer)
    if not program.strip():
        return failed("there is no program in the answer")
    for numbers, prints in told.trials:
        shown_input = " ".join(map(str, numbers)) or "nothing"
        try:
            found = run(told.language, program, numbers)
        except Wrong as error:
            return failed(f"with the input {shown_input}: {error}")
        if tuple(found) != prints:
            return failed(f"with the input {shown_input} it must print {prints}, not {str(tuple(found))[:200]}")
    return PASSED


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_bands,), "L2": (_groups,), "L3": (_invented,)}), _judge
)
