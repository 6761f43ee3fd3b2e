"""Reads bodies, one on each line in hex, and says what Python's json sees in them: as README.md has it."""

import json
import sys


def field(value):
    return "=" + value.encode("utf-8", "surrogatepass").hex() if isinstance(value, str) else "-"


def member(value, name):
    return value.get(name) if isinstance(value, dict) else None


def parse(body, first):
    # Duplicates: a dict keeps the last; who goes through the pairs finds the first.
    pairs = (lambda each: dict(reversed(each))) if first else None
    try:
        value = json.loads(body, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return "!"
    lines = []
    for message in value if isinstance(value, list) else [value]:
        params = member(message, "params")
        fields = [member(message, "method"), *(member(params, name) for name in ("name", "uri", "taskId"))]
        lines.append(",".join(map(field, fields)))
    return " ".join(lines)


for line in sys.stdin:
    body = bytes.fromhex(line)
    print(parse(body, False), parse(body, True), sep="\t")
