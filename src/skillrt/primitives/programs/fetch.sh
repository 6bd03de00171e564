#!/bin/sh
# Ask a web address and print what is wanted of the answer: it, a page as plain text, fields of JSON, lines.
usage() {
  cat <<'END_OF_USAGE'
usage: sh fetch.sh [METHOD] URL [option...]
  --set NAME=VALUE       fill in {NAME}, <NAME> or :NAME in the URL, escaped
  --query NAME=VALUE     add to the URL, escaped
  --header 'NAME: VALUE' send a header line
  --bearer VARIABLE      send the token that is in this environment variable
  --data TEXT            send this as the body (METHOD is then POST)
  --data-file FILE       send a file as the body
  --field PATH           print fields of a JSON answer: items.0.name; * stands for any part
  --text                 print a page as plain text, without markup
  --find WORDS           print only lines with these words
  --lines N, --skip N    print at most N lines (default: 200), after the first N
  --pages N --page-name NAME   ask N times, with NAME=1, NAME=2, ... in the URL; stops at an empty answer
  --output FILE          write the whole answer to a file
All of --set, --query, --header and --field may be repeated. Needs curl or wget.
END_OF_USAGE
}

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2-2}"
}

escaped() {
  printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'
}

# {NAME} and the like are replaced as they stand; the value is escaped already and has no special characters left
filled() {
  printf '%s\n' "$1" | SKILLRT_NAME=$2 SKILLRT_VALUE=$3 awk '
    function put(text, old, new,  at, out) {
      out = ""
      while ((at = index(text, old))) { out = out substr(text, 1, at - 1) new; text = substr(text, at + length(old)) }
      return out text
    }
    {
      name = ENVIRON["SKILLRT_NAME"]; value = ENVIRON["SKILLRT_VALUE"]
      line = put(put(put($0, "{" name "}", value), "<" name ">", value), "/:" name "/", "/" value "/")
      tail = "/:" name
      if (length(line) > length(tail) && substr(line, length(line) - length(tail) + 1) == tail)
        line = substr(line, 1, length(line) - length(tail)) "/" value
      print line
    }'
}

and() {
  case "$1" in *'?'*) printf '%s&%s' "$1" "$2" ;; *) printf '%s?%s' "$1" "$2" ;; esac
}

method='' url='' data='' has_data='' data_file='' fields='' text='' find='' lines=200 skip=0
pages=1 page_name='' output='' queries='' sets='' headers=''
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --text)
      text=yes
      shift
      continue
      ;;
    --*) [ "$#" -ge 2 ] || fail "$1 wants a value" ;;
  esac
  case "$1" in
    --set | --query)
      case "$2" in ?*=*) ;; *) fail "$1 wants NAME=VALUE, not: $2" ;; esac
      if [ "$1" = --set ]; then
        sets="$sets ${2%%=*}=$(escaped "${2#*=}")"
      else
        queries="$queries&$(escaped "${2%%=*}")=$(escaped "${2#*=}")"
      fi
      ;;
    --header)
      case "$2" in ?*:*) headers="$headers$2
" ;; *) fail "--header wants 'NAME: VALUE', not: $2" ;; esac
      ;;
    --bearer)
      token=$(printenv "$2" 2>/dev/null || env | sed -n "s/^$2=//p" | head -n 1)
      [ -n "$token" ] || fail "set the environment variable $2"
      headers="${headers}Authorization: Bearer $token
"
      ;;
    --data) data=$2 has_data=yes ;;
    --data-file)
      [ "$2" = - ] || [ -f "$2" ] || fail "no such file: $2"
      data_file=$2
      ;;
    --field) fields="$fields$2
" ;;
    --find) find=$2 ;;
    --lines) lines=$2 ;;
    --skip) skip=$2 ;;
    --pages) pages=$2 ;;
    --page-name) page_name=$2 ;;
    --output) output=$2 ;;
    -*) fail "unknown option: $1 (see --help)" ;;
    GET | POST | PUT | PATCH | DELETE | HEAD) method=$1 ;;
    *)
      [ -z "$url" ] || fail "one address, please: $1"
      url=$1
      ;;
  esac
  case "$1" in --*) shift 2 ;; *) shift ;; esac
done
for number in "$lines" "$skip" "$pages"; do
  case "$number" in '' | *[!0-9]*) fail "a whole number is wanted, not: $number" ;; esac
