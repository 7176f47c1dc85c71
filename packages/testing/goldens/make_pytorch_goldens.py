"""Makes pytorch.json with real PyTorch: 30 steps of its Adam and AdamW, for `variant: 'pytorch'`.

    python3 -m venv T && T/bin/pip install torch numpy
    T/bin/python packages/testing/goldens/make_pytorch_goldens.py

The gradients are those of make_goldens.py. Users never need this program: the file is committed.
"""

import json
import os

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))

CASES = [
    {"kind": "Adam"}, {"kind": "Adam", "learningRate": 0.1}, {"kind": "Adam", "learningRate": 0.05, "beta1": 0.5, "beta2": 0.9},
    {"kind": "Adam", "learningRate": 0.05, "weightDecay": 0.1}, {"kind": "Adam", "learningRate": 0.05, "amsgrad": True},
    {"kind": "Adam", "learningRate": 0.01, "epsilon": 0.01},
    {"kind": "AdamW"}, {"kind": "AdamW", "learningRate": 0.05, "weightDecay": 0.3},
    {"kind": "AdamW", "learningRate": 0.05, "weightDecay": 0.1, "amsgrad": True},
]


def lcg(seed, count):
    values, state = [], seed
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state / 2**32)
    return np.array(values)


def uniform(seed, count, low, high):
    return (low + (high - low) * lcg(seed, count)).astype("float32")


def gradient_at(step):
    magnitudes = np.array([10.0 ** p for p in range(-8, 2)] + [0.0, 1.0])
    gradient = (uniform(1000 + step, 12, -1, 1) + 0.3) * magnitudes
    gradient[11] = 1.0 if step % 2 == 0 else -1.0
    if step % 3 == 0:
        gradient[4] = 0.0
    return gradient.astype("float32")


def steps(config):
    w = torch.nn.Parameter(torch.tensor(uniform(7, 12, -2, 2)))
    names = {"learningRate": "lr", "epsilon": "eps", "weightDecay": "weight_decay", "amsgrad": "amsgrad"}
    given = {names[k]: v for k, v in config.items() if k in names}
    if "beta1" in config:
        given["betas"] = (config["beta1"], config["beta2"])
    optimizer = getattr(torch.optim, config["kind"])([w], **given)
    params = []
    for step in range(30):
        w.grad = torch.tensor(gradient_at(step))
        optimizer.step()
        params.append(w.detach().numpy().astype("float64").tolist())
    return {"optimizer": config, "kept": [{"step": s, "param": params[s - 1]} for s in (1, 2, 10, 30)]}


data = {"pytorch": torch.__version__, "cases": [steps(case) for case in CASES]}
with open(os.path.join(HERE, "pytorch.json"), "w") as file:
    json.dump(data, file, indent=1)
    file.write("\n")
