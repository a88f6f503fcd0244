#!/usr/bin/env bash
# Builds the shapes with each tool and prints what it reports. Needs the .NET SDK, a POSIX awk, and the package feed for IDisposableAnalyzers.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every warning of the tool once, as "line id".
run() { # run <name> <tool> <ids> <api in source>
  rm -rf Shapes/obj Shapes/bin
  if ! dotnet build Shapes/Shapes.csproj --nologo -v q -p:Tool="$2" -p:ApiInSource="$4" > "$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
  fi

  (grep -oE "Shapes\.cs\([0-9]+,[0-9]+\): warning ($3)" "$work/log" || true) | sed -E 's/.*\(([0-9]+),.*warning /\1 /' | sort -u > "$work/$1"
}

run ca ca 'CA2000|CA2213' false
run ca-source ca 'CA2000|CA2213' true
run idisp idisp 'IDISP[0-9]+' false
run idisp-source idisp 'IDISP[0-9]+' true
run ours ours 'MRL[0-9]+' false

awk -v work="$work" '
  BEGIN {
    count = split("ca ca-source idisp idisp-source ours", tools, " ")
    for (t = 1; t <= count; t++) { while ((getline row < (work "/" tools[t])) > 0) { split(row, part, " "); at[tools[t], part[1]] = at[tools[t], part[1]] " " part[2] } }
    print "| shape | | CA2000, CA2213 | the same, API in source | IDisposableAnalyzers | the same, API in source | MemoryRegions |"
    print "|---|---|---|---|---|---|---|"
  }
  function flush(  t, line, cell, seen) {
    if (name == "") { return }
    row = "| " name " | " kind
    for (t = 1; t <= count; t++) {
      cell = ""
      for (line = first; line < FNR; line++) { cell = cell at[tools[t], line] }
      if (cell != "") { hits[tools[t], kind]++ }
      row = row " |" (cell == "" ? (kind == "bug" ? " **missed**" : " ") : (kind == "good" ? " **false alarm**" : "") cell)
    }
    print row " |"
    total[kind]++
    name = ""
  }
  /\/\/ shape: / { flush(); split(substr($0, index($0, "shape: ") + 7), part, " [|] "); name = part[1]; kind = part[2]; first = FNR; next }
  /^}/ { flush() }
  END {
    flush()
    row = "| **bugs found, of " total["bug"] "** | "
    for (t = 1; t <= count; t++) { row = row " | " (hits[tools[t], "bug"] + 0) }
    print row " |"
    row = "| **false alarms, of " total["good"] "** | "
    for (t = 1; t <= count; t++) { row = row " | " (hits[tools[t], "good"] + 0) }
    print row " |"
  }' Shapes/Shapes.cs
