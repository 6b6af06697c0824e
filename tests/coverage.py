#!/usr/bin/env python3
"""How far the tests reach: coverage.py COVERAGE.json [--missing]

Reads what `gcovr --json` counted, prints lines and branches for each folder, and ends with 1 where less is reached than
LINES_MIN of all lines, or any branch is missed in a file whose every branch decides about money, rights or proof (WHOLE).
`--missing` prints the missed branches of those files, line by line.
"""
import collections
import fnmatch
import json
import pathlib
import sys

LINES_MIN = 0.90
WHOLE = [
    "engine/cases/decide.cpp", "engine/cases/authority.cpp", "engine/cases/party.cpp",
    "workflows/refund.cpp", "workflows/exchange.cpp", "workflows/logistics_delay.cpp", "workflows/bad_review.cpp",
    "workflows/*guards.hpp",
    "engine/audit/*.cpp", "engine/ledger/receipt_check.cpp", "engine/ledger/merkle.cpp",
    "api/server/callers.cpp",
]


def share(reached, all_of_them):
    return f"{100 * reached / all_of_them:5.1f} %" if all_of_them else "      -"


def main():
    files = json.loads(pathlib.Path(sys.argv[1]).read_text())["files"]
    folders, missed = collections.defaultdict(lambda: [0, 0, 0, 0]), []
    for file in files:
        name = file["file"]
        whole = any(fnmatch.fnmatch(name, pattern) for pattern in WHOLE)
        for line in file["lines"]:
            if line.get("gcovr/noncode"):
                continue
            branches = line.get("branches", [])
            for counts in (folders[str(pathlib.Path(name).parent)], folders["all"]):
                counts[0] += line["count"] > 0
                counts[1] += 1
                counts[2] += sum(branch["count"] > 0 for branch in branches)
                counts[3] += len(branches)
            if whole and any(branch["count"] == 0 for branch in branches):
                missed.append(f"{name}:{line['line_number']}")
    print(f"{'folder':40} {'lines':>8} {'branches':>9}")
    for folder, (lines, all_lines, branches, all_branches) in sorted(folders.items()):
        print(f"{folder:40} {share(lines, all_lines):>8} {share(branches, all_branches):>9}")
    if "--missing" in sys.argv:
        print(*missed, sep="\n")
    lines, all_lines = folders["all"][:2]
    enough = all_lines > 0 and lines >= LINES_MIN * all_lines
    print(f"lines {share(lines, all_lines)} (at least {LINES_MIN:.0%}); in the files that must be whole, {len(missed)} lines with a branch missed")
    return 0 if enough and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
