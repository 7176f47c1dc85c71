"""Makes keras-files/VERSION.json: what real Keras writes for everything that Tsuno has, and whole models in its files.

    python3 -m venv V && V/bin/pip install keras==3.15.1 jax numpy
    KERAS_BACKEND=jax V/bin/python packages/testing/goldens/make_keras_files.py

Each case is plain data that the TypeScript tests read too, with Keras's names in camelCase; `json` is what Keras made of
it. Older versions of Keras (3.0.5 wants dm-tree besides, 2.15.0 tensorflow-cpu==2.15.1) write what they write differently
from 3.15.1 only. Keras 2 writes JSON of another form, which TensorFlow.js took over.
"""

import json
import os
import tempfile
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
from keras import layers

HERE = os.path.dirname(os.path.abspath(__file__))
NEWEST = "3.15.1"
IS_KERAS_2 = keras.__version__.startswith("2.")


def snake(name):
    if name in ("l1", "l2"):
        return name
    snaked = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return {"beta1": "beta_1", "beta2": "beta_2"}.get(snaked, snaked)


SPACES = {
    "layer": keras.layers,
    "initializer": keras.initializers,
    "regularizer": keras.regularizers,
    "constraint": keras.constraints,
    "loss": keras.losses,
    "metric": keras.metrics,
    "optimizer": keras.optimizers,
    "schedule": keras.optimizers.schedules,
}


def made(value):
    """{ type: 'layer', kind: 'Dense', units: 3 } -> keras.layers.Dense(units=3)"""
    if isinstance(value, list):
        return [made(each) for each in value]
    if not isinstance(value, dict):
        return value
    options = {snake(key): made(each) for key, each in value.items() if key not in ("type", "kind")}
    if value["type"] == "activation":
        return getattr(keras.activations, snake(value["kind"]))
    if IS_KERAS_2 and value["kind"] == "LeakyReLU" and "negative_slope" in options:
        options["alpha"] = options.pop("negative_slope")
    if value["kind"] == "Input" and IS_KERAS_2:
        options["input_shape"] = options.pop("shape")
    if value["kind"] == "Input":
        return keras.layers.InputLayer(**options)
    return getattr(SPACES[value["type"]], value["kind"])(**options)


def of(type, kind, **options):
    return {"type": type, "kind": kind, **options}


ONES, CONSTANT = of("initializer", "Ones"), of("initializer", "Constant", value=0.3)
L2, L1L2 = of("regularizer", "L2", l2=0.02), of("regularizer", "L1L2", l1=0.1, l2=0.25)
MAX_NORM, NON_NEG = of("constraint", "MaxNorm", maxValue=0.5, axis=0), of("constraint", "NonNeg")
DECAY = of("schedule", "ExponentialDecay", initialLearningRate=0.1, decaySteps=10, decayRate=0.5)
# What all optimizers take, none of it at its default. Numbers are such as float32 holds exactly.
HANDLING = dict(
    name="mine",
    clipnorm=0.5,
    useEma=True,
    emaMomentum=0.75,
    emaOverwriteFrequency=3,
    gradientAccumulationSteps=4,
    weightDecay=0.125,
)
SUM = dict(reduction="sum", name="mine")


def optimizer(kind, **own):
    yield of("optimizer", kind)
    yield of("optimizer", kind, learningRate=0.25, **own, **HANDLING)
    yield of("optimizer", kind, learningRate=DECAY, clipvalue=2.0)
    yield of("optimizer", kind, globalClipnorm=1.5)


def loss(kind, **own):
    yield of("loss", kind)
    yield of("loss", kind, **own, **SUM)


def metric(kind, **own):
    yield of("metric", kind, **{k: v for k, v in own.items() if k in REQUIRED})
    yield of("metric", kind, **own, name="mine")


# Options that must be given.
REQUIRED = ("numClasses", "targetClassIds")
SEEDED = dict(seed=7)


