"""Opens what write-models.ts has written with real Keras, predicts, trains for two epochs, and saves what has come of it.

    KERAS_BACKEND=jax V/bin/python packages/testing/keras/train_models.py FOLDER
"""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np


def train(folder, index):
    with open(os.path.join(folder, f"{index}.json")) as file:
        facts = json.load(file)
    keras.utils.clear_session()
    model = keras.saving.load_model(os.path.join(folder, f"{index}.keras"))
    x, y = np.array(facts["x"], "float32"), np.array(facts["y"], "float32")
    fit = dict(batch_size=8, epochs=2, shuffle=False, verbose=0)
    predict = lambda: model.predict(x, batch_size=8, verbose=0).ravel().astype(float).tolist()
    made = {"predictions": predict(), "history": model.fit(x, y, **fit).history}
    model.save(os.path.join(folder, f"{index}.back.keras"))
    made["after"] = predict()
    # On JAX, Keras fails when it trains a second time with averages of the weights.
    made["goesOn"] = None if model.optimizer.use_ema else model.fit(x, y, **fit).history
    return made


folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    if not name.endswith(".json") or name.endswith(".back.json"):
        continue
    index = name.removesuffix(".json")
    try:
        made = train(folder, index)
    except Exception as error:
        made = {"error": f"{type(error).__name__}: {str(error)[:1000]}"}
    with open(os.path.join(folder, f"{index}.back.json"), "w") as file:
        json.dump(made, file)
