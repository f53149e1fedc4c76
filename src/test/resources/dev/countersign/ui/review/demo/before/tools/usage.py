"""Reads the usage report and prints totals by customer."""
import csv
import sys
from collections import defaultdict


def totals(rows):
    found = defaultdict(int)
    for row in rows:
        found[row["customer"]] += int(row["bytes"])
    return found


def main(path):
    with open(path) as file:
        rows = csv.DictReader(file)
        for customer, amount in sorted(totals(rows).items()):
            print("%s: %d" % (customer, amount))


if __name__ == "__main__":
    main(sys.argv[1])