def objects():
    for name in ("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform"):
        yield of("initializer", name)
        yield of("initializer", name, **SEEDED)
    yield from (of("initializer", name) for name in ("Ones", "Zeros", "Identity", "Constant", "Orthogonal"))
    yield CONSTANT
    yield of("initializer", "Identity", gain=2.5)
    yield of("initializer", "Orthogonal", gain=2.5, **SEEDED)
    yield of("initializer", "RandomNormal")
    yield of("initializer", "RandomNormal", mean=0.5, stddev=0.25, **SEEDED)
    yield of("initializer", "RandomUniform")
    yield of("initializer", "RandomUniform", minval=-0.5, maxval=0.25, **SEEDED)
    yield of("initializer", "TruncatedNormal")
    yield of("initializer", "TruncatedNormal", mean=0.5, stddev=0.25, **SEEDED)
    yield of("initializer", "VarianceScaling")
    yield of("initializer", "VarianceScaling", scale=2.0, mode="fan_out", distribution="untruncated_normal", **SEEDED)

    yield of("regularizer", "L1")
    yield of("regularizer", "L1", l1=0.5)
    yield of("regularizer", "L2")
    yield L2
    yield of("regularizer", "L1L2")
    yield L1L2
    yield of("constraint", "MaxNorm")
    yield of("constraint", "MaxNorm", maxValue=0.5, axis=[0, 1])
    yield of("constraint", "MinMaxNorm")
    yield of("constraint", "MinMaxNorm", minValue=0.25, maxValue=2.0, rate=0.5, axis=1)
    yield NON_NEG
    yield of("constraint", "UnitNorm")
    yield of("constraint", "UnitNorm", axis=1)

    yield of("layer", "Input", shape=[3])
    yield of("layer", "Input", shape=[4, 5], name="mine")
    yield of("layer", "Dense", units=3, name="d")
    yield of(
        "layer",
        "Dense",
        name="mine",
        units=3,
        activation="tanh",
        useBias=False,
        kernelInitializer=of("initializer", "HeNormal", seed=3),
        biasInitializer=ONES,
        kernelRegularizer=L2,
        biasRegularizer=L1L2,
        activityRegularizer=L2,
        kernelConstraint=MAX_NORM,
        biasConstraint=NON_NEG,
        trainable=False,
    )
    for kind, activation in (("relu", "ReLU"), ("leakyRelu", "LeakyReLU"), ("elu", "ELU"), ("softmax", "Softmax")):
        yield of("layer", "Activation", activation=snake(kind), name=kind)
    for each in ACTIVATIONS:
        yield of("layer", "Activation", activation=snake(each), name="mine")
    yield of("layer", "ActivityRegularization", name="a")
    yield of("layer", "ActivityRegularization", l1=0.25, l2=0.5, name="mine")
    normalized = dict(
        epsilon=0.25,
        center=False,
        scale=False,
        betaInitializer=CONSTANT,
        gammaInitializer=CONSTANT,
        betaRegularizer=L2,
        gammaRegularizer=L1L2,
        betaConstraint=NON_NEG,
        gammaConstraint=MAX_NORM,
        activityRegularizer=L2,
        trainable=False,
        name="mine",
    )
    yield of("layer", "BatchNormalization", name="b")
    yield of(
        "layer",
        "BatchNormalization",
        axis=1,
        momentum=0.5,
        movingMeanInitializer=CONSTANT,
        movingVarianceInitializer=CONSTANT,
        **normalized,
    )
    yield of("layer", "LayerNormalization", name="l")
    yield of("layer", "LayerNormalization", axis=[1, 2], **normalized)
    yield of("layer", "Dropout", rate=0.5, name="d")
    yield of("layer", "Dropout", rate=0.25, noiseShape=[None, 1, 4], name="mine", **SEEDED)
    yield of("layer", "ELU", name="e")
    yield of("layer", "ELU", alpha=0.5, name="mine")
    yield of("layer", "Flatten", name="mine")
    yield of("layer", "GaussianDropout", rate=0.5, name="g")
    yield of("layer", "GaussianDropout", rate=0.25, name="mine", **SEEDED)
    yield of("layer", "GaussianNoise", stddev=0.5, name="g")
    yield of("layer", "GaussianNoise", stddev=0.25, name="mine", **SEEDED)
    yield of("layer", "Identity", name="mine")
    yield of("layer", "LeakyReLU", name="l")
    yield of("layer", "LeakyReLU", negativeSlope=0.125, name="mine")
    yield of("layer", "Normalization", name="n")
    yield of("layer", "Normalization", mean=[0.5, 2.0], variance=[1.0, 4.0], axis=1, invert=True, name="mine")
    yield of("layer", "Normalization", mean=0.5, variance=4.0, axis=None, name="mine")
    yield of("layer", "PReLU", name="p")
    yield of(
        "layer",
        "PReLU",
        alphaInitializer=CONSTANT,
        alphaRegularizer=L2,
        alphaConstraint=NON_NEG,
        sharedAxes=[1],
        activityRegularizer=L1L2,
        trainable=False,
        name="mine",
    )
    yield of("layer", "ReLU", name="r")
    yield of("layer", "ReLU", negativeSlope=0.125, maxValue=6.0, threshold=0.5, name="mine")
    yield of("layer", "Rescaling", scale=0.5, name="r")
    yield of("layer", "Rescaling", scale=[0.5, 2.0], offset=[1.0, -1.0], name="mine")
    yield of("layer", "Reshape", targetShape=[3, -1], name="mine")
    yield of("layer", "Softmax", name="s")
    yield of("layer", "Softmax", axis=1, name="mine")
    # An activation that has options is a layer.
    yield of("layer", "Dense", units=2, activation=of("layer", "LeakyReLU", negativeSlope=0.125, name="x"), name="mine")

    for name in (
        "CategoricalHinge",
        "Hinge",
        "KLDivergence",
        "LogCosh",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
        "SquaredHinge",
    ):
        yield from loss(name)
    logits = dict(fromLogits=True, labelSmoothing=0.25, axis=1)
    yield from loss("BinaryCrossentropy", **logits)
    yield from loss("BinaryFocalCrossentropy", applyClassBalancing=True, alpha=0.5, gamma=3.0, **logits)
    yield from loss("CategoricalCrossentropy", **logits)
    yield from loss("CategoricalFocalCrossentropy", alpha=0.5, gamma=3.0, **logits)
    yield from loss("CosineSimilarity", axis=1)
    yield from loss("Dice", axis=[1])
    yield from loss("Huber", delta=0.5)
    yield from loss("SparseCategoricalCrossentropy", fromLogits=True, ignoreClass=3, axis=1)

    for name in (
        "Accuracy",
        "CategoricalAccuracy",
        "CategoricalHinge",
        "Hinge",
        "KLDivergence",
        "LogCoshError",
        "Mean",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
        "RootMeanSquaredError",
        "SparseCategoricalAccuracy",
        "SquaredHinge",
        "Sum",
    ):
        yield from metric(name)
    yield from metric(
        "AUC",
        numThresholds=50,
        curve="PR",
        summationMethod="majoring",
        multiLabel=True,
        numLabels=2,
        labelWeights=[0.5, 0.25],
        fromLogits=True,
    )
    yield of("metric", "AUC", thresholds=[0.25, 0.5], numThresholds=4, name="mine")
    yield from metric("BinaryAccuracy", threshold=0.25)
    yield from metric("BinaryCrossentropy", fromLogits=True, labelSmoothing=0.25)
    yield from metric("BinaryIoU", targetClassIds=[0], threshold=0.25)
    yield from metric("CategoricalCrossentropy", **logits)
    yield from metric("CosineSimilarity", axis=1)
    yield of("metric", "F1Score", average="macro")
    yield of("metric", "F1Score", average="micro", threshold=0.25, name="mine")
    yield of("metric", "FBetaScore", average="weighted", beta=2.0, threshold=0.25, name="mine")
    for name in ("FalseNegatives", "FalsePositives", "TrueNegatives", "TruePositives"):
        yield from metric(name, thresholds=0.25)
    overlap = dict(ignoreClass=1, sparseYTrue=False, sparseYPred=False, axis=1)
    yield from metric("IoU", numClasses=3, targetClassIds=[0, 2], **overlap)
    yield from metric("MeanIoU", numClasses=3, **overlap)
    for name in ("Precision", "Recall"):
        yield from metric(name, thresholds=0.25, topK=2, classId=1)
    yield from metric("R2Score", classAggregation="variance_weighted_average", numRegressors=2)
    yield from metric("SparseCategoricalCrossentropy", fromLogits=True, ignoreClass=3, axis=1)
    yield from metric("SparseTopKCategoricalAccuracy", k=2)
    yield from metric("TopKCategoricalAccuracy", k=2)

    betas = dict(beta1=0.5, beta2=0.75)
    yield from optimizer("Adadelta", rho=0.5, epsilon=0.25)
    yield from optimizer("Adagrad", initialAccumulatorValue=0.5, epsilon=0.25)
    yield from optimizer("Adam", amsgrad=True, epsilon=0.25, **betas)
    yield from optimizer("AdamW", amsgrad=True, epsilon=0.25, **betas)
    yield from optimizer("Adamax", epsilon=0.25, **betas)
    yield from optimizer(
        "Ftrl",
        learningRatePower=-0.25,
        initialAccumulatorValue=0.5,
        l1RegularizationStrength=0.25,
        l2RegularizationStrength=0.5,
        l2ShrinkageRegularizationStrength=0.75,
        beta=0.125,
    )
    yield from optimizer("Lion", **betas)
    yield from optimizer("Nadam", epsilon=0.25, **betas)
    yield from optimizer("RMSprop", rho=0.5, momentum=0.25, epsilon=0.25, centered=True)
    yield from optimizer("SGD", momentum=0.5, nesterov=True)

    start = dict(initialLearningRate=0.1)
    yield of("schedule", "CosineDecay", decaySteps=10, **start)
    yield of("schedule", "CosineDecay", decaySteps=10, alpha=0.25, warmupTarget=0.5, warmupSteps=4, **start)
    yield of("schedule", "CosineDecayRestarts", firstDecaySteps=10, **start)
    yield of("schedule", "CosineDecayRestarts", firstDecaySteps=10, tMul=3.0, mMul=0.5, alpha=0.25, **start)
    for name in ("ExponentialDecay", "InverseTimeDecay"):
        yield of("schedule", name, decaySteps=10, decayRate=0.5, **start)
        yield of("schedule", name, decaySteps=10, decayRate=0.5, staircase=True, **start)
    yield of("schedule", "PiecewiseConstantDecay", boundaries=[1, 3], values=[0.1, 0.05, 0.01])
    yield of("schedule", "PolynomialDecay", decaySteps=10, **start)
    yield of("schedule", "PolynomialDecay", decaySteps=10, endLearningRate=0.25, power=2.0, cycle=True, **start)


