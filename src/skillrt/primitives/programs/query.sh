#!/bin/sh
# Print a query with values in the place of its parameters, quoted as SQL wants them.
usage() {
  cat <<'END_OF_USAGE'
usage: sh query.sh FILE.sql [name=value]...
Prints the query of the file with every `:name` replaced: text in quotes, numbers as they are. Give what is printed to
the database: to its command (`| psql DATABASE`, `| sqlite3 FILE`, `| mysql DATABASE`) or to the tool for queries.
The head of the file lists its parameters. A value that is missing, or a name that it lacks, is an error.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

file='' count=0
for word in "$@"; do
  case "$word" in
    -h | --help)
      usage
      exit 0
      ;;
    -?*) fail "unknown option: $word (see --help)" ;;
    [A-Za-z_]*=*)
      if [ -z "$file" ]; then fail "the file comes first (see --help)"; fi
      name=${word%%=*}
      case "$name" in *[!A-Za-z0-9_]*) fail "no name of a parameter: $name" ;; esac
      count=$((count + 1))
      export "SKILLRT_NAME_$count=$name" "SKILLRT_VALUE_$count=${word#*=}"
      ;;
    *)
      if [ -z "$file" ]; then file=$word; else fail "name=value is wanted, not: $word"; fi
      ;;
  esac
done
[ -n "$file" ] || fail "which file? (see --help)"
[ -f "$file" ] || fail "no such file: $file"

# All is checked before a word of it is printed.
query=$(SKILLRT_COUNT=$count LC_ALL=C awk -v program="${0##*/}" '
  function fail(text) { print program ": " text > "/dev/stderr"; failed = 1; exit 2 }
  function literal(name, text) {
    if (kind[name] == "integer" || kind[name] == "number") {
      if (text !~ /^-?[0-9]+([.][0-9]+)?$/) fail(name " wants a number, not: " text)
      return text
    }
    gsub(/\047/, "\047\047", text)
    # these read a backslash as the start of a sign
    if (dialect ~ /MySQL|BigQuery|ClickHouse/) gsub(/\\/, "&&", text)
    return "\047" text "\047"
  }
  BEGIN {
    count = ENVIRON["SKILLRT_COUNT"] + 0
    for (i = 1; i <= count; i++) value[ENVIRON["SKILLRT_NAME_" i]] = ENVIRON["SKILLRT_VALUE_" i]
  }
  !begun && /^--/ {
    if ($0 ~ /^-- Dialect: /) dialect = $0
    if ($0 ~ /^--   :[A-Za-z_]/) { name = substr($2, 2); kind[name] = $3 }
    next
  }
  {
    begun = 1; rest = $0; out = ""
    while (rest != "") {
      if (quote == "" && substr(rest, 1, 2) == "--") { out = out rest; break }
      sign = substr(rest, 1, 1)
      if (quote != "") { if (sign == quote) quote = "" }
      else if (sign == "\047" || sign == "\"" || sign == "`") quote = sign
      else if (substr(rest, 1, 2) == "::") { out = out "::"; rest = substr(rest, 3); continue }
      else if (match(rest, /^:[A-Za-z_][A-Za-z0-9_]*/)) {
        name = substr(rest, 2, RLENGTH - 1)
        if (!(name in value)) fail("a value for " name " is missing")
        out = out literal(name, value[name]); used[name] = 1
        rest = substr(rest, RLENGTH + 1)
        continue
      }
      out = out sign; rest = substr(rest, 2)
    }
    print out
  }
  END {
    if (failed) exit 2
    for (name in value) if (!(name in used)) fail("the query has no " name)
  }' "$file") || exit 2
printf '%s\n' "$query"
