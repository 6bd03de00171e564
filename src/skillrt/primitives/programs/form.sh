#!/bin/sh
# A form to fill in: makes a copy of it, then says what is missing in the copy.
usage() {
  cat <<'END_OF_USAGE'
usage: sh form.sh FORM FILE [--first N] [--line N] [--no-period] [--without TEXT]...
Where FILE is not there it is made from FORM. Where it is, it is checked: headings that are missing or out of order,
labels that are missing, places that are not filled in yet, and texts that are longer than the form says; of a form
without headings and labels, the signs between the places of its first line (`<type>: <subject>`).
  --first N         the first line has at most N characters
  --no-period       the first line ends with no period
  --line N          no line has more than N characters
  --without TEXT    a heading or label with these words is not needed here
Prints `ok` where nothing is wrong; else the status is 1.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

form='' file='' first=0 line=0 period='' without=''
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --first | --line)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      case "$2" in '' | *[!0-9]*) fail "$1 wants a whole number, not: $2" ;; esac
      if [ "$1" = --first ]; then first=$2; else line=$2; fi
      shift
      ;;
    --no-period) period=no ;;
    --without)
      [ "$#" -ge 2 ] || fail "$1 wants a value"
      without="$without$2
"
      shift
      ;;
    -?*) fail "unknown option: $1 (see --help)" ;;
    *)
      if [ -z "$form" ]; then form=$1
      elif [ -z "$file" ]; then file=$1
      else fail "one file, please: $1"; fi
      ;;
  esac
  shift
done
[ -n "$form" ] || fail "which form? (see --help)"
[ -f "$form" ] || fail "no such form: $form"
[ -n "$file" ] || fail "which file? (see --help)"
[ ! -d "$file" ] || fail "a folder is there: $file"

