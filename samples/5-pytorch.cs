#:project ../src/Elman/Elman.csproj
#:project ../src/Elman.Formats/Elman.Formats.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/5-pytorch.cs
// Repeats the fifth notebook: PyTorch's nn.RNN(3, 5, batch_first=True) with a Linear(5, 2) on every step, once by the library and
// once by hand in one loop, until allclose says True; then the notebook's exercise, more than one sequence at a time.
// Weights, input and the expected output are PyTorch's, from samples/data.
using Elman.Autograd;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

Model<float> model = Model.Load<float>("samples/data/notebook5.safetensors");
ArrayFile golden = ArrayFile.Load("samples/data/notebook5.npz");
foreach (NamedArray array in golden.Where(array => array.Name.StartsWith("param.", StringComparison.Ordinal)))
    Console.WriteLine($"{array.Name["param.".Length..],-16} {array.Shape.ToText(TensorStyle.PyTorch)}");

Console.WriteLine("\nOne sequence of ten steps:");
Tensor<float> x = golden["x"].As<float>(), y = model.Predict(x);
Console.WriteLine(y.ToText(TensorStyle.PyTorch));
Console.WriteLine($"allclose to what PyTorch gave:  {y.AllClose(golden["y"].As<float>())}");
Console.WriteLine($"allclose to the loop by hand:   {y.AllClose(ByHand(x))}");

Console.WriteLine("\nThe exercise, N = 3 (torch.manual_seed(0), torch.randn(3, 10, 3)):");
var batch = new Tensor<float>(new Shape(3, 10, 3));
new TorchRandom(0).Normal(batch.Span, mean: 0, deviation: 1);
Tensor<float> all = model.Predict(batch);
Console.WriteLine($"{batch.Shape} in, {all.Shape} out");
Console.WriteLine($"allclose to the loop by hand:   {all.AllClose(ByHand(batch))}");
for (int n = 0; n < 3; n++)
    Console.WriteLine($"sequence {n} alone, the same bits: {model.Predict(batch.Slice(n..(n + 1))).Output.Values.SequenceEqual(all.Slice(n..(n + 1)).Values)}");

// h' = tanh(W_ih·x + b_ih + W_hh·h + b_hh), y = W·h' + b; x is (N, T, 3), h is (N, 5), and h begins with zeros.
Tensor<float> ByHand(Tensor<float> x)
{
    Tensor<float> h = new(new Shape(x.Shape[0], 5));
    var outputs = new List<Tensor<float>>();
    for (int t = 0; t < x.Shape[1]; t++)
    {
        h = (x.Slice(.., t).Linear(Of("rnn.weight_ih_l0"), Of("rnn.bias_ih_l0")) + h.Linear(Of("rnn.weight_hh_l0"), Of("rnn.bias_hh_l0"))).Tanh();
        outputs.Add(h.Linear(Of("fc.weight"), Of("fc.bias")));
    }
    return Ops.Stack([.. outputs], axis: 1);
}

Tensor<float> Of(string name) => golden[$"param.{name}"].As<float>();
