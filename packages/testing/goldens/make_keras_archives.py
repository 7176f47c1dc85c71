"""Makes keras-archives/VERSION.json: archives that real Keras wrote in the middle of a training, and how it went on.

    python3 -m venv V && V/bin/pip install keras==3.15.1 jax numpy
    KERAS_BACKEND=jax V/bin/python packages/testing/goldens/make_keras_archives.py

Each case has the archive (deflated, base64), what the model then predicted for x, and the losses of its next two epochs; null where
Keras on JAX cannot go on (it fails after use_ema). Older versions make a few cases, whose layout differs.
"""

import base64
import contextlib
import json
import os
import tempfile
import zlib

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import keras
import numpy as np
from keras import layers
from keras import optimizers as o

if not hasattr(jax, "spmd_mode"):
    # Keras before 3.10 asks today's JAX for it.
    jax.spmd_mode = contextlib.nullcontext

HERE = os.path.dirname(os.path.abspath(__file__))
NEWEST = "3.15.1"
BATCH = 8

random = np.random.default_rng(5)
x = random.normal(size=(24, 4)).astype("float32")
y = np.stack([x[:, 0] * x[:, 1], x[:, 2] + x[:, 3]], axis=1).astype("float32")

DECAY = lambda: o.schedules.ExponentialDecay(0.01, 3, 0.5)
OLD = {
    "Adam amsgrad": lambda: o.Adam(0.01, amsgrad=True),
    "Nadam": lambda: o.Nadam(0.01),
    "Nadam with EMA and accumulation": lambda: o.Nadam(
        0.01, use_ema=True, ema_momentum=0.7, gradient_accumulation_steps=2
    ),
    "RMSprop whole": lambda: o.RMSprop(0.01, momentum=0.5, centered=True),
}
CASES = {
    **OLD,
    "SGD": lambda: o.SGD(0.05),
    "SGD with momentum": lambda: o.SGD(0.05, momentum=0.9, nesterov=True),
    "Adam": lambda: o.Adam(0.01),
    "Adam with a schedule": lambda: o.Adam(DECAY()),
    "Adam with EMA": lambda: o.Adam(0.01, use_ema=True),
    "Adam with accumulation": lambda: o.Adam(0.01, gradient_accumulation_steps=2),
    "AdamW": lambda: o.AdamW(0.01, weight_decay=0.1, amsgrad=True),
    "Adamax": lambda: o.Adamax(0.01),
    "Adagrad": lambda: o.Adagrad(0.1),
    "Adadelta": lambda: o.Adadelta(1.0),
    "RMSprop": lambda: o.RMSprop(0.01),
    "RMSprop centered": lambda: o.RMSprop(0.01, centered=True),
    "Ftrl": lambda: o.Ftrl(0.1, l1_regularization_strength=0.01),
    "Lion": lambda: o.Lion(0.005),
}


def plain():
    return keras.Sequential(
        [
            layers.Input((4,)),
            layers.Dense(3, activation="tanh"),
            layers.Dropout(0.0),
            layers.BatchNormalization(),
            layers.Dense(3, activation="relu", trainable=False),
            layers.Dense(2),
        ]
    )


def inner(*before):
    """A model within another, with a layer that is adapted."""
    scaled = layers.Normalization()
    scaled.adapt(np.arange(12, dtype="float32").reshape(4, 3))
    return keras.Sequential(
        [layers.Input((3,)), *before, scaled, layers.Dense(3, activation="tanh")]
    )


def nested_sequential():
    within = inner(keras.Sequential([layers.Input((3,)), layers.Dense(3)]))
    return keras.Sequential(
        [
            layers.Input((4,)),
            layers.Dense(3, activation="tanh"),
            within,
            layers.BatchNormalization(),
            layers.Dense(2),
        ]
    )


def nested_in_chain():
    given = layers.Input((4,))
    hidden = layers.Dense(3, activation="relu")(given)
    hidden = inner(layers.BatchNormalization())(hidden)
    hidden = layers.Dense(3)(hidden)
    hidden = inner(layers.Dense(3, trainable=False))(hidden)
    return keras.Model(given, layers.Dense(2)(hidden))


NESTED = {
    "a Sequential in a Sequential": nested_sequential,
    "Sequentials in a Functional chain": nested_in_chain,
}


def case(make, make_model=plain):
    keras.utils.set_random_seed(1)
    model = make_model()
    model.compile(optimizer=make(), loss="mse")
    fit = dict(batch_size=BATCH, shuffle=False, verbose=0)
    model.fit(x, y, epochs=1, **fit)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        with open(path, "rb") as file:
            archive = file.read()
    predictions = model.predict(x, batch_size=BATCH, verbose=0)
    losses = None
    if not model.optimizer.use_ema:
        losses = model.fit(x, y, epochs=2, **fit).history["loss"]
    return {
        "archive": base64.b64encode(zlib.compress(archive, 9)).decode(),
        "predictions": predictions.astype(float).tolist(),
        "losses": losses,
    }


if __name__ == "__main__":
    chosen = CASES if keras.__version__ == NEWEST else OLD
    nested = NESTED if keras.__version__ == NEWEST else {}
    made = {
        "x": x.astype(float).tolist(),
        "y": y.astype(float).tolist(),
        "batchSize": BATCH,
        "cases": {
            **{name: case(make) for name, make in chosen.items()},
            **{name: case(CASES["Adam"], make) for name, make in nested.items()},
        },
    }
    folder = os.path.join(HERE, "keras-archives")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{keras.__version__}.json"), "w") as file:
        json.dump(made, file, indent=1)
        file.write("\n")
