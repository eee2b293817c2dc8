// dotnet run --project samples/minimal-gated-unit
// A cell that the library does not have, in one file beside this one: trained, streamed, saved and loaded like any other.
using Elman.Autograd;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

CellCatalog.Add("minimal_gated", _ => Cell.Of(new MinimalGatedCell()));
Cell cell = CellCatalog.Build("minimal_gated", []);
Model<float> model = Model.Sequential<float>(ModelInput.Sequences(1), ("unit", new RecurrentStack<float>(1, new LayerSpec(cell, 12))), ("head", new Dense<float>(12, 1)))
    .Initialize(InitialWeights<float>.PyTorch, new TorchRandom(42));
Console.WriteLine(cell.Spec.Equations);
Console.WriteLine();
Console.WriteLine(model.Summary());

// Eight sine waves; the next value is to be foretold at every step.
const int Waves = 8, Steps = 30;
var x = new Tensor<float>(new Shape(Waves, Steps, 1));
var next = new Tensor<float>(new Shape(Waves, Steps, 1));
for (int wave = 0; wave < Waves; wave++)
    for (int step = 0; step < Steps; step++)
        (x[wave, step, 0], next[wave, step, 0]) = (Sine(wave, step), Sine(wave, step + 1));

for (int epoch = 0; epoch <= 300; epoch++)
{
    Tensor<float> error = model.Forward(new Signal<float>(x), new Pass { Training = true }).Numbers! - next;
    Tensor<float> loss = (error * error).Mean();
    if (epoch % 100 == 0) Console.WriteLine(FormattableString.Invariant($"epoch {epoch,3}: mean squared error {loss.Values[0]:F5}"));
    foreach (Parameter<float> parameter in model.Parameters) parameter.Value.Gradient = null;
    loss.Backward();
    foreach (Parameter<float> parameter in model.Parameters)
        for (int i = 0; i < parameter.Shape.Count; i++) parameter.Value.Span[i] -= 0.2f * parameter.Value.Gradient!.Values[i];
}

// Step by step, the state carried: the same bits as the whole sequence.
Tensor<float> whole = model.Predict(x);
using Session<float> session = model.OpenSession();
int equal = 0;
var y = new float[1];
for (int step = 0; step < Steps; step++)
{
    session.Step(x.Values.Slice(step, 1), y);
    if (y[0].Equals(whole.Values[step])) equal++;
}
Console.WriteLine($"stream: {equal} of {Steps} steps have the bits of the whole sequence");

string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
model.Save(file);
Tensor<float> loaded = Model.Load<float>(file).Predict(x);
File.Delete(file);
Console.WriteLine($"saved and loaded: {(loaded.Values.SequenceEqual(whole.Values) ? "the same bits" : "other bits")}");
return equal == Steps ? 0 : 1;

static float Sine(int wave, int step) => MathF.Round(1000 * MathF.Sin(0.2f * (wave + 1) * 0.5f * step + wave)) / 1000;
