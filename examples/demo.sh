#!/bin/sh
# Check the example skills, compile them for two targets, and show what changed and why. Writes to a new temporary
# folder only, named at the end. `make demo` runs it with the project's own skillrt.
set -eu
cd "$(dirname "$0")/skills"

out=$(mktemp -d "${TMPDIR:-/tmp}/skillrt-demo.XXXXXX")
trap 'status=$?; [ "$status" -eq 0 ] || rm -rf "$out"; exit "$status"' EXIT

first=claude/sonnet@claude-code
second=qwen/qwen3.5-9b@openclaw

step() { printf '\n== %s\n   $ %s\n\n' "$1" "$2"; }

step "Check the examples; csv-survey has planted defects" "skillrt check ."
# Findings are the point here: status 1 says that there are errors, anything else that the check itself failed.
skillrt check . || [ $? -eq 1 ]

step "What is known of one skill" "skillrt inspect release-notes"
skillrt inspect release-notes

step "Compile all of them for two targets" "skillrt compile . --target $first --target $second -o $out"
skillrt compile . --target "$first" --target "$second" -o "$out"

step "What they ask of a small model, and what that model holds" "skillrt inspect pdf-workbench --target $second"
skillrt inspect pdf-workbench --target "$second"

step "What changed in one of them, and why" "skillrt diff pdf-workbench --target $second"
skillrt diff pdf-workbench --target "$second"

printf '\nThe variants are in %s\n' "$out"
