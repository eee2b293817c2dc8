"""PyTorch's nn.RNN, nn.LSTM and nn.GRU as a measured program; protocol.h says what it is asked. pytorch.py THREADS"""
import sys
import time

import torch
from torch import nn

MODULES = {"rnn-tanh": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def median_us(call, milliseconds):
    start, calls = time.perf_counter(), 0
    while calls == 0 or (time.perf_counter() - start) * 4e3 < milliseconds:
        call()
        calls += 1
    each = max(1, int(2e-4 * calls / (time.perf_counter() - start)))
    samples, start = [], time.perf_counter()
    while len(samples) < 5 or (time.perf_counter() - start) * 1e3 < milliseconds:
        sample = time.perf_counter()
        for _ in range(each):
            call()
        samples.append((time.perf_counter() - sample) * 1e6 / each)
    return sorted(samples)[len(samples) // 2]


def prepare(mode, cell, n, t, d, h, layers, form):
    if cell not in MODULES:
        raise ValueError("has no such cell")
    module = MODULES[cell](d, h, layers, bidirectional=form == "both")
    x = torch.randn(t, n, d)
    lengths = None
    if form == "lengths":
        lengths = torch.tensor([1 + (i * 7 % n) * (t - 1) // max(1, n - 1) for i in range(n)])

    def sequences():
        if lengths is None:
            return module(x)[0]
        return module(nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False))[0].data

    if mode == "inference":
        def call():
            with torch.no_grad():
                sequences()
    elif mode == "training":
        def call():
            for parameter in module.parameters():
                parameter.grad = None
            sequences().sum().backward()
    else:  # the cell's own module is the faster of PyTorch's two ways to step
        single = {"rnn-tanh": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[cell](d, h)
        zeros = torch.zeros(n, h)
        state = [(zeros, zeros) if cell == "lstm" else zeros]

        def call():
            with torch.no_grad():
                state[0] = single(x[0], state[0])
    return call


torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
call = None
for line in sys.stdin:
    question, *words = line.split()
    if question == "case":
        try:
            mode, cell, *sizes, form = words
            call = prepare(mode, cell, *map(int, sizes), form)
            call()
            print(0, flush=True)
        except (ValueError, RuntimeError) as error:
            print("none", " ".join(str(error).split()), flush=True)
    else:
        print(f"{median_us(call, float(words[0])):.6g}", flush=True)