# Without threshold, whose name alone says too little.
ACTIVATIONS = """celu elu exponential gelu glu hardShrink hardSigmoid hardSilu hardTanh leakyRelu linear logSigmoid logSoftmax
    mish relu relu6 selu sigmoid silu softShrink softmax softplus softsign sparsePlus sparseSigmoid sparsemax squareplus tanh
    tanhShrink""".split()


def sequential():
    model = keras.Sequential(
        [
            layers.Input((4,)),
            layers.Dense(3, activation="relu", kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.Dropout(0.5, seed=3),
            layers.Dense(2),
        ],
        name="the_sequential",
    )
    model.compile(
        optimizer=keras.optimizers.Nadam(0.125, use_ema=True),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=1)],
        weighted_metrics=["acc"],
    )
    return model


def by_names():
    """Everything by its name, and built without an Input."""
    model = keras.Sequential([layers.Flatten(), layers.Dense(1, activation="sigmoid")], name="by_names")
    model.build((None, 2, 3))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["mse", "binary_accuracy"])
    return model


def by_functions():
    model = keras.Sequential([layers.Input((2,)), layers.Dense(1, activation=keras.activations.gelu)], name="by_functions")
    model.compile(optimizer="sgd", loss=keras.losses.mean_squared_error, metrics=[keras.metrics.mean_absolute_error])
    return model


