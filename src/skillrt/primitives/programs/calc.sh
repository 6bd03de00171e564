#!/bin/sh
# Calculates an expression with named numbers.
usage() {
  cat <<'END_OF_USAGE'
usage: sh calc.sh 'EXPRESSION' [NAME=NUMBER ...]
Prints the value of the expression: + - * / ^ ( ), numbers such as 12 or 1.5e6, and
sqrt exp log sin cos atan2 int abs min max round floor ceil (angles in radians).
example: sh calc.sh 'width * height / 2' width=3 height=4.5
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 2
}

case "${1--h}" in -h | --help)
  usage
  exit 0
  ;;
esac
expression=$1
shift
printf '%s' "$expression" | LC_ALL=C grep -q '[^-A-Za-z0-9_+*/^()., ]' && fail "the expression has a character that is none of its own: $expression"
[ -n "$expression" ] || fail "the expression is empty"
given=' '
program='function abs(v) { return v < 0 ? -v : v }
function min(a, b) { return a < b ? a : b }
function max(a, b) { return a > b ? a : b }
function floor(v,  w) { w = int(v); return w > v ? w - 1 : w }
function ceil(v) { return -floor(-v) }
function round(v) { return floor(v + 0.5) }
BEGIN {'
for item in "$@"; do
  name=${item%%=*}
  value=${item#*=}
  case $item in *=*) ;; *) fail "not of the form NAME=NUMBER: $item" ;; esac
  printf '%s' "$name" | LC_ALL=C grep -q '^[A-Za-z_][A-Za-z0-9_]*$' || fail "not a name: $name"
  printf '%s' "$value" | LC_ALL=C grep -Eq '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$' ||
    fail "not a number: $item"
  # a name of its own, so that none is taken for a word of awk
  program="$program v_$name = $value;"
  given="$given$name "
done
rest=$(printf '%s' "$expression" | sed 's/[0-9][0-9.]*[eE][+-]\{0,1\}[0-9][0-9]*/0/g; s/[^A-Za-z0-9_]/ /g')
code=$expression
for word in $rest; do
  case $word in
  [0-9]*) continue ;;
  sqrt | exp | log | sin | cos | atan2 | int | abs | min | max | round | floor | ceil) continue ;;
  esac
  case $given in *" $word "*) ;; *) fail "no number was given for $word" ;; esac
done
for item in "$@"; do
  name=${item%%=*}
  code=$(printf ' %s ' "$code" | sed "s/\\([^A-Za-z0-9_]\\)$name\\([^A-Za-z0-9_]\\)/\\1v_$name\\2/g; s/\\([^A-Za-z0-9_]\\)$name\\([^A-Za-z0-9_]\\)/\\1v_$name\\2/g")
done
result=$(LC_ALL=C awk "$program printf \"%.12g\\n\", ($code) }" 2>&1) || fail "it cannot be calculated: $(printf '%s' "$result" | head -n 1)"
printf '%s\n' "$result"
