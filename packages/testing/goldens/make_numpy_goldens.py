"""Makes numpy.json with real NumPy: files as np.save and np.savez write them, and what is in them.

    python3 -m venv V && V/bin/pip install numpy
    V/bin/python packages/testing/goldens/make_numpy_goldens.py

Users never need this program: the file is committed.
"""

import base64
import io
import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = {"f": "float32", "i": "int32", "u": "int32", "b": "bool"}


def text(data):
    return base64.b64encode(data).decode()


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def case(name, array, version=None):
    # JSON has neither NaN nor infinities: they go as texts.
    values = [v if np.isfinite(v) else str(v) for v in array.ravel(order="C").astype("float64").tolist()]
    return {"name": name, "file": text(saved(array, version)), "shape": list(array.shape),
            "dtype": KINDS[array.dtype.kind], "values": values}


def files():
    grid = np.arange(24).reshape(2, 3, 4)
    for dtype in ("<f2", "<f4", "<f8", ">f4", ">f8", "|i1", "<i2", "<i4", "<i8", ">i4", ">i8", "|u1", "<u2", "<u4", "<u8", ">u2"):
        yield case(dtype, grid.astype(dtype))
    yield case("bool", grid % 3 == 0)
    yield case("Fortran order", np.asfortranarray(grid.astype("<f4")))
    yield case("Fortran order of a matrix", np.asfortranarray(grid[0].astype("<f8")))
    yield case("version 2", grid.astype("<f4"), (2, 0))
    yield case("version 3", grid.astype("<f4"), (3, 0))
    yield case("no axes", np.array(2.5, "<f8"))
    yield case("one axis", np.array([1, -2, 3], "<i8"))
    yield case("no rows", np.zeros((0, 3), "<f4"))
    yield case("extremes", np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4028234e38], "<f8"))
    yield case("halves", np.array([1.5, 65504, 6e-8, np.inf, -np.nan], "<f2"))
    yield case("ends of int32", np.array([2**31 - 1, -(2**31)], "<i8"))


def refused():
    yield "beyond int32", saved(np.array([0, 2**31], "<i8")), "element 1 of the array of bytes is 2147483648 (int64), beyond the range of int32"
    yield "beyond float32", saved(np.array([1e39])), "element 0 of the array of bytes is 1e+39 (float64), beyond the range of float32"
    yield "texts", saved(np.array(["a", "bc"])), "(texts)"
    yield "complex", saved(np.array([1j])), "(complex numbers)"
    yield "dates", saved(np.array(["2026-01-01"], "datetime64[D]")), 'elements of type "<M8[D]"'
    yield "records", saved(np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f4")])), "holds records"
    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    yield "objects", file.getvalue(), "Python objects, which are never unpacked"


def archives():
    arrays = {"x": np.arange(6, dtype="<f4").reshape(2, 3), "y": np.array([1, 0], "<i8"), "zeros": np.zeros((100, 100), "|u1")}
    for name, save in (("stored", np.savez), ("compressed", np.savez_compressed)):
        file = io.BytesIO()
        save(file, **arrays)
        yield {"name": name, "file": text(file.getvalue())}


def written():
    for dtype in ("<f4", "<f8", "|i1", "<i2", "<i4", "|u1", "<u2", "<u4"):
        yield {"dtype": dtype, "shape": [5], "file": text(saved(np.array([0, 1, 2, 100, 7], dtype)))}
    for dtype in ("<f4", "<i4", "|b1"):
        yield {"dtype": dtype, "shape": [2, 3], "file": text(saved(np.array([[0, 1, 1], [1, 0, 0]], dtype)))}
    yield {"dtype": "<f4", "shape": [], "file": text(saved(np.array(3, "<f4")))}


with open(os.path.join(HERE, "numpy.json"), "w") as file:
    json.dump({"files": list(files()), "archives": list(archives()), "written": list(written()),
               "refused": [{"name": n, "file": text(f), "message": m} for n, f, m in refused()]}, file, separators=(",", ":"))
    file.write("\n")