def unbuilt():
    return keras.Sequential([layers.Dense(2)], name="unbuilt")


def functional():
    given = keras.Input((4,), name="given")
    hidden = layers.Dense(3, activation="tanh", name="hidden")(given)
    hidden = layers.BatchNormalization(name="normal")(hidden)
    model = keras.Model(given, layers.Dense(1, name="last")(hidden), name="the_functional")
    model.compile(optimizer="rmsprop", loss=["mse"], metrics=[["mae"]], loss_weights=[1.0])
    return model


def nested():
    inner = keras.Sequential([layers.Input((4,)), layers.Dense(3, name="inside")], name="inner")
    given = keras.Input((4,), name="given")
    deep_in = keras.Input((3,), name="deep_in")
    deep = keras.Model(deep_in, layers.Dense(2, name="deep_dense")(deep_in), name="deep")
    deep.trainable = False
    return keras.Model(given, layers.Dense(1, name="last")(deep(inner(given))), name="nested")


def branching():
    given = keras.Input((4,), name="given")
    one, two = layers.Dense(3, name="one")(given), layers.Dense(3, name="two")(given)
    return keras.Model(given, layers.Add(name="sum")([one, two]), name="branching")


def residual():
    """No layer but one is fed twice."""
    given = keras.Input((4,), name="given")
    return keras.Model(given, layers.Add(name="sum")([given, given]), name="residual")


