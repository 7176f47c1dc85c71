"""Exports scikit-learn's own copies of its small data sets: src/tables/*.gen.ts, test/tables.json to test
them with, and the file of examples/wine.

    python3 -m venv V && V/bin/pip install scikit-learn==1.9.1
    V/bin/python datasets/tools/export_tables.py

Users never need this program: the files are committed. A table is a text with a row on each line, the target last. Digits have a
letter for each pixel, from a (0) to q (16).
"""

import hashlib
import json
import os

import numpy as np
from sklearn import datasets

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = {
    "iris": datasets.load_iris(),
    "wine": datasets.load_wine(),
    "breast-cancer": datasets.load_breast_cancer(),
    "diabetes": datasets.load_diabetes(scaled=False),
    "digits": datasets.load_digits(),
}


def number(value):
    return repr(float(value)).removesuffix(".0")


def line(name, row, target):
    if name == "digits":
        return "".join(chr(ord("a") + int(v)) for v in row) + str(target)
    return ",".join([number(v) for v in row] + [number(target)])


def facts(x, y):
    """What tests compare with: of float32, as tensors have it."""
    x, y = np.ascontiguousarray(x, "<f4"), np.asarray(y)
    y = np.ascontiguousarray(y, "<i4" if y.dtype.kind == "i" else "<f4")
    return {
        "shape": list(x.shape),
        "sums": x.astype("float64").sum(axis=0).tolist(),
        "counts": np.bincount(y).tolist() if y.dtype.kind == "i" else None,
        "sample": x.ravel()[::97].astype("float64").tolist(),
        "targetSum": float(y.astype("float64").sum()),
        "x": hashlib.sha256(x.tobytes()).hexdigest(),
        "y": hashlib.sha256(y.tobytes()).hexdigest(),
    }


known = {}
for name, table in TABLES.items():
    rows = "\n".join(line(name, row, target) for row, target in zip(table.data, table.target))
    with open(os.path.join(HERE, "..", "src", "tables", f"{name}.gen.ts"), "w") as file:
        file.write(f"// Made by datasets/tools/export_tables.py from scikit-learn's copy.\nexport const ROWS = `{rows}`;\n")
    known[name] = facts(table.data, table.target)
    known[name]["featureNames"] = list(table.feature_names)
    names = getattr(table, "target_names", None)
    known[name]["classNames"] = [] if names is None else [str(n) for n in names]
scaled = datasets.load_diabetes()
known["diabetes, scaled"] = facts(scaled.data, scaled.target)
with open(os.path.join(HERE, "..", "test", "tables.json"), "w") as file:
    json.dump(known, file, indent=1)
    file.write("\n")

wine = TABLES["wine"]
with open(os.path.join(HERE, "..", "..", "examples", "wine", "wine.csv"), "w") as file:
    file.write(",".join(wine.feature_names) + ",grower\n")
    for row, target in zip(wine.data, wine.target):
        file.write(",".join(number(v) for v in row) + f",grower {'ABC'[target]}\n")
