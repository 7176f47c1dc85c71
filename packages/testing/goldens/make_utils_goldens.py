"""Makes utils.json with real Keras 3 (its utils) and scikit-learn (splits' sizes, confusion matrices, reports).

    python3 -m venv V && V/bin/pip install keras==3.15.1 jax numpy scikit-learn==1.9.1
    KERAS_BACKEND=jax V/bin/python packages/testing/goldens/make_utils_goldens.py

Each case is plain data that the TypeScript tests read too, with the names of the options in camelCase. Users never need
this program: the file is committed.
"""

import json
import os
import warnings

os.environ.setdefault("KERAS_BACKEND", "jax")
warnings.filterwarnings("ignore")

import keras
import numpy as np
from keras.src.utils.dataset_utils import _rescale_dataset_split_sizes
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

HERE = os.path.dirname(os.path.abspath(__file__))


def lcg(seed, count):
    values, state = [], seed
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state / 2**32)
    return np.array(values)


def plain(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "values": array.astype("float64").ravel().tolist()}


def to_categorical():
    cases = [{"x": [0, 2, 1]}, {"x": [0, 2, 1], "numClasses": 5}, {"x": [[1], [0], [3]]}, {"x": [[0, 1], [2, 0]], "numClasses": 3}]
    return [{**c, "result": plain(keras.utils.to_categorical(c["x"], c.get("numClasses")))} for c in cases]


def normalize():
    x = (lcg(3, 24) * 4 - 2).reshape(2, 3, 4)
    x[1, 2] = 0
    cases = [{"axis": axis, "order": order} for axis in (-1, 1, 2) for order in (1, 2, 3)] + [{}]
    # With numbers of NumPy as Keras documents it; axis 0 is what its operation for tensors gives, the other one has no such axis.
    made = [{"x": x.tolist(), "options": c, "result": plain(keras.utils.normalize(x, **c))} for c in cases]
    first = np.asarray(keras.utils.normalize(keras.ops.convert_to_tensor(x[0]), axis=0, order=1))
    return made + [{"x": x[0].tolist(), "options": {"axis": 0, "order": 1}, "result": plain(first)}]


def pad_sequences():
    short = [[1], [2, 3], [], [4, 5, 6]]
    deep = [[[1, 2]], [[3, 4], [5, 6], [7, 8]]]
    cases = [
        (short, {}), (short, {"value": -1}), (short, {"padding": "post"}), (short, {"maxlen": 2}), (short, {"maxlen": 5}),
        (short, {"maxlen": 2, "truncating": "post"}), (short, {"maxlen": 2, "truncating": "post", "padding": "post"}),
        (short, {"maxlen": 5, "padding": "post", "value": 9}), ([[1.7, -1.7], [2.5]], {}),
        ([[1.5, -1.5], [2.5]], {"dtype": "float32", "value": 0.5}), ([[1, 0, 3], [2]], {"dtype": "bool"}),
        (deep, {}), (deep, {"maxlen": 2, "padding": "post"}),
    ]
    return [{"sequences": s, "options": o, "result": plain(keras.utils.pad_sequences(s, **o))} for s, o in cases]


def split_sizes():
    cases = [(10, 0.8, None), (10, None, 0.25), (10, 0.25, None), (14, 0.25, None), (10, 3, None), (10, None, 3), (10, 0.3, 0.3), (10, 3, 4), (7, 0.5, None)]
    return [{"size": n, "leftSize": l, "rightSize": r, "result": list(_rescale_dataset_split_sizes(l, r, n))} for n, l, r in cases]


def train_test_sizes():
    cases = [(150, None, None), (150, 0.2, None), (30, 0.1, None), (10, None, 0.75), (10, 0.3, 0.3), (10, 3, None), (10, None, 3), (10, 2, 0.5), (7, 0.5, None)]
    made = []
    for n, test, train in cases:
        a, b = train_test_split(np.arange(n), test_size=test, train_size=train, random_state=0)
        made.append({"size": n, "testSize": test, "trainSize": train, "result": [len(a), len(b)]})
    return made


def stratified_counts():
    """Classes without ties among the remainders: there chance decides nothing, and the numbers are scikit-learn's."""
    made = []
    for counts, test in [([50, 50, 50], 0.2), ([59, 71, 48], 0.25), ([10, 25, 3], 0.3), ([212, 357], 0.25)]:
        y = np.repeat(np.arange(len(counts)), counts)
        a, b = train_test_split(y, test_size=test, stratify=y, random_state=0)
        made.append({"counts": counts, "testSize": test, "train": np.bincount(a).tolist(), "test": np.bincount(b).tolist()})
    return made


def judged():
    cases = []
    for seed, classes, count in [(1, 2, 40), (2, 3, 8), (3, 4, 200), (4, 3, 64)]:
        truth = (lcg(seed, count) * classes).astype(int)
        wrong = (lcg(seed + 10, count) * classes).astype(int)
        predicted = np.where(lcg(seed + 20, count) < 0.6, truth, wrong)
        cases.append((truth, predicted, [f"class {k}" for k in range(classes)], {}))
    cases.append(([0, 0, 1, 1], [0, 0, 0, 0], ["never", "always"], {}))
    cases.append(([0, 0, 1, 1], [0, 0, 0, 0], ["never", "always"], {"zeroDivision": 1}))
    cases.append(([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], ["a rather long name of a class", "b", "c"], {"digits": 4}))
    # Five of eight are 0.625, exactly between 0.62 and 0.63.
    cases.append(([0] * 8 + [1] * 8, [0] * 5 + [1] * 3 + [1] * 7 + [0], ["halves", "of digits"], {}))
    # Without names only those classes are in the report that occur.
    cases.append(([0, 3, 3], [0, 3, 5], None, {}))
    made = []
    for truth, predicted, names, options in cases:
        truth, predicted = np.asarray(truth), np.asarray(predicted)
        labels = None if names is None else list(range(len(names)))
        given = {"labels": labels, "target_names": names, "zero_division": options.get("zeroDivision", 0)}
        report = classification_report(truth, predicted, digits=options.get("digits", 2), **given)
        scores = classification_report(truth, predicted, output_dict=True, **given)
        every = list(range(max(truth.max(), predicted.max()) + 1)) if labels is None else labels
        matrices = {str(n): confusion_matrix(truth, predicted, labels=every, normalize=n).tolist() for n in (None, "true", "pred", "all")}
        made.append({"truth": truth.tolist(), "predicted": predicted.tolist(), "classNames": names, "options": options,
                     "report": report, "scores": scores, "matrices": matrices})
    return made


SECTIONS = [to_categorical, normalize, pad_sequences, split_sizes, train_test_sizes, stratified_counts, judged]
with open(os.path.join(HERE, "utils.json"), "w") as file:
    json.dump({section.__name__: section() for section in SECTIONS}, file, separators=(",", ":"))
    file.write("\n")
