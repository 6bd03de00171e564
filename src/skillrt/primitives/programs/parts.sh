#!/bin/sh
# A long text part by part: says which part is next, and puts the parts together.
usage() {
  cat <<'END_OF_USAGE'
usage: sh parts.sh FILE start --from TEMPLATE   a part for each heading of the template
       sh parts.sh FILE start TITLE...          a part for each title
       sh parts.sh FILE                         the next part: where to write it, what it is about, how the last ended
       sh parts.sh FILE join [--force]          put the parts together into FILE
The parts stand in FILE.parts/: write each to the path that is printed, then ask for the next.
  --most N      tell of parts with more than N characters (default: 4000)
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

case "${1--h}" in -h | --help)
  usage
  exit 0
  ;;
esac
file=$1
shift
action=show template='' force='' most=4000
case "${1-}" in start | join | show | next)
  action=$1
  shift
  ;;
esac
folder=$file.parts

add() {
  number=$((number + 1))
  name=$(printf '%02d' "$number")
  printf '%s\n' "$1" >"$folder/$name.about" || fail "cannot write below $folder"
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --from | --most)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      if [ "$1" = --from ]; then template=$2; else most=$2; fi
      shift 2
      ;;
    --force)
      force=yes
      shift
      ;;
    -*) fail "unknown option: $1 (see --help)" ;;
    *) break ;;
  esac
done
case "$most" in '' | *[!0-9]*) fail "--most wants a whole number, not: $most" ;; esac

if [ "$action" = start ]; then
  [ ! -d "$folder" ] || fail "there is $folder already: go on with it, or remove it" 1
  [ -z "$template" ] || [ -f "$template" ] || fail "no such template: $template"
  [ -n "$template" ] || [ "$#" -gt 0 ] || fail "start wants titles or --from TEMPLATE"
  mkdir -p "$folder" || fail "cannot make $folder"
  number=0
  if [ -n "$template" ]; then
    awk -v folder="$folder" '
      function open_next() { if (out) close(out); out = sprintf("%s/%02d.about", folder, ++number) }
      /^(```|~~~)/ { fenced = !fenced }
      !fenced && /^#+ / { if (number == 0 || seen) open_next(); seen = 0 }
      { if (!number) open_next(); if ($0 !~ /^[ \t]*$/) seen = 1; print > out }
    ' "$template"
  else
    for title in "$@"; do add "## $title"; done
  fi
  ls "$folder"/*.about >/dev/null 2>&1 || fail "the template is empty: $template"
fi
[ -d "$folder" ] || fail "begin with: sh ${0##*/} $file start (see --help)" 1

total=0 ready=0 next='' last='' long=''
for about in "$folder"/*.about; do
  [ -f "$about" ] || fail "there are no parts in $folder"
  part=${about%.about}.md
  total=$((total + 1))
  if [ -s "$part" ]; then
    ready=$((ready + 1))
    [ -n "$next" ] || last=$part
    [ "$(wc -c <"$part")" -le "$most" ] || long="$long ${part##*/}"
  elif [ -z "$next" ]; then
    next=$part
  fi
done

if [ "$action" = join ]; then
  [ -z "$next" ] || fail "still to be written: $next" 1
  [ ! -s "$file" ] || [ -n "$force" ] || fail "there is $file already; --force writes it anew" 1
  first=yes
  for about in "$folder"/*.about; do
    [ -n "$first" ] || printf '\n'
    first=''
    # a part ends with one line end, whatever it was written with
    awk '/^[ \t\r]*$/ { blank = blank $0 "\n"; next } { printf "%s", blank; blank = ""; print }' "${about%.about}.md"
  done >"$file" || fail "cannot write $file"
  printf 'wrote %s: %s parts, %s characters\n' "$file" "$total" "$(wc -c <"$file" | tr -d ' ')"
  exit 0
fi
[ -z "$long" ] || printf 'longer than %s characters:%s\n' "$most" "$long"
if [ -z "$next" ]; then
  printf 'all %s parts are there; next: sh %s %s join\n' "$total" "$0" "$file"
  exit 0
fi
printf 'part %s of %s: write it to %s\n' "$((ready + 1))" "$total" "$next"
cat "${next%.md}.about"
if [ -n "$last" ]; then
  printf '(the part before ended: %s)\n' "$(tail -n 3 "$last" | tr '\n' ' ')"
fi
