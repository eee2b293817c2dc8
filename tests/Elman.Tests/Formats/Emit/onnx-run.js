// Runs graphs in ONNX Runtime: node onnx-run.js PACKAGE TASK..., each task {model, inputs: {name: {type, dims, data}}}, where
// the input previous is the name of an output of the task before, whose numbers are taken; prints a line of outputs for each.
const ort = require(process.argv[2]);
const fs = require('fs');
let before = {};
(async () => {
  for (const path of process.argv.slice(3)) {
    const task = JSON.parse(fs.readFileSync(path, 'utf8'));
    let line;
    try {
      const session = await ort.InferenceSession.create(task.model, { logSeverityLevel: 3 });
      const feeds = {};
      for (const [name, given] of Object.entries(task.inputs))
        feeds[name] = given.previous ? before[given.previous] : new ort.Tensor(given.type, given.type === 'int64' ? BigInt64Array.from(given.data.map(BigInt)) : Float32Array.from(given.data), given.dims);
      const found = await session.run(feeds);
      before = found;
      line = Object.fromEntries(Object.entries(found).map(([name, tensor]) => [name, Array.from(tensor.data)]));
    } catch (error) {
      line = { error: String(error.message) };
    }
    console.log(JSON.stringify(line));
  }
})();