done
[ -n "$url" ] || fail "which address? (see --help)"
[ "$pages" -le 1 ] || [ -n "$page_name" ] || fail "--pages wants --page-name"
for pair in $sets; do url=$(filled "$url" "${pair%%=*}" "${pair#*=}"); done
case "$url" in
  *[\<\>{}]*) fail "fill in what the address leaves open, with --set: $url" ;;
  *' '* | *"	"*) fail "a blank in the address; give values with --query NAME=VALUE: $url" ;;
  http://* | https://*) ;;
  *://*) fail "no web address: $url" ;;
  *) url=https://$url ;;
esac
[ -z "$queries" ] || url=$(and "$url" "${queries#&}")
[ -n "$method" ] || { [ -n "$has_data$data_file" ] && method=POST || method=GET; }

made=$(mktemp -d) || fail "cannot make a folder for the answer"
trap 'rm -rf "$made"' EXIT
trap 'exit 130' INT TERM
umask 077
body=$data_file
if [ -n "$has_data" ]; then
  printf '%s' "$data" >"$made/body"
  body=$made/body
elif [ "$data_file" = - ]; then
  cat >"$made/body"
  body=$made/body
fi

# The answer goes to $made/answer; $code is its status, 000 where none came.
ask() {
  printf '%s' "$headers" >"$made/headers"
  set --
  while IFS= read -r line; do
    set -- "$@" "$line"
  done <"$made/headers"
  count=$#
  if command -v curl >/dev/null 2>&1; then
    while [ "$count" -gt 0 ]; do
      line=$1
      shift
      set -- "$@" -H "$line"
      count=$((count - 1))
    done
    [ -z "$body" ] || set -- "$@" --data-binary "@$body"
    [ "$method" != HEAD ] || set -- "$@" --head
    [ "$method" = HEAD ] || set -- "$@" -X "$method"
    code=$(curl -sSL --max-time 60 -o "$made/answer" -w '%{http_code}' "$@" -- "$asked" 2>"$made/error") || return 1
  elif command -v wget >/dev/null 2>&1; then
    while [ "$count" -gt 0 ]; do
      line=$1
      shift
      set -- "$@" "--header=$line"
      count=$((count - 1))
    done
    [ -z "$body" ] || set -- "$@" "--body-file=$body"
    [ "$method" = GET ] || set -- "$@" "--method=$method"
    wget -q -T 60 --content-on-error -O "$made/answer" "$@" -- "$asked" 2>"$made/error"
    case "$?" in 0) code=200 ;; 8) code=400 ;; *) return 1 ;; esac
  else
    fail "needs curl or wget, and neither is installed" 127
  fi
}

