"""Writes safetensors.json: files that the reference implementation made, and what is in them.

Run it in a folder of its own: python -m venv v && v/bin/pip install safetensors==0.8.0 numpy==2.4.6 ml_dtypes==0.6.0
&& v/bin/python make_safetensors_goldens.py
"""

import base64
import json
import pathlib

import ml_dtypes
import numpy as np
from safetensors.numpy import save

VALUES = np.array([[0.1, -2.5, 3e-5], [65504.0, 1.0, -0.0]])
HALVES = np.array([0x0001, 0x03FF, 0x0400, 0x3555, 0x7BFF, 0x8001, 0xFBFF, 0x8000], dtype=np.uint16)


def golden(tensors, metadata=None):
    arrays = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    return {
        "file": base64.b64encode(save(arrays, metadata)).decode(),
        "tensors": {
            name: {
                "shape": list(array.shape),
                "values": [float(value) for value in array.astype(np.float32).ravel()],
            }
            for name, array in tensors.items()
        },
    }


# As many of these as a model of two layers has: numbers that Tsuno and NumPy make alike.
MODEL = {
    "dense/kernel": (np.arange(6, dtype=np.float32) / 8).reshape(2, 3),
    "dense/bias": np.arange(3, dtype=np.float32) - 1,
    "äußere/kernel": (np.arange(6, dtype=np.float32) / 4).reshape(3, 2),
    "äußere/bias": np.array([5, -5], dtype=np.float32),
    "\U0001f9e0/gamma": np.array([1, 2], dtype=np.float32),
    "\uffe6/gamma": np.array([3, 4], dtype=np.float32),
}

GOLDENS = {
    "model": golden(MODEL),
    "float64": golden({"dense/kernel": VALUES}),
    "float16": golden({"dense/kernel": HALVES.view(np.float16).reshape(2, 4)}),
    "bfloat16": golden({"dense/kernel": VALUES.astype(ml_dtypes.bfloat16)}),
    "empty": golden({}),
    "empty tensor": golden({"a": np.zeros((0, 3), np.float32), "b": np.ones(1, np.float32)}),
    "scalar": golden({"a": np.float32(2.5)}, {"format": "np"}),
}

path = pathlib.Path(__file__).parent / "safetensors.json"
path.write_text(json.dumps(GOLDENS, indent=1) + "\n")
