"""Reads what write-json.ts has printed with real Keras, and says what Keras makes of it.

    python3 -m venv V && V/bin/pip install keras==3.15.1 jax numpy
    npx ts-node packages/testing/keras/write-json.ts > written.json
    KERAS_BACKEND=jax V/bin/python packages/testing/keras/read_json.py written.json

Every model is opened and compiled by Keras; what stands for a golden case must be, written again by Keras, what Keras wrote
for it. Models that have no golden are trained for a step. Kinds that Keras has not must be refused by their names.
"""

import json
import os
import struct
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np


def in_float32(value):
    """Keras keeps some numbers in float32; seeds and sizes are the same there."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return struct.unpack("f", struct.pack("f", value))[0]
    if isinstance(value, (list, tuple)):
        return [in_float32(each) for each in value]
    if value.get("class_name") == "__tensor__":
        return in_float32(value["config"]["value"])
    return {key: in_float32(each) for key, each in value.items() if key != "shared_object_id"}


def at(value, path):
    for key in path:
        value = value[key]
    return value


def differences(ours, theirs, place=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from differences(ours.get(key), theirs.get(key), f"{place}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs)):
            yield from differences(*pair, f"{place}[{index}]")
    elif ours != theirs:
        yield f"{place}: {ours!r} instead of {theirs!r}"


# Names that nobody gave are each side's own; matrices of counts are in floats, for sample weights.
ON_PURPOSE = (".config.name: ", ".build_config", ".config.dtype: 'float32' instead of 'int32'", ".config.activation.config.name")


def opened(text):
    keras.utils.clear_session()
    return keras.saving.deserialize_keras_object(json.loads(text))


def check_golden(case):
    again = at(keras.saving.serialize_keras_object(opened(case["text"])), case["path"])
    found = differences(in_float32(json.loads(json.dumps(again))), in_float32(case["json"]))
    return [each for each in found if not each.startswith(ON_PURPOSE)]


def check_further(case):
    model = opened(case["text"])
    outputs = model.output_shape[1:]
    x, y = np.ones((8, 4), "float32"), np.ones((8, *outputs), "float32")
    loss = model.fit(x, y, epochs=2, batch_size=4, verbose=0).history["loss"]
    return [] if np.all(np.isfinite(loss)) else [f"the loss is {loss}"]


def check_refused(case):
    try:
        opened(case["text"])
    except Exception as error:
        return [] if case["name"] in str(error) else [f"refused with {error}"]
    return ["was not refused"]


def main():
    with open(sys.argv[1]) as file:
        written = json.load(file)
    checks = {"goldens": check_golden, "further": check_further, "refused": check_refused}
    failed = 0
    for key, check in checks.items():
        for case in written[key]:
            title = case.get("title", case.get("name"))
            try:
                wrong = check(case)
            except Exception as error:
                wrong = [f"{type(error).__name__}: {str(error)[:400]}"]
            if wrong:
                failed += 1
                print(f"{key}: {title}:", *wrong, sep="\n    ")
        print(f"{key}: {len(written[key])} models")
    print(f"Keras {keras.__version__}: {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
