#:project ../src/Elman/Elman.csproj
#:project ../src/Elman.Formats/Elman.Formats.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/4-pytorch-scratch.cs          (with "-- cuda" behind it: a device that is not there is refused)
// Repeats the fourth notebook: torch.manual_seed(42), thirty rows of torch.rand(30, 2), a recurrent layer out of six parameters, a
// softmax head and its gradients; then nn.RNN(2, 1) on one sequence without a batch. The stream is PyTorch's, so that every number is
// the one the notebook printed.
using System.Globalization;
using Elman.Autograd;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

try
{
    Console.WriteLine($"device: {Device.Parse(args.FirstOrDefault() ?? "cpu")}");
}
catch (NotSupportedException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

var seed42 = new TorchRandom(42);
Tensor<float> data = Rand(30, 2);
Console.WriteLine($"\ntorch.manual_seed(42), data = torch.rand(30, 2):\n{Text(data)}");

Console.WriteLine("\nRNN_Scratch(2, 1):");
Parameter<float> waa = new("waa", Rand(1, 1)), baa = new("baa", Rand(1)), wax = new("wax", Rand(1, 2)), bax = new("bax", Rand(1)), way = new("way", Rand(1, 1)), bay = new("bay", Rand(1));
Parameter<float>[] six = [waa, baa, wax, bax, way, bay];
foreach (Parameter<float> parameter in six) Console.WriteLine($"{parameter.Name} {Text(parameter)}");

// a = tanh(waa·0 + baa + wax·x + bax): the notebook's state is zero at every step, so what it calls a recurrent layer has no memory.
Tensor<float> zero = new(new Shape(1, 1)), a = (zero.Linear(waa, baa) + data.Linear(wax, bax)).Tanh();
Console.WriteLine($"\nThirty activations, each from a zero state:\n{Text(a)}");
ArrayFile golden = ArrayFile.Load("samples/data/notebook4_scratch.npz");
Console.WriteLine($"data and parameters have the bits of PyTorch's: {six.All(parameter => Same(parameter.Name, parameter)) && Same("data", data)}");
Console.WriteLine($"a is allclose to PyTorch's:                     {a.AllClose(golden["a"].As<float>())}");

// The recurrence: a' = tanh(waa·a + baa + wax·x + bax), one step after another.
Tensor<float> state = zero;
var steps = new List<Tensor<float>>();
for (int t = 0; t < 30; t++) steps.Add(state = (state.Linear(waa, baa) + data.Slice(t..(t + 1)).Linear(wax, bax)).Tanh());
Tensor<float> carried = Ops.Concatenate([.. steps], axis: 0);
Console.WriteLine($"\nThe same with the state carried, a recurrence:\n{Text(carried)}");

// y = softmax(way·a + bay). Over the one output of a step it would be 1 whatever the weights, so it goes over the thirty steps.
Console.WriteLine($"\ny, the softmax over the steps:\n{Text(a.Linear(way, bay).Softmax(axis: 0).Transpose())}");
Console.WriteLine("\nThe gradients of -log y[29]:");
Tensor<float>[] fromZero = GradientsThrough(a), fromCarried = GradientsThrough(carried);
Console.WriteLine($"{"",-6}{"zero state",-20}recurrence");
foreach ((int i, Parameter<float> parameter) in six.Index()) Console.WriteLine($"d{parameter.Name,-5}{Digits(fromZero[i], 4),-20}{Digits(fromCarried[i], 4)}");
Console.WriteLine("From a zero state nothing reaches waa, which only ever meets zeros; bay moves all steps alike and softmax does not see it.");

Console.WriteLine("\nnn.RNN(2, 1) after torch.manual_seed(42):");
var rnn = new RecurrentStack<float>(2, Profile.PyTorch.Rnn(1));
Model<float> model = Model.Sequential<float>(ModelInput.Sequences(2), ("rnn", rnn)).Initialize(Profile.PyTorch, 42);
foreach (NamedArray array in Dialect.PyTorch.Write(model.Description, ModelArrays.Write(model))) Console.WriteLine($"{array.Name["rnn.".Length..],-12} {Text(array.As<float>())}");

Console.WriteLine("\nThe same layer with the weights that the notebook printed, on data of shape (30, 2) without a batch:");
((float[][])[[0.6542f, 0.3278f], [0.5315f], [0.6532f], [0.1587f]]).Zip(rnn.Parameters).ToList().ForEach(pair => pair.First.CopyTo(pair.Second.Value.Span));
RecurrentResult<float> result = rnn.Run(data, Layout.Unbatched);
Console.WriteLine($"output {result.Output.Shape}, last state {result.State[0].Forward.Hidden.Shape}");
Console.WriteLine(Digits(result.Output, 3));
Console.WriteLine($"the recurrence by hand, to three digits: {result.Output.AllClose(carried, relative: 0, absolute: 5e-4)}");
return 0;

// torch.rand
Tensor<float> Rand(params ReadOnlySpan<int> dimensions)
{
    var drawn = new Tensor<float>(new Shape(dimensions));
    seed42.Uniform(drawn.Span, 0, 1);
    return drawn;
}

Tensor<float>[] GradientsThrough(Tensor<float> a)
{
    foreach (Parameter<float> parameter in six) parameter.Value.Gradient = null;
    (-a.Linear(way, bay).LogSoftmax(axis: 0).Slice(29)).Sum().Backward();
    return [.. six.Select(parameter => parameter.Value.Gradient!)];
}

bool Same(string name, Tensor<float> tensor) => tensor.Values.SequenceEqual(golden[name].As<float>().Values);

static string Text(Tensor<float> tensor) => tensor.ToText(TensorStyle.PyTorch);

// Adding 0 makes 0 of a −0.
static string Digits(Tensor<float> tensor, int count) =>
    string.Join(' ', tensor.Values.ToArray().Select(value => (MathF.Round(value, count) + 0).ToString($"F{count}", CultureInfo.InvariantCulture)));
