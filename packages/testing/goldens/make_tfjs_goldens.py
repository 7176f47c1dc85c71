"""Writes tfjs.json: models of Keras 2 as tensorflowjs_converter 4.22 converts them, and what Keras predicts with them.

Run it in a folder of its own, with Python 3.11: python -m venv v && v/bin/pip install tensorflow-cpu==2.17.1
tf_keras==2.17.0 tensorflow-hub==0.16.1 six packaging importlib_resources && v/bin/pip install --no-deps tensorflowjs==4.22.0
&& v/bin/python make_tfjs_goldens.py
"""

import base64
import json
import os
import pathlib
import sys
import tempfile
import types

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
# The converter imports these for models of other kinds.
for name in ["tensorflow_decision_forests", "jax", "jax.experimental", "jax.experimental.jax2tf"]:
    sys.modules[name] = types.ModuleType(name)
sys.modules["jax.experimental"].jax2tf = sys.modules["jax.experimental.jax2tf"]
sys.modules["jax.experimental.jax2tf"].shape_poly = None

import numpy as np
import tf_keras as keras
from tensorflowjs.converters import converter

layers = keras.layers
rng = np.random.default_rng(7)


def numbers(*shape):
    return rng.uniform(-1, 1, shape).astype(np.float32)


def dense_net():
    model = keras.Sequential(
        [
            layers.Dense(4, activation="relu", input_shape=(3,)),
            layers.BatchNormalization(),
            layers.Dense(
                2, activation="softmax", kernel_regularizer=keras.regularizers.L1L2(0.01, 0.02)
            ),
        ],
        name="dense_net",
    )
    optimizer = keras.optimizers.Adam(0.01)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def many_layers():
    normalization = layers.Normalization(input_shape=(4, 3))
    normalization.adapt(numbers(20, 4, 3) * 3 + 1)
    return keras.Sequential(
        [
            normalization,
            layers.Dense(2),
            layers.PReLU(shared_axes=[1], alpha_initializer="ones"),
            layers.LeakyReLU(alpha=0.2),
            layers.ReLU(max_value=2, negative_slope=0.1, threshold=0.05),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(6, activation="swish", kernel_constraint=keras.constraints.MaxNorm(3)),
            layers.LayerNormalization(),
            layers.Reshape((3, 2)),
            layers.Rescaling(0.5, offset=1.0),
            layers.GaussianNoise(0.1),
            layers.Softmax(),
            layers.Flatten(),
            layers.ELU(),
            layers.Dense(2, activation="gelu", kernel_regularizer="l2"),
        ]
    )


def functional():
    """A chain, with a model in it, whose name stands before those of its weights."""
    inner = keras.Sequential([layers.Dense(4, "tanh", input_shape=(5,)), layers.Dense(3)], name="inner")
    x = keras.Input((3,))
    y = layers.Dense(5, "elu", name="first")(x)
    y = inner(y)
    y = layers.Activation("softplus")(y)
    model = keras.Model(x, layers.Dense(1, name="last")(y))
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True), "mse", metrics=["mae"])
    return model


def hard_sigmoid():
    return keras.Sequential([layers.Dense(2, activation="hard_sigmoid", input_shape=(3,))])


def converted(model, *flags):
    for weight in model.weights:
        # What a Normalization has adapted itself to it computes with from copies.
        if weight.name.split("/")[-1].split(":")[0] not in ("mean", "variance", "count"):
            positive = "variance" in weight.name
            weight.assign(np.abs(numbers(*weight.shape)) + 0.1 if positive else numbers(*weight.shape))
    x = numbers(5, *model.input_shape[1:])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        model.save(path / "model.h5")
        converter.convert(["--input_format", "keras", *flags, str(path / "model.h5"), str(path / "out")])
        files = {
            file.name: base64.b64encode(file.read_bytes()).decode()
            for file in sorted((path / "out").iterdir())
        }
    y = model.predict(x, verbose=0)
    return {"files": files, "x": x.tolist(), "y": y.astype(float).tolist()}


GOLDENS = {
    "dense net": converted(dense_net()),
    "in shards": converted(dense_net(), "--weight_shard_size_bytes", "40"),
    "a group for each layer": converted(dense_net(), "--split_weights_by_layer"),
    "in uint8": converted(dense_net(), "--quantize_uint8", "*"),
    "in uint16": converted(dense_net(), "--quantize_uint16", "*"),
    "in float16": converted(dense_net(), "--quantize_float16", "*"),
    "partly in uint8": converted(dense_net(), "--quantize_uint8", "dense/*"),
    "many layers": converted(many_layers()),
    "functional": converted(functional()),
    "hard_sigmoid": converted(hard_sigmoid()),
}

path = pathlib.Path(__file__).parent / "tfjs.json"
path.write_text(json.dumps(GOLDENS, indent=1) + "\n")
