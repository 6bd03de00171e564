#!/usr/bin/env bash
# Unpack a backup into an empty folder, after looking whether that is safe. Never touches anything else.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: restore.sh -a ARCHIVE -t FOLDER [-n] [-r MEGABYTES]
  -a ARCHIVE    .tar, .tar.gz, .tgz, .tar.xz, .tar.zst, .zip
  -t FOLDER     an empty or absent folder that receives the files
  -n            look only: safe names, unpacked size, free space
  -r MEGABYTES  space that must stay free (default: 1024)
exit: 0 done, 1 refused, 2 wrong usage
TEXT
}

archive='' target='' look_only=0 reserve=1024
while getopts ':a:t:nr:h' option; do
  case "$option" in
    a) archive=$OPTARG ;;
    t) target=$OPTARG ;;
    n) look_only=1 ;;
    r) reserve=$OPTARG ;;
    h) usage; exit 0 ;;
    :) echo "restore: -$OPTARG needs a value" >&2; exit 2 ;;
    *) echo "restore: unknown option -$OPTARG" >&2; usage >&2; exit 2 ;;
  esac
done
if [ -z "$archive" ] || [ -z "$target" ]; then
  usage >&2
  exit 2
fi
case "$reserve" in
  '' | *[!0-9]*) echo "restore: -r takes a number of megabytes" >&2; exit 2 ;;
esac

refuse() {
  echo "restore: $1" >&2
  exit 1
}

[ -f "$archive" ] || refuse "$archive: no such file"
if [ -e "$target" ] && [ -n "$(ls -A "$target")" ]; then
  refuse "$target is not empty"
fi

# How to write the unpacked stream to standard output; empty for zip, which has no stream.
case "$archive" in
  *.tar.gz | *.tgz) expand='gzip -dc' ;;
  *.tar.xz) expand='xz -dc' ;;
  *.tar.zst) expand='zstd -dcq' ;;
  *.tar) expand='cat' ;;
  *.zip) expand='' ;;
  *) refuse "$archive: unknown kind of archive" ;;
esac

if [ -n "$expand" ]; then
  names=$($expand "$archive" | tar -tf -) || refuse "$archive is damaged: it cannot be listed to the end"
  bytes=$($expand "$archive" | wc -c)
else
  unzip -tqq "$archive" > /dev/null || refuse "$archive is damaged: a checksum does not fit"
  names=$(unzip -Z1 "$archive")
  bytes=$(unzip -l "$archive" | tail -n 1 | awk '{print $1}')
fi

unsafe=$(printf '%s\n' "$names" | grep -E '^/|(^|/)\.\.(/|$)' | head -n 3 || true)
[ -z "$unsafe" ] || refuse "$archive has names that leave the folder, such as: $unsafe"

parent=$(dirname "$target")
[ -d "$parent" ] || refuse "$parent: no such folder"
free=$(df -Pk "$parent" | awk 'NR == 2 {print $4}')
need=$((bytes / 1024 + reserve * 1024))
echo "members: $(printf '%s\n' "$names" | wc -l | tr -d ' ')"
echo "unpacked: $((bytes / 1024)) KB"
echo "free: $free KB, wanted: $need KB"
[ "$free" -ge "$need" ] || refuse "not enough space in $parent"
if [ "$look_only" -eq 1 ]; then
  exit 0
fi

mkdir -p "$target"
if [ -n "$expand" ]; then
  $expand "$archive" | tar -xf - -C "$target" --no-same-owner
else
  unzip -q "$archive" -d "$target"
fi
echo "restored to: $target"
