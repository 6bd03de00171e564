#!/bin/sh
# Print files so that each look is short: a page at a time, with an index; several at once; what is missing is told.
usage() {
  cat <<'END_OF_USAGE'
usage: sh page.sh FILE [PAGE]         a page of a file (default: the first)
       sh page.sh --index FILE        its headings, or how its pages begin, with page numbers
       sh page.sh --find WORDS FILE...  the lines with these words, with page numbers
       sh page.sh --all FILE...       several files one after the other, the first page of each
  --lines N     lines on a page (default: 150)
A file that is not there is told as missing, with files of the same name elsewhere.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

lines=150 mode=page words=''
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --index | --all)
      mode=${1#--}
      shift
      ;;
    --find | --lines)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      if [ "$1" = --find ]; then
        mode=find
        words=$2
      else
        lines=$2
      fi
      shift 2
      ;;
    --)
      shift
      break
      ;;
    -*) fail "unknown option: $1 (see --help)" ;;
    *) break ;;
  esac
done
case "$lines" in '' | 0 | *[!0-9]*) fail "--lines wants a whole number, not: $lines" ;; esac
[ "$#" -gt 0 ] || fail "which file? (see --help)"

missing() {
  near=$(find . -name "${1##*/}" -type f 2>/dev/null | head -n 3 | tr '\n' ' ')
  printf '%s: missing: %s%s\n' "${0##*/}" "$1" "${near:+ (there is $near)}" >&2
}

page() {
  awk -v from="$((($2 - 1) * lines + 1))" -v to="$(($2 * lines))" -v page="$2" -v size="$lines" -v name="$1" '
    NR >= from && NR <= to
    END {
      pages = int((NR + size - 1) / size)
      if (NR == 0) print "(" name " is empty)"
      else if (page > pages) { print "(" name " has only " pages " pages)"; exit 3 }
      else if (pages > 1) print "(" name ", page " page " of " pages (page < pages ? "; next: " page + 1 : "") ")"
    }' "$1"
}

status=0
case "$mode" in
  page)
    number=${2-1}
    case "$number" in '' | 0 | *[!0-9]*) fail "a page is a whole number, not: $number" ;; esac
    [ "$#" -le 2 ] || fail "one file and one page; --all for several files"
    if [ ! -f "$1" ]; then
      missing "$1"
      exit 1
    fi
    page "$1" "$number" || exit 1
    ;;
  *)
    for file in "$@"; do
      if [ ! -f "$file" ]; then
        missing "$file"
        status=1
        continue
      fi
      [ "$#" -eq 1 ] || printf '=== %s\n' "$file"
      case "$mode" in
        all) page "$file" 1 ;;
        find)
          awk -v words="$words" -v size="$lines" '
            index(tolower($0), tolower(words)) { print "page " int((NR - 1) / size) + 1 ", line " NR ": " substr($0, 1, 300); n++ }
            END { if (!n) print "(no line with: " words ")" }' "$file"
          ;;
        index)
          awk -v size="$lines" '
            { where = int((NR - 1) / size) + 1 }
            /^#+ / { print "page " where ": " $0; next }
            (NR - 1) % size == 0 { print "page " where ": " substr($0, 1, 100) }' "$file"
          ;;
      esac
    done
    ;;
esac
exit "$status"
