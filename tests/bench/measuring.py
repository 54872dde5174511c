"""Ratios, not seconds: two ways of doing a thing, taken in turns, compared by their medians."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Sequence


def seconds(work: Callable) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turns(*works: Callable, repeats: int, warm: int = 1) -> list[float]:
    """Return the median seconds of each work, all of them done in turns; a work may return its own seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(warm + repeats):
        for work, times in zip(works, taken, strict=True):
            own = []
            spent = seconds(lambda work=work, own=own: own.append(work()))
            if turn >= warm:
                times.append(own[0] if isinstance(own[0], float) else spent)
    return [statistics.median(times) for times in taken]


def report(name: str, *, ratio: float, bar: float, better: str, **detail) -> None:
    """Print one line: a JSON object with the ratio, its bar and which side of it is good."""
    shown = {"name": name, "ratio": round(ratio, 3), "bar": bar, "better": better, "detail": detail}
    print(json.dumps(shown, ensure_ascii=False), flush=True)


def milliseconds(values: Sequence[float], names: Sequence[str]) -> dict:
    return {f"{name}_ms": round(value * 1000, 2) for name, value in zip(names, values, strict=True)}
