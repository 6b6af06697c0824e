#!/usr/bin/env python3
"""How far the tests reach: coverage.py COVERAGE.json [--missing]

Reads what `llvm-cov export` counted, prints lines and branches for each folder, and ends with 1 where less is reached than
LINES_MIN of all lines, or any branch is missed in a file whose every branch decides about money, rights or proof (WHOLE).
`--missing` prints the missed branches of those files, line by line.

A branch is a condition of the source and one of its two outcomes. One in a template counts as reached when any of its
instances reached it.
"""
import collections
import fnmatch
import json
import pathlib
import sys

LINES_MIN = 0.90
ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("engine/", "workflows/", "storage/", "api/")
WHOLE = [
    "engine/cases/decide.cpp", "engine/cases/authority.cpp", "engine/cases/party.cpp",
    "workflows/refund.cpp", "workflows/exchange.cpp", "workflows/logistics_delay.cpp", "workflows/bad_review.cpp",
    "workflows/*guards.hpp",
    "engine/audit/*.cpp", "engine/ledger/receipt_check.cpp", "engine/ledger/merkle.cpp",
    "api/server/callers.cpp",
]


def own_files(coverage):
    """Every file of the program with its counts, by its name from the project's root."""
    for file in coverage["data"][0]["files"]:
        path = pathlib.Path(file["filename"])
        if path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(FOLDERS):
            yield str(path.relative_to(ROOT)), file


def branches_of(file):
    """{(line, column, outcome): was it reached}"""
    reached = collections.defaultdict(bool)
    for line, column, _, _, taken, not_taken, *_ in file["branches"]:
        reached[line, column, True] |= taken > 0
        reached[line, column, False] |= not_taken > 0
    return reached


def lines_of(file):
    """{line: was it reached}, of lines with code. A line has the highest count that stands on it or runs into it."""
    starts = [(line, column) for line, column, *_ in file["segments"]]
    lines = {}
    for first, (line, column, count, has_count, _, is_gap) in enumerate(file["segments"]):
        if not has_count or is_gap:
            continue
        end_line, end_column = starts[first + 1] if first + 1 < len(starts) else (line, column)
        last = end_line if end_column > 1 else end_line - 1
        for at in range(line, max(line, last) + 1):
            lines[at] = lines.get(at, False) or count > 0
    return lines


def share(reached, all_of_them):
    return f"{100 * reached / all_of_them:5.1f} %" if all_of_them else "      -"


def main():
    folders, missed = collections.defaultdict(lambda: [0, 0, 0, 0]), []
    for name, file in own_files(json.loads(pathlib.Path(sys.argv[1]).read_text())):
        lines, branches = lines_of(file), branches_of(file)
        for counts in (folders[str(pathlib.Path(name).parent)], folders["all"]):
            for at, part in enumerate((sum(lines.values()), len(lines), sum(branches.values()), len(branches))):
                counts[at] += part
        if any(fnmatch.fnmatch(name, pattern) for pattern in WHOLE):
            missed += [f"{name}:{line}:{column} is never {str(outcome).lower()}"
                       for (line, column, outcome), reached in sorted(branches.items()) if not reached]
    print(f"{'folder':40} {'lines':>8} {'branches':>9}")
    for folder, (lines, all_lines, branches, all_branches) in sorted(folders.items()):
        print(f"{folder:40} {share(lines, all_lines):>8} {share(branches, all_branches):>9}")
    if "--missing" in sys.argv:
        print(*missed, sep="\n")
    lines, all_lines = folders["all"][:2]
    enough = all_lines > 0 and lines >= LINES_MIN * all_lines
    print(f"{share(lines, all_lines).strip()} of {all_lines} lines (at least {LINES_MIN:.0%}); "
          f"in the files that must be whole, {len(missed)} branches missed")
    return 0 if enough and not missed else 1


if __name__ == "__main__":
    sys.exit(main())
