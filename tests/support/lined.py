"""Values as the file reader makes them, without a file."""

from __future__ import annotations

from advisor.knowledge.source import Mapping, Sequence


def lined(value):
    """A value as the file reader would make it, every key on a line of its own."""
    if isinstance(value, dict):
        mapping = Mapping(1)
        for line, (key, inner) in enumerate(value.items(), start=1):
            mapping[key] = lined(inner)
            mapping.lines[key] = line
        return mapping
    if isinstance(value, list):
        sequence = Sequence(1)
        for inner in value:
            sequence.append(lined(inner))
            sequence.lines.append(1)
        return sequence
    return value
