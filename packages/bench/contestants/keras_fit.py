"""Keras through model.fit with its defaults (verbose 0). The backend and the threads come from the environment.

Speaks the language of serve.mjs. The second word of the command line is the number of threads, 0 for all.
"""
import json
import os
import sys
import time

import numpy as np

threads = int(sys.argv[1])
backend = os.environ["KERAS_BACKEND"]
if threads and backend == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
if threads and backend == "torch":
    import torch

    torch.set_num_threads(threads)

import keras  # noqa: E402  (after the threads are set)


class Contestant:
    def __init__(self, folder):
        with open(f"{folder}/workload.json", encoding="utf8") as file:
            workload = json.load(file)
        self.known = 1
        self.batch, self.steps = workload["batch"], workload["steps"]
        units = workload["units"]
        self.x = np.fromfile(f"{folder}/x.f32", np.float32).reshape(-1, workload["inputs"])
        self.y = np.fromfile(f"{folder}/y.i32", np.int32)
        hidden = [keras.layers.Dense(size, activation=workload["activation"]) for size in units[:-1]]
        self.model = keras.Sequential(
            [keras.Input((workload["inputs"],)), *hidden, keras.layers.Dense(units[-1])]
        )
        self.model.compile(
            optimizer=keras.optimizers.Adam(workload["LEARNING_RATE"]),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )
        self.model.set_weights(
            [
                np.fromfile(f"{folder}/weight-{index}.f32", np.float32).reshape(weight.shape)
                for index, weight in enumerate(self.model.get_weights())
            ]
        )

    def mean_loss(self, steps):
        rows = steps * self.batch
        history = self.model.fit(
            self.x[:rows], self.y[:rows], batch_size=self.batch, shuffle=False, verbose=0
        )
        return float(history.history["loss"][0])

    def run(self, epochs):
        self.model.fit(self.x, self.y, epochs=epochs, batch_size=self.batch, verbose=0)

    def train(self, seconds):
        epochs, times, start = 0, self.known, time.perf_counter()
        while True:
            self.run(times)
            epochs += times
            elapsed = time.perf_counter() - start
            if elapsed >= 0.8 * seconds:
                self.known = epochs
                return 1e6 * elapsed / (epochs * self.steps)
            times = max(1, min(2 * times, int((seconds - elapsed) / elapsed * epochs)))


def main():
    contestant = None
    for line in sys.stdin:
        order = json.loads(line)
        command = order["command"]
        try:
            if command == "end":
                break
            if command == "prepare":
                contestant = Contestant(order["folder"])
                answer = {}
            elif command == "meanLoss":
                answer = {"loss": contestant.mean_loss(order["steps"])}
            else:
                answer = {"micros": contestant.train(order["seconds"])}
        except Exception as error:  # whatever it is, the race goes on without this contestant
            answer = {"error": repr(error)}
        print("@@" + json.dumps(answer), flush=True)


main()