if [ ! -e "$file" ]; then
  case "$file" in */*) mkdir -p "${file%/*}" || fail "cannot make the folder of $file" ;; esac
  cat "$form" >"$file" || fail "cannot write $file"
  printf 'wrote %s: fill it in, then run this again\n' "$file"
  exit 0
fi

SKILLRT_FORM=$form SKILLRT_FILE=$file SKILLRT_WITHOUT=$without LC_ALL=C awk -v first="$first" -v most="$line" -v period="$period" '
  function size(text) { gsub(/[\200-\277]/, "", text); return length(text) }
  function say(text) { print text; wrong = 1 }
  function plain(text) {
    gsub(/[*`]/, "", text); gsub(/[ \t]+/, " ", text)
    sub(/^ /, "", text); sub(/ $/, "", text)
    return tolower(text)
  }
  function is_heading(text) { return text ~ /^##*[ \t]/ }
  function depth(text) { match(text, /^#*/); return RLENGTH }
  function is_optional(text, i) {
    text = tolower(text)
    for (i = 1; i <= skips; i++) if (skip[i] != "" && index(plain(text), skip[i])) return 1
    return text ~ /optional|if any|if applicable|if needed|if relevant|where applicable|as needed|\(if |\[if /
  }
  # The holes of a line go to hole[1..]; the line comes back with a mark in the place of each.
  function marked(text, out, found, after, kind, name) {
    holes = 0; out = ""
    while (match(text, /\[[A-Za-z][^][`]*\]|<[A-Za-z][^<>]*>|\{\{*[A-Za-z][^{}]*\}*\}/)) {
      found = substr(text, RSTART, RLENGTH); after = substr(text, RSTART + RLENGTH, 1); kind = substr(found, 1, 1)
      name = found; gsub(/[<> \t].*|^</, "", name); sub(/^</, "", name)
      if ((length(found) > 3 || found !~ /^\[[a-zX]\]/) && length(found) < 200 && !(kind == "[" && (after == "(" || after == "[")) \
          && !(kind == "<" && (found ~ /^<(br|hr|img|http|mailto)|\/>$/ || is_tag(found)))) {
        hole[++holes] = found
        out = out substr(text, 1, RSTART - 1) "\001"
      } else out = out substr(text, 1, RSTART + RLENGTH - 1)
      text = substr(text, RSTART + RLENGTH)
    }
    return out text
  }
  function is_tag(found, name) {
    name = substr(found, 2); sub(/[^A-Za-z0-9_-].*/, "", name)
    return name in closed
  }
  function label_of(text, name) {
    sub(/^[ \t]*([-*+][ \t]+)?/, "", text)
    if (match(text, /^\*\*[^*:]+(:\*\*|\*\*[ \t]*:)/)) name = substr(text, 1, RLENGTH)
    else if (match(text, /^[A-Z][A-Za-z \/-]*:[ \t]*\001/)) name = substr(text, 1, RLENGTH)
    else return ""
    if (name ~ /^[^:]*\001/) return ""
    gsub(/[*:\001]/, "", name)
    return plain(name)
  }
  # Whether a heading fits one of the form: its words in order, anything in the place of a hole.
  function fits(pattern, text, count, i, at, bit) {
    count = split(pattern, piece, "\001")
    for (i = 1; i <= count; i++) {
      bit = plain(piece[i])
      if (bit == "") continue
      at = index(text, bit)
      if (!at || (i == 1 && at > 1)) return 0
      text = substr(text, at + length(bit))
    }
    return 1
  }
  # What the first line of a message has between its places (`<type>(<scope>): <subject>`) goes to frame[1..], and
  # whether a place may be empty to spare[1..]: it says so, or stands alone in brackets.
  function read_frame(text, bare, i, before) {
    bare = marked(text)
    while (match(bare, /\(\001\)/)) {
      before = substr(bare, 1, RSTART - 1)
      spare[gsub(/\001/, "\001", before) + 1] = 1
      bare = substr(bare, 1, RSTART - 1) "\001" substr(bare, RSTART + RLENGTH)
    }
    for (i = 1; i <= holes; i++) if (tolower(hole[i]) ~ /optional/) spare[i] = 1
    frame_text = text; frames = split(bare, frame, "\001")
    gsub(/[\001 \t]/, "", bare)
    if (holes < 2 || bare == "") frames = 0
  }
  function fits_frame(text, i, least, at) {
    for (i = 1; i <= frames; i++) {
      if (frame[i] != "") {
        at = index(substr(text, least + 1), frame[i])
        if (!at || (i == 1 && at > 1)) return 0
        text = substr(text, least + at + length(frame[i])); least = 0
      }
      if (i < frames && !(i in spare)) least++
    }
    return length(text) >= least
  }
  function limit_in(text) {
    text = tolower(text)
    if (!match(text, /(max|maximum|max of|at most|up to|no more than|less than|fewer than|under):? *[0-9]+ *(words|characters|chars)/)) return 0
    text = substr(text, RSTART, RLENGTH)
    unit = text ~ /words$/ ? "words" : "characters"
    match(text, /[0-9]+/)
    return substr(text, RSTART, RLENGTH) + 0
  }
  function read_form(path, text, i, bare, name) {
    while ((getline text < path) > 0) {
      sub(/\r$/, "", text); row[++rows] = text
      bare = text
      while (match(bare, /<\/[A-Za-z][A-Za-z0-9_-]*>/)) {
        closed[substr(bare, RSTART + 2, RLENGTH - 3)] = 1; bare = substr(bare, RSTART + RLENGTH)
      }
    }
    close(path)
    for (i = 1; i <= rows; i++) {
      text = row[i]
      if (text ~ /^[ \t]*(```|~~~)/) { inside = !inside; continue }
      if (inside) continue
      if (!frame_text && text ~ /[^ \t]/) read_frame(text)
      bare = marked(text)
      if (is_heading(text)) {
        if (is_optional(text)) continue
        # what stands in brackets behind a heading is a remark of the author
        sub(/^#+[ \t]+/, "", bare); sub(/[ \t]*\([^()]*\)[ \t]*$/, "", bare)
        want[++wants] = bare; want_depth[wants] = depth(text); want_text[wants] = text
      }
      # a place that need not be filled in may be taken out
      for (name = 1; name <= holes; name++) open[hole[name]] = 1
      if (text ~ /^[ \t]*([-*+][ \t]+)?(\.\.\.|\342\200\246)[ \t]*$/) dots = 1
      name = is_heading(text) || is_optional(text) ? "" : label_of(bare)
      if (name != "" && !(name in label)) { label[name] = text; order[++labels] = name }
      if (name != "" && (number = limit_in(text))) { limit[name] = number; limit_unit[name] = unit }
    }
  }
  function words_in(text, bits) { return split(text, bits, /[ \t]+/) - (text ~ /^[ \t]/) - (text ~ /[ \t]$/) }
  BEGIN {
    skips = split(ENVIRON["SKILLRT_WITHOUT"], skip, "\n")
    for (i = 1; i <= skips; i++) skip[i] = plain(skip[i])
    read_form(ENVIRON["SKILLRT_FORM"])
    inside = 0; path = ENVIRON["SKILLRT_FILE"]
    while ((getline text < path) > 0) {
      sub(/\r$/, "", text); number = ++lines
      if (text ~ /[^ \t]/) filled = 1
      if (number == 1 && first + 0 && size(text) > first + 0) say("line 1: " size(text) " characters, at most " first)
      else if (most + 0 && size(text) > most + 0) say("line " number ": " size(text) " characters, at most " most)
      if (number == 1 && frames && !wants && !labels && !fits_frame(text)) say("line 1: not of the form: " frame_text)
      if (number == 1 && period && text ~ /[.][ \t]*$/) say("line 1: ends with a period")
      if (text ~ /^[ \t]*(```|~~~)/) { inside = !inside; continue }
      if (inside) continue
      bare = marked(text)
      for (i = 1; i <= holes; i++) if (hole[i] in open) say("line " number ": still to fill in: " hole[i])
      if (dots && text ~ /^[ \t]*([-*+][ \t]+)?(\.\.\.|\342\200\246)[ \t]*$/) say("line " number ": still to fill in: ...")
      if (is_heading(text)) {
        have[++haves] = text; have_line[haves] = number; have_depth[haves] = depth(text)
        sub(/^#+[ \t]+/, "", have[haves]); have[haves] = plain(have[haves])
        continue
      }
      bare = plain(text); sub(/^[-+] /, "", bare)
      at = index(bare, ":")
      if (!at) continue
      name = substr(bare, 1, at - 1); sub(/ $/, "", name)
      seen[name] = 1
      if (name in limit) {
        rest = substr(bare, at + 1); sub(/^ /, "", rest)
        count = limit_unit[name] == "words" ? words_in(rest) : size(rest)
        if (count > limit[name]) say("line " number ": " count " " limit_unit[name] ", at most " limit[name])
      }
    }
    if (!filled) say("the file is empty")
    last = 0
    for (i = 1; i <= wants; i++) {
      found = earlier = 0
      for (j = 1; j <= haves; j++) {
        if (have_depth[j] != want_depth[i] || !fits(want[i], have[j])) continue
        if (j > last) { found = j; break }
        earlier = j
      }
      if (found) last = found
      else if (earlier && !(earlier in used)) say("line " have_line[earlier] ": out of order: " want_text[i])
      else if (!earlier) say("missing: " want_text[i])
      used[found] = 1
    }
    for (i = 1; i <= labels; i++) if (!(order[i] in seen)) say("missing: " label[order[i]])
    if (!wrong) print "ok"
    exit wrong
  }'