def shared():
    given, twice = keras.Input((4,), name="given"), layers.Dense(4, name="twice")
    return keras.Model(given, twice(twice(given)), name="shared")


def two_outputs():
    given = keras.Input((4,), name="given")
    middle = layers.Dense(3, name="middle")(given)
    return keras.Model(given, [middle, layers.Dense(1, name="last")(middle)], name="two_outputs")


def in_training():
    given = keras.Input((4,), name="given")
    return keras.Model(given, layers.Dropout(0.5, name="drop")(given, training=True), name="in_training")


def convolution():
    return keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(2, 3, name="patches")], name="convolution")


def with_lambda():
    return keras.Sequential([layers.Input((2,)), layers.Lambda(lambda x: x + 1, name="code")], name="with_lambda")


def half():
    return keras.Sequential([layers.Input((2,)), layers.Dense(1, dtype="mixed_float16", name="half_dense")], name="half")


MODELS = [
    sequential,
    by_names,
    by_functions,
    unbuilt,
    functional,
    nested,
    branching,
    residual,
    shared,
    two_outputs,
    in_training,
    convolution,
    with_lambda,
    half,
]


def config_of(make):
    if IS_KERAS_2:
        return keras_2_config_of(make)
    keras.utils.clear_session()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        make().save(path)
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json"))


def keras_2_config_of(make):
    """What stands in the attributes of an HDF5 file."""
    import h5py

    keras.backend.clear_session()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.h5")
        make().save(path)
        with h5py.File(path) as file:
            parts = {key: json.loads(file.attrs[key]) for key in ("model_config", "training_config") if key in file.attrs}
            return {**parts, "keras_version": keras.__version__}


def without_ids(value):
    """Without what differs from run to run: objects that are the same in Python have an address as an id."""
    if isinstance(value, list):
        return [without_ids(each) for each in value]
    if isinstance(value, dict) and value.get("class_name") == "__lambda__":
        # Marshalled code, with the path of this file in it.
        return {"class_name": "__lambda__", "config": {"value": ["4wEAAAA=", None, None]}}
    if isinstance(value, dict):
        return {key: without_ids(each) for key, each in value.items() if key != "shared_object_id"}
    return value


def attempt(make):
    """What earlier versions of Keras have not is left out."""
    try:
        return json.loads(json.dumps(without_ids(make())))
    except (AttributeError, NotImplementedError, TypeError, ValueError):
        if keras.__version__ == NEWEST:
            raise
        return None


def serialized(case):
    if IS_KERAS_2:
        return keras.utils.legacy.serialize_keras_object(made(case))
    return keras.saving.serialize_keras_object(made(case))


def main():
    folder = os.path.join(HERE, "keras-files")
    os.makedirs(folder, exist_ok=True)
    cases = [{"case": case, "json": attempt(lambda: serialized(case))} for case in objects()]
    models = [{"name": make.__name__, "json": attempt(lambda: config_of(make))} for make in MODELS]
    known = set()
    if keras.__version__ != NEWEST:
        with open(os.path.join(folder, f"{NEWEST}.json")) as file:
            newest = json.load(file)
        known = {json.dumps(each, sort_keys=True) for key in ("objects", "models") for each in newest[key]}
    kept = lambda each: each["json"] is not None and json.dumps(each, sort_keys=True) not in known
    path = os.path.join(folder, f"{keras.__version__}.json")
    with open(path, "w") as file:
        lists = {"objects": filter(kept, cases), "models": filter(kept, models)}
        parts = [
            f'"{key}": [\n' + ",\n".join(json.dumps(each) for each in values) + "\n]" for key, values in lists.items()
        ]
        file.write("{\n" + ",\n".join([f'"keras": "{keras.__version__}"', *parts]) + "\n}\n")
    print(f"{path}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()
