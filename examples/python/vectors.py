"""The vectors of docs/vectors: `offloop_stream.py` compares every entry with its own answers, and `--write` writes those
instead. To add an entry, write what is asked, and the length wherever a list is to come."""
import hashlib
import json
from functools import partial
from pathlib import Path

import numpy as np

from offloop_stream import DISTRIBUTIONS, Generator, raw_words, sample, seed_of, total

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "vectors"
INTEGER_ARRAYS = {f"{'Big' * (bits == 64)}{kind}{bits}Array": np.dtype(f"{kind}{bits}".lower())
                  for kind in ("Int", "Uint") for bits in (8, 16, 32, 64)}


# Each function gives the answers of an entry of its list, from what is asked there.


def hexadecimal(values, kind):
    array = np.ravel(np.asarray(values, kind))
    return [array[n : n + 1].tobytes().hex() for n in range(len(array))]


def length(given):
    return given if isinstance(given, int) else len(given)


def parameters(v):
    return {name: number(value) for name, value in v["parameters"].items()}


def number(value):  # As JSON has it: an infinite number is a word, a list of numbers a list.
    return [number(each) for each in value] if isinstance(value, list) else float(value) if isinstance(value, str) else value


def place(v):
    return {"seed": int(v["seed"]), "stream": v["stream"], "start": v["start"]}


def fails(call, error):
    try:
        call()
    except error:
        return True
    return False


def totals(name, v):
    units = total(name, samples=v["samples"], **place(v))
    return {"units": str(units), "total": float(units) * 2.0**-64}


def raw(name, v):
    return {"words": hexadecimal(raw_words(samples=length(v["words"]), **place(v)), ">u8")}


def some(name, v):
    of = partial(sample, name, parameters(v), **place(v))
    d = DISTRIBUTIONS[name]
    size = d.size(*d.fill_in(parameters(v))) if d.size else 1  # A sample may be a row of numbers.
    floating = {key: hexadecimal(of(samples=length(v[key]) // size, dtype=dtype), kind)
                for key, dtype, kind in (("doubles", "f8", ">f8"), ("floats", "f4", ">f4")) if key in v}
    integers = {kind: [str(x) for x in np.ravel(of(samples=length(given) // size, dtype=INTEGER_ARRAYS[kind]))]
                for kind, given in v.get("integers", {}).items()}
    return floating | ({"integers": integers} if integers else {})


def many(name, v):
    def sha256(dtype):
        found = sample(name, parameters(v), samples=v["samples"], dtype=dtype, **place(v))
        return hashlib.sha256(found.astype(np.dtype(dtype).newbyteorder("<")).tobytes()).hexdigest()

    integers = {kind: sha256(INTEGER_ARRAYS[kind]) for kind in v.get("integersSha256", {})}
    return {"doublesSha256": sha256("f8"), "floatsSha256": sha256("f4")} | ({"integersSha256": integers} if integers else {})


def draws(name, v):
    rng = Generator(v["seed"], v["stream"], {name: v["drawn"]})
    drawn = [hexadecimal([getattr(rng, name)(*number(call))], ">f8") for call in v["calls"]]
    return {"values": drawn if DISTRIBUTIONS[name].size else [value for value, in drawn]}  # Rows are lists.


def refused_parameters(name, v):  # Parameters, for every array or for one kind.
    kind = INTEGER_ARRAYS.get(v["array"], "f4" if v["array"] == "Float32Array" else "f8")
    return {"refused": fails(lambda: sample(name, parameters(v), dtype=kind), ValueError)}


def misfits(name, v):  # The first sample that does not fit.
    for number in range(v["start"], v["start"] + v["samples"]):
        at = {**place(v), "start": number}
        if fails(lambda: sample(name, parameters(v), dtype=INTEGER_ARRAYS[v["array"]], **at), OverflowError):
            return {"number": number}


def call(rng, method, arguments):
    """Calls a generator's method as JSON has it."""
    bigints = method == "bigint"
    found = getattr(rng, method)(*(int(x) if bigints else list(x) if isinstance(x, list) else x for x in arguments))
    return str(found) if bigints else found.hex() if method == "bytes" else found


def calls(name, v):
    rng = Generator(v["seed"], v["stream"], v["positions"])
    return {"result": call(rng, v["method"], v["arguments"]), "after": rng.state["positions"]}


def children(name, v):
    rng = Generator(v["seed"], v["stream"], children=v["children"])
    return {"split": [named(child) for child in rng.split(length(v["split"]))]}


def keys(name, v):
    return {"child": named(Generator(v["seed"], v["stream"]).child(*map(key_from, v["keys"])))}


def refused_keys(name, v):
    return {"refused": fails(lambda: Generator(1).child(*map(key_from, v["keys"])), ValueError)}


def states(name, v):
    rng = Generator(v["seed"], v["stream"])
    for method, *arguments in v["calls"]:
        call(rng, method, arguments)
    return {"state": rng.state}


def seeds(name, v):
    given = bytes.fromhex(v["bytes"]) if "bytes" in v else v["text"]
    return {"refused": True} if fails(lambda: seed_of(given), ValueError) else {"seed": str(seed_of(given))}


def key_from(key):  # As JSON has it: numbers are doubles, a bigint is {"bigint": "5"}.
    return int(key["bigint"]) if isinstance(key, dict) else float(key) if isinstance(key, int) else key


def named(child):
    return {"seed": str(child.seed), "stream": child.stream}


LISTS = {"totals": totals, "words": raw, "samples": some, "fills": many, "draws": draws, "refused": refused_parameters,
         "misfits": misfits, "calls": calls, "children": children, "keys": keys, "refusedKeys": refused_keys, "states": states,
         "seeds": seeds}


def main(arguments):
    """`[--write] [folder]`: prints a line a list. Returns the exit code."""
    write, code = "--write" in arguments, 0
    folder = Path(next((given for given in arguments if given != "--write"), FOLDER))
    for path in sorted(folder.glob("*.json")):
        file = json.loads(path.read_text())
        for kind in [key for key, value in file.items() if isinstance(value, list)]:
            answered = [{**v, **LISTS[kind](file.get("distribution"), v)} for v in file[kind]]
            wrong = [v for v, answer in zip(file[kind], answered) if answer != v and not write]
            print("wrote" if write else "WRONG" if wrong else "ok   ", f"{len(answered)} {kind} of {path.stem}")
            for v in wrong:
                print("     ", json.dumps(v)[:200])
                code = 1
            file[kind] = answered
        if (name := file.get("distribution")) in DISTRIBUTIONS:
            d = DISTRIBUTIONS[name]
            names, defaults = list(d.parameters), list(d.parameters.values())
            file = {"version": 1, "distribution": name, "number": d.number, "names": {"parameters": names, "defaults": defaults}} | file
        if write:
            path.write_text("{\n" + ",\n".join(f'"{key}":{lines(value)}' for key, value in file.items()) + "\n}\n")
    return code


def lines(value):  # One an entry.
    line = partial(json.dumps, separators=(",", ":"))
    return "[\n" + ",\n".join(map(line, value)) + "\n]" if isinstance(value, list) else line(value)
