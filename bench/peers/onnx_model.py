"""Writes the ONNX model of each case: onnx_model.py FOLDER < CASES, a case a line."""
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPERATORS = {"rnn-tanh": ("RNN", 1), "lstm": ("LSTM", 4), "gru": ("GRU", 3)}


def model(mode, cell, n, t, d, h, layers, both):
    operator, gates = OPERATORS[cell]
    ways, bound, random = 2 if both else 1, 1 / np.sqrt(h), np.random.default_rng(0)
    stream = mode == "stream"
    inputs = [helper.make_tensor_value_info("X", TensorProto.FLOAT, [t, n, d])]
    outputs, nodes, weights, source = [], [], [], "X"

    def weight(name, *shape):
        weights.append(numpy_helper.from_array(random.uniform(-bound, bound, shape).astype(np.float32), name))
        return name

    states = ["H", "C"] if operator == "LSTM" else ["H"]
    if stream:
        inputs += [helper.make_tensor_value_info(s + "0", TensorProto.FLOAT, [1, n, h]) for s in states]
        outputs += [helper.make_tensor_value_info(s, TensorProto.FLOAT, [1, n, h]) for s in states]
    for layer in range(layers):
        width = d if layer == 0 else ways * h
        takes = [source, weight(f"W{layer}", ways, gates * h, width), weight(f"R{layer}", ways, gates * h, h), weight(f"B{layer}", ways, 2 * gates * h)]
        attributes = {"hidden_size": h, "direction": "bidirectional" if both else "forward"}
        if operator == "GRU":
            attributes["linear_before_reset"] = 1
        if stream:
            nodes.append(helper.make_node(operator, takes + [""] + [s + "0" for s in states], [""] + states, **attributes))
            continue
        raw, joined = f"Y{layer}", "Y" if layer == layers - 1 else f"S{layer}"
        nodes.append(helper.make_node(operator, takes, [raw], **attributes))
        if both:  # (T, 2, N, H) to (T, N, 2H)
            weights.append(numpy_helper.from_array(np.array([t, n, ways * h]), f"shape{layer}"))
            nodes.append(helper.make_node("Transpose", [raw], [raw + "t"], perm=[0, 2, 1, 3]))
            nodes.append(helper.make_node("Reshape", [raw + "t", f"shape{layer}"], [joined]))
        else:
            weights.append(numpy_helper.from_array(np.array([1]), f"axis{layer}"))
            nodes.append(helper.make_node("Squeeze", [raw, f"axis{layer}"], [joined]))
        source = joined
    if not stream:
        outputs.append(helper.make_tensor_value_info("Y", TensorProto.FLOAT, [t, n, ways * h]))
    made = helper.make_model(helper.make_graph(nodes, "case", inputs, outputs, weights), opset_imports=[helper.make_opsetid("", 14)])
    made.ir_version = 8
    return made


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for line in sys.stdin:
    mode, cell, *sizes, form = line.split()
    path = os.path.join(folder, "_".join([mode, cell, *sizes, form]) + ".onnx")
    if mode == "training" or cell not in OPERATORS or form == "lengths" or os.path.exists(path):
        continue
    onnx.save(model(mode, cell, *map(int, sizes), form == "both"), path)
