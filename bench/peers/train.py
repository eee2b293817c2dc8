"""A whole training of a task by PyTorch on one thread, the same that Elman.Bench --train makes; prints seconds and the loss of the last epoch. train.py FOLDER TASK"""
import json
import sys
import time

import numpy as np
import torch
from torch import nn



def load_file(path):
    """The arrays of a .safetensors of float32; Debian has no package for it."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    return {
        key: torch.tensor(np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"]))
        for key, entry in header.items() if key != "__metadata__"
    }


torch.set_num_threads(1)
folder, name = sys.argv[1], sys.argv[2]
with open(f"{folder}/manifest.json") as manifest:
    case = next(case for case in json.load(manifest)["cases"] if case["name"] == name)
config, arrays = case["config"], dict(np.load(f"{folder}/{case['arrays']}"))
shape, weights = config["model"], load_file(f"{folder}/{name}.start.safetensors")
packed = "packed" in config["about"]

parts = nn.ModuleDict()
if "embed.weight" in weights:
    parts["embed"] = nn.Embedding(*weights["embed.weight"].shape)
kind = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[shape["kind"]]
parts["rnn"] = kind(shape["input"], shape["hidden"], shape.get("layers", 1), bidirectional=shape.get("bidirectional", False), batch_first=True)
parts["head"] = nn.Linear(weights["head.weight"].shape[1], weights["head.weight"].shape[0])
parts.load_state_dict(weights)

x, y = torch.tensor(arrays["x_train"]), torch.tensor(arrays["y_train"])
lengths = torch.tensor(arrays["lengths_train"].astype(np.int64)) if packed else None
classes = y.dtype != torch.float32
if x.dtype == torch.uint8 and "x_scale" in config:
    x = x.float() * config["x_scale"]
elif "one-hot" in config["about"]:
    x = nn.functional.one_hot(x.long().clamp(min=0), shape["input"]).float()
elif x.dtype != torch.float32:
    x = x.long()
y = y.long() if classes else y
measure = nn.CrossEntropyLoss(ignore_index=-1) if classes else nn.MSELoss()

rule = dict(config["optimizer"])
rule.pop("decoupled_weight_decay", None)
optimizer = getattr(torch.optim, rule.pop("name"))(parts.parameters(), **rule)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config["schedule"]["T_max"]) if config["schedule"] else None


def forward(rows, state, some):
    values = parts["embed"](rows) if "embed" in parts else rows
    if some is None:
        values, state = parts["rnn"](values, state)
    else:
        values = nn.utils.rnn.pack_padded_sequence(values, some, batch_first=True, enforce_sorted=False)
        values, state = parts["rnn"](values)
        values = nn.utils.rnn.pad_packed_sequence(values, batch_first=True, total_length=rows.shape[1])[0]
    return parts["head"](values if y.dim() > 1 else values[:, -1]), state


def step(rows, target, state=None, some=None):
    guess, state = forward(rows, state, some)
    loss = measure(guess.flatten(0, -2), target.flatten()) if classes else measure(guess[..., 0], target)
    optimizer.zero_grad()
    loss.backward()
    if config["clip_norm"]:
        nn.utils.clip_grad_norm_(parts.parameters(), config["clip_norm"])
    optimizer.step()
    if schedule:
        schedule.step()
    return loss.item(), state


began, mean = time.perf_counter(), 0.0
for epoch in range(config["epochs"]):
    total, count, state = 0.0, 0, None
    if config.get("stateful"):
        for first in range(0, x.shape[1], config["window"]):
            cut = slice(first, first + config["window"])
            loss, state = step(x[:, cut], y[:, cut], state)
            state = tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()
            total, count = total + loss, count + 1
    else:
        order, size = torch.tensor(arrays["order"][epoch].astype(np.int64)), config["batch_size"]
        for first in range(0, len(order), size):
            rows = order[first:first + size]
            loss, _ = step(x[rows], y[rows], None, lengths[rows] if packed else None)
            total, count = total + loss * len(rows), count + len(rows)
    mean = total / count
print(time.perf_counter() - began, mean)
