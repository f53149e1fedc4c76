"""Reads the usage report and prints totals by customer."""
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable


def totals(rows: Iterable[dict[str, str]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["bytes"]:
            found[row["customer"]] += int(row["bytes"])
    return found


def main(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        for customer, amount in sorted(totals(rows).items()):
            print(f"{customer}: {amount:,}")


if __name__ == "__main__":
    main(sys.argv[1])
