#!/bin/bash
# Installs and builds what the bench compares with, as root on Debian: bench/peers/install.sh
# What cannot be installed is left out here and named as missing by the bench.
set -u
cd "$(dirname "$0")"
mkdir -p build
apt-get update
for package in g++ libdnnl-dev python3-torch python3-numpy python3-onnx libopenblas0-pthread libopenblas0-openmp npm; do
  apt-get install -y --no-install-recommends "$package" || echo "not installed: $package"
done
g++ -O2 -std=c++17 -fopenmp -Wno-deprecated-declarations onednn.cpp -o build/onednn -ldnnl || echo "not built: onednn"
g++ -O2 -std=c++17 onnxruntime.cpp -o build/onnxruntime -ldl || echo "not built: onnxruntime"
# Its install script would download; the package has the library.
npm install --prefix build --ignore-scripts --no-audit --no-fund onnxruntime-node@1.30.0 || echo "not installed: onnxruntime-node"
cp build/node_modules/onnxruntime-node/bin/napi-v*/linux/x64/libonnxruntime.so.1 build/ || echo "not found: libonnxruntime.so.1"
