#!/bin/sh
# Fill in a template and print it, or write it to a file.
usage() {
  cat <<'END_OF_USAGE'
usage: sh fill.sh TEMPLATE [DESTINATION] [OLD=NEW]... [--json] [--force]
Puts NEW in the place of every OLD of the template that is no part of a longer word, and prints the result; with
DESTINATION writes it there and makes its folders. An OLD that the template lacks is an error, so that nothing is left
unfilled by a slip.
  --json        escape NEW for a JSON string: quotes, backslashes, line ends
  --force       write a DESTINATION that is there already
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

template='' destination='' json='' force='' count=0 wanted=$#
while [ "$wanted" -gt 0 ]; do
  word=$1
  shift
  wanted=$((wanted - 1))
  case "$word" in
    -h | --help)
      usage
      exit 0
      ;;
    --json) json=yes ;;
    --force) force=yes ;;
    *=*)
      if [ -z "$template" ]; then template=$word; else
        set -- "$@" "$word"
        count=$((count + 1))
      fi
      ;;
    -?*) fail "unknown option: $word (see --help)" ;;
    *)
      if [ -z "$template" ]; then template=$word
      elif [ -z "$destination" ]; then destination=$word
      else fail "one destination, please: $word"; fi
      ;;
  esac
done
[ -n "$template" ] || fail "which template? (see --help)"
[ -f "$template" ] || fail "no such template: $template"
if [ -n "$destination" ] && [ -e "$destination" ] && [ -z "$force" ]; then
  fail "there is $destination already; --force writes it anew" 1
fi
for pair in "$@"; do
  old=${pair%%=*}
  [ -n "$old" ] || fail "nothing before the sign of equality: $pair"
done

# Words go by the environment, not by -v, which would read backslashes in them. What was put in is not read again.
filled() {
  number=0
  for pair in "$@"; do
    number=$((number + 1))
    export "SKILLRT_OLD_$number=${pair%%=*}" "SKILLRT_NEW_$number=${pair#*=}"
  done
  SKILLRT_COUNT=$number SKILLRT_JSON=$json awk '
    function escaped(text) {
      gsub(/\\/, "&&", text); gsub(/"/, "\\\\&", text)
      gsub(/\n/, "\\n", text); gsub(/\t/, "\\t", text); gsub(/\r/, "\\r", text)
      return text
    }
    # where `old` stands in `text` from `from` on, no letter or digit beside its own
    function place(text, old, from,   at, head, tail) {
      while ((at = index(substr(text, from), old))) {
        at += from - 1
        head = substr(text, at - 1, 1); tail = substr(text, at + length(old), 1)
        if (at == 1) head = ""
        if (!(old ~ /^[A-Za-z0-9_]/ && head ~ /[A-Za-z0-9_]/) && !(old ~ /[A-Za-z0-9_]$/ && tail ~ /[A-Za-z0-9_]/)) return at
        from = at + 1
      }
      return 0
    }
    # whether a longer OLD that was put in holds this one
    function covered(which,   i) {
      for (i = 1; i <= count; i++) if (i != which && seen[i] && index(old[i], old[which])) return 1
      return 0
    }
    BEGIN {
      count = ENVIRON["SKILLRT_COUNT"] + 0
      for (i = 1; i <= count; i++) {
        old[i] = ENVIRON["SKILLRT_OLD_" i]
        new[i] = ENVIRON["SKILLRT_NEW_" i]
        if (ENVIRON["SKILLRT_JSON"]) new[i] = escaped(new[i])
      }
    }
    {
      line = $0; out = ""; from = 1
      for (;;) {
        best = 0
        for (i = 1; i <= count; i++) {
          at = place(line, old[i], from)
          if (at && (!best || at < best || (at == best && length(old[i]) > length(old[which])))) { best = at; which = i }
        }
        if (!best) break
        out = out substr(line, from, best - from) new[which]
        from = best + length(old[which])
        seen[which] = 1
      }
      print out substr(line, from)
    }
    END {
      for (i = 1; i <= count; i++) if (!seen[i] && !covered(i)) { print old[i] >"/dev/stderr"; exit 1 }
    }' "$template"
}

missing=$(filled "$@" 2>&1 >/dev/null) || fail "the template has no: $missing" 1
if [ -z "$destination" ]; then
  filled "$@"
else
  case "$destination" in */*) mkdir -p "${destination%/*}" || fail "cannot make the folder of $destination" ;; esac
  filled "$@" >"$destination" || fail "cannot write $destination"
  printf 'wrote %s\n' "$destination"
fi
