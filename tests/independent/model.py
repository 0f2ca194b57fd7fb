"""Answers rows of tab-separated fields, a line for a line, by Python's own means."""

import re
import sys
from fractions import Fraction
from math import floor

import xxhash

MILLION = 10**6
INTEGER = re.compile(rb"[+-]?[0-9]+", re.ASCII)
INTERVAL = re.compile(r"([\[(])\s*([+-]?[0-9]+)\s*,\s*([+-]?[0-9]+)\s*([\])])", re.ASCII)


def point(salt, key):
    seed = xxhash.xxh3_64_intdigest(bytes.fromhex(salt), 0)
    return f"{xxhash.xxh3_64_intdigest(bytes.fromhex(key), seed):016x}"


def accepts(interval, value):
    opening, lower, upper, closing = INTERVAL.fullmatch(interval).groups()
    lowest = int(lower) + (opening == "(")
    highest = int(upper) - (closing == ")")
    if lowest > highest:
        return "refused"
    value = bytes.fromhex(value)
    is_within = INTEGER.fullmatch(value) and lowest <= int(value) <= highest
    return "accepted" if is_within else "not accepted"


def weight(fraction):
    exact = Fraction(float(fraction))
    if abs(exact) <= Fraction(1e-12):
        return "0"
    if abs(exact - 1) <= Fraction(1e-12):
        return str(MILLION)
    # Python rounds a fraction to the nearest integer, a tie to the even one.
    nearest = round(exact * MILLION)
    return str(nearest) if 0 < exact < 1 and 0 < nearest < MILLION else "refused"


def pick(point, main, additional):
    """The main version takes the rest; `$LATEST` sorts after every number."""
    weights = dict(pair.split("=") for pair in additional.split())
    weights = {version: int(millionths) for version, millionths in weights.items()}
    weights[main] = MILLION - sum(weights.values())
    order = sorted(weights, key=lambda name: (name == "$LATEST", name != "$LATEST" and int(name)))
    sum_of_shares = Fraction(0)
    for version in order:
        sum_of_shares += Fraction(weights[version], MILLION)
        if int(point, 16) < floor(sum_of_shares * 2**64):
            return version
    raise AssertionError("shares that do not sum to 1")


ANSWERS = {"point": point, "range": accepts, "weight": weight, "split": pick}

for line in sys.stdin:
    kind, *fields = line.rstrip("\n").split("\t")
    print(ANSWERS[kind](*fields))
