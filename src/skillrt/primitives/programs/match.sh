#!/bin/sh
# Regular expressions: try one on texts that it must and must not match, or apply one that has a name.
usage() {
  cat <<'END_OF_USAGE'
usage: sh match.sh try PATTERN [--yes TEXT]... [--no TEXT]... [-i]
       sh match.sh PATTERNS list
       sh match.sh PATTERNS NAME [FILE]... [-i]
`try` says which TEXT is taken wrongly and prints `ok` where none is: --yes must match, --no must not. With a file of
patterns (NAME, a tab, PATTERN on each line) the matches of one are printed, one a line; without FILE of the input.
  -i            capitals and small letters are the same
The status is 1 where a text is taken wrongly or nothing matches.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

# Perl's expressions where grep knows them: they have \d, look-around and named groups.
if printf 'a\n' | grep -qP 'a' 2>/dev/null; then kind=-P; else kind=-E; fi

found() {
  # grep's own message would name its command, not the pattern; LC_ALL=C is for texts in no encoding
  grep "$kind" $fold "$@" 2>/dev/null
  status=$?
  [ "$status" -lt 2 ] || fail "grep $kind cannot read the pattern, or the file: $pattern"
  return "$status"
}

case "${1--h}" in -h | --help)
  usage
  exit 0
  ;;
esac
patterns=$1
shift
fold=''
for word in "$@"; do [ "$word" != -i ] || fold=-i; done

if [ "$patterns" = try ]; then
  [ "$#" -gt 0 ] || fail "try wants a pattern (see --help)"
  pattern=$1
  shift
  wrong=0 tried=0
  while [ "$#" -gt 0 ]; do
    case "$1" in
      -i) shift ;;
      --yes | --no)
        [ "$#" -ge 2 ] || fail "$1 wants a text"
        tried=1
        if part=$(printf '%s\n' "$2" | found -o -e "$pattern"); then
          [ "$1" = --yes ] || {
            printf 'matches, and must not: %s (at: %s)\n' "$2" "$part"
            wrong=1
          }
        else
          [ "$?" -eq 1 ] || exit 2
          [ "$1" = --no ] || {
            printf 'does not match, and must: %s\n' "$2"
            wrong=1
          }
        fi
        shift 2
        ;;
      *) fail "--yes TEXT or --no TEXT is wanted, not: $1" ;;
    esac
  done
  [ "$tried" = 1 ] || fail "try wants --yes TEXT and --no TEXT"
  [ "$wrong" = 1 ] || printf 'ok\n'
  exit "$wrong"
fi

[ -f "$patterns" ] || fail "no such file: $patterns"
[ "$#" -gt 0 ] || fail "which pattern? (\`list\` shows all)"
if [ "$1" = list ]; then
  cat "$patterns"
  exit 0
fi
pattern=$(SKILLRT_NAME=$1 awk -F '\t' '$1 == ENVIRON["SKILLRT_NAME"] { sub(/^[^\t]*\t/, ""); print; exit }' "$patterns")
[ -n "$pattern" ] || fail "no pattern $1; there are: $(cut -f 1 "$patterns" | tr '\n' ' ')"
shift
[ "$#" -gt 0 ] && [ "$#" -eq 1 ] && [ "$1" = -i ] && shift
count=$#
while [ "$count" -gt 0 ]; do
  word=$1
  shift
  count=$((count - 1))
  [ "$word" = -i ] && continue
  [ -f "$word" ] || fail "no such file: $word"
  set -- "$@" "$word"
done
found -o -h -e "$pattern" -- "$@"
