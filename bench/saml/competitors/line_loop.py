"""One JSON per line in, one out: the protocol of child.mjs, for the libraries of Python."""

import json
import sys
import time

_EVICTED = bytearray(64 * 1024 * 1024)


def serve(make):
    """`make(settings)` gives a function that validates a posted field once, or raises."""
    runs = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = _answer(make, runs, request)
        except Exception as error:  # reported to the bench, which leaves the competitor out
            answer = {"failure": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps(answer), flush=True)


def _answer(make, runs, request):
    verb = request["verb"]
    if verb == "configure":
        runs[request["run"]] = make(request["settings"])
        return {}
    validate, field = runs[request["run"]], request["field"]
    if verb == "ask":
        try:
            validate(field)
        except Exception as error:
            return {"accepted": False, "why": str(error)[:120]}
        return {"accepted": True}
    if verb == "block":
        return _block(validate, field, request["milliseconds"] / 1000)
    if verb == "paced":
        return _paced(validate, field, request["calls"], request["everyMilliseconds"] / 1000)
    raise ValueError(f"unknown verb {verb}")


def _block(validate, field, seconds):
    calls, batch, processor, start, before = 0, 1, 0, time.perf_counter(), time.process_time()
    while processor < seconds:
        for _ in range(batch):
            validate(field)
        calls += batch
        batch *= 2
        processor = time.process_time() - before
    elapsed = time.perf_counter() - start
    return {"micros": processor / calls * 1e6, "elapsed": elapsed / calls * 1e6}


def _paced(validate, field, calls, every_seconds):
    micros = []
    for _ in range(calls):
        time.sleep(every_seconds)
        _EVICTED[::64] = bytes(len(_EVICTED) // 64)
        start = time.perf_counter()
        validate(field)
        micros.append((time.perf_counter() - start) * 1e6)
    return {"micros": micros}
