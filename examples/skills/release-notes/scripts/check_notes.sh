#!/usr/bin/env bash
# Hold release notes against the history: every pull request that they name must be in the range,
# and every one in the range must be named (or be in the file of those left out on purpose).
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: check_notes.sh -f NOTES -s SINCE [-u UNTIL] [-x FILE] [-l LINES] [-q]
  -f NOTES   the Markdown file to check
  -s SINCE   revision of the last release
  -u UNTIL   revision of this release (default: HEAD)
  -x FILE    pull request numbers left out on purpose, one a line
  -l LINES   longest allowed notes (default: 120)
  -q         print problems only
TEXT
}

notes='' since='' until_ref='HEAD' left_out='' limit=120 quiet=0
while getopts ':f:s:u:x:l:qh' option; do
  case "$option" in
    f) notes=$OPTARG ;;
    s) since=$OPTARG ;;
    u) until_ref=$OPTARG ;;
    x) left_out=$OPTARG ;;
    l) limit=$OPTARG ;;
    q) quiet=1 ;;
    h) usage; exit 0 ;;
    :) echo "check_notes: -$OPTARG needs a value" >&2; usage >&2; exit 2 ;;
    *) echo "check_notes: unknown option -$OPTARG" >&2; usage >&2; exit 2 ;;
  esac
done
if [ -z "$notes" ] || [ -z "$since" ]; then
  usage >&2
  exit 2
fi
[ -f "$notes" ] || { echo "check_notes: $notes: no such file" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git log --first-parent --format=%s "$since..$until_ref" > "$work/subjects" || exit 2
sed -nE 's/.*\(#([0-9]+)\)[[:space:]]*$/\1/p; s/^Merge pull request #([0-9]+).*/\1/p' "$work/subjects" |
  sort -u > "$work/in_range"
{ grep -oE '#[0-9]+' "$notes" || true; } | tr -d '#' | sort -u > "$work/named"
if [ -n "$left_out" ]; then
  sort -u "$left_out" > "$work/left_out"
else
  : > "$work/left_out"
fi

problems=0
report() {
  echo "$1"
  problems=$((problems + 1))
}

while read -r number; do
  report "#$number is named but not between $since and $until_ref"
done < <(comm -13 "$work/in_range" "$work/named")

comm -23 "$work/in_range" "$work/named" > "$work/silent"
while read -r number; do
  report "#$number is in the range but not named"
done < <(comm -23 "$work/silent" "$work/left_out")

lines=$(wc -l < "$notes")
if [ "$lines" -gt "$limit" ]; then
  report "$((lines)) lines; at most $limit are allowed"
fi

if [ "$problems" -gt 0 ]; then
  exit 1
fi
if [ "$quiet" -eq 0 ]; then
  echo "$notes: $(wc -l < "$work/in_range" | tr -d ' ') pull requests, all accounted for"
fi