plain_text() {
  LC_ALL=C awk '
    BEGIN { RS = "<" }
    function shown(text) {
      gsub(/[ \t\r\n]+/, " ", text)
      gsub(/&nbsp;/, " ", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
      gsub(/&#39;|&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    NR == 1 { printf "%s", shown($0); next }
    {
      at = index($0, ">"); tag = tolower(at ? substr($0, 1, at - 1) : $0); words = at ? substr($0, at + 1) : ""
      sub(/[ \t\r\n].*/, "", tag)
      if (hidden) { if (tag == "/" hidden) hidden = ""; else next }
      else if (tag ~ /^(script|style|noscript|svg|template)$/) { hidden = tag; next }
      if (tag ~ /^\/?(p|div|h[1-6]|li|ul|ol|tr|table|section|article|header|footer|pre|title|blockquote|br|br\/|hr)$/) printf "\n"
      if (tag ~ /^(td|th)$/) printf "\t"
      printf "%s", shown(words)
    }
    END { print "" }' "$1" | sed -e 's/^ *//' -e 's/ *$//' | awk 'NF'
}

# JSON as lines `path<tab>value`, one for each value that is neither an object nor a list
flat() {
  LC_ALL=C awk '
    { text = text $0 "\n" }
    function blank() { while (index(" \t\r\n", substr(text, at, 1)) && at <= size) at++ }
    function string(  out, c) {
      out = ""
      for (at++; at <= size; at++) {
        c = substr(text, at, 1)
        if (c == "\"") { at++; return out }
        if (c == "\\") {
          c = substr(text, ++at, 1)
          if (c == "n") c = "\\n"; else if (c == "t") c = "\\t"; else if (c == "r" || c == "b" || c == "f") c = ""
          else if (c == "u") { c = "\\u" substr(text, at + 1, 4); at += 4 }
        }
        out = out c
      }
      bad = 1
      return out
    }
    END {
      at = 1; size = length(text); depth = 0; path[0] = ""
      while (at <= size && !bad) {
        blank(); if (at > size) break
        c = substr(text, at, 1)
        if (c == "{" || c == "[") { kind[++depth] = c; name[depth] = c == "[" ? 0 : ""; at++; waiting = c == "{"; continue }
        if (c == "}" || c == "]") { if (!depth) { bad = 1; break }; depth--; at++; waiting = 0; continue }
        if (c == ",") { if (kind[depth] == "[") name[depth]++; else waiting = 1; at++; continue }
        if (waiting && c == "\"") {
          name[depth] = string(); blank()
          if (substr(text, at, 1) != ":") { bad = 1; break }
          at++; waiting = 0; continue
        }
        if (c == "\"") value = string()
        else {
          from = at
          while (at <= size && !index(",]} \t\r\n", substr(text, at, 1))) at++
          value = substr(text, from, at - from)
          if (value !~ /^(true|false|null|-?[0-9][0-9.eE+-]*)$/) { bad = 1; break }
        }
        line = ""
        for (i = 1; i <= depth; i++) line = line (i > 1 ? "." : "") name[i]
        print line "\t" value
      }
      if (bad || depth) exit 3
    }' "$1"
}

chosen() {
  SKILLRT_FIELDS=$fields awk '
    BEGIN { count = split(ENVIRON["SKILLRT_FIELDS"], wanted, "\n") }
    function fits(path, want,  a, b, n, m, i) {
      n = split(path, a, "."); m = split(want, b, ".")
      if (n < m) return 0
      for (i = 1; i <= m; i++) if (b[i] != "*" && b[i] != a[i]) return 0
      return 1
    }
    {
      at = index($0, "\t"); path = substr($0, 1, at - 1)
      for (i = 1; i < count; i++) if (fits(path, wanted[i])) {
        print (path == wanted[i] && count == 2 ? substr($0, at + 1) : path ": " substr($0, at + 1)); next
      }
    }'
}

page=1
while [ "$page" -le "$pages" ]; do
  asked=$url
  [ "$pages" -le 1 ] || asked=$(and "$url" "$page_name=$page")
  ask || fail "no answer from $asked: $(tr '\n' ' ' <"$made/error" | cut -c 1-200)" 1
  case "$code" in
    2*) ;;
    *) fail "$asked: status $code: $(tr '\n' ' ' <"$made/answer" 2>/dev/null | cut -c 1-200)" 1 ;;
  esac
  [ -f "$made/answer" ] || : >"$made/answer"
  case "$(tr -d ' \n\r' <"$made/answer" | head -c 3)" in '' | '[]' | '{}') [ "$page" -eq 1 ] || break ;; esac
  if [ -n "$fields" ]; then
    flat "$made/answer" >"$made/flat" || fail "the answer of $asked is no JSON: $(head -c 200 "$made/answer" | tr '\n' ' ')" 1
    chosen <"$made/flat" >>"$made/shown"
  elif [ -n "$text" ]; then
    plain_text "$made/answer" >>"$made/shown"
  else
    cat "$made/answer" >>"$made/shown"
  fi
  page=$((page + 1))
done
[ -f "$made/shown" ] || : >"$made/shown"
if [ -n "$fields" ] && [ ! -s "$made/shown" ]; then
  fail "no such field; the answer has: $(cut -f 1 "$made/flat" | head -n 20 | tr '\n' ' ')" 1
fi
if [ -n "$output" ]; then
  cat "$made/shown" >"$output" || fail "cannot write $output"
  printf 'wrote %s: %s bytes\n' "$output" "$(wc -c <"$output" | tr -d ' ')"
  exit 0
fi
if [ -n "$find" ]; then
  grep -iF -e "$find" "$made/shown" >"$made/found" || fail "no line with: $find" 1
  mv "$made/found" "$made/shown"
fi
awk -v skip="$skip" -v lines="$lines" '
  NR > skip && NR <= skip + lines { print substr($0, 1, 2000) (length($0) > 2000 ? "..." : "") }
  END { if (NR > skip + lines) print "(" NR - skip - lines " more lines: --skip " skip + lines ")" }' "$made/shown"
