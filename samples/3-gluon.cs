#:project ../src/Elman/Elman.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/3-gluon.cs
// Repeats the third notebook: MXNet Gluon's rnn.RNN(10, 1, layout="NTC", input_size=5, prefix="mdl_"), whose activation is relu, on a
// batch of 16: one step, then two, by the layer and by hand, and its output beside its state. Weights, inputs and expected outputs
// are MXNet's, from samples/data; the first weights are drawn here, from MXNet's stream by init.Xavier().
using Elman.Autograd;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

var rnn = new RecurrentStack<float>(5, Profile.Gluon.Rnn(10));
Model<float> model = Model.Sequential<float>(ModelInput.Sequences(5), ("mdl", rnn)).Initialize(Profile.GluonXavier, 42);
RecurrentParameters<float> p = rnn.Layers[0].Forward!.Parameters;
(string Name, Parameter<float> Ours)[] named = [("mdl_l0_i2h_weight", p.InputWeight), ("mdl_l0_h2h_weight", p.RecurrentWeight), ("mdl_l0_i2h_bias", p.InputBias!), ("mdl_l0_h2h_bias", p.RecurrentBias!)];
foreach ((string name, Parameter<float> ours) in named) Console.WriteLine($"{name,-18} {ours.Shape.ToText(TensorStyle.NumPy)}");

// begin_state(batch_size=16) is a list of one array of zeros (layers, N, units); ours has (N, units) for each layer, direction and state, by name.
DirectionState<float> begin = new(["h"], [new Tensor<float>(new Shape(16, 10))]);
Console.WriteLine($"begin_state        {begin.Hidden.Unsqueeze(0).Shape}");

Console.WriteLine($"\nmdl_l0_i2h_weight by Xavier after mx.random.seed(42):\n{p.InputWeight.Value.ToText(TensorStyle.NumPy)}");
ArrayFile drawn = ArrayFile.Load("samples/data/mxnet_random_streams.npz");
Console.WriteLine($"all four have the bits of MXNet's: {named.All(row => row.Ours.Value.Values.SequenceEqual(drawn[$"xavier.{row.Name}.42"].As<float>().Values))}");

Tensor<float> one = Show("One step", "samples/data/notebook3.npz", before: null);
Show("Two steps", "samples/data/notebook3_two_steps.npz", before: one);

// Runs the layer and the loop with MXNet's weights, and returns the input.
Tensor<float> Show(string title, string path, Tensor<float>? before)
{
    ArrayFile golden = ArrayFile.Load(path);
    foreach ((string name, Parameter<float> ours) in named) golden[$"param.{name}"].As<float>().Values.CopyTo(ours.Value.Span);
    Tensor<float> data = golden["x"].As<float>(), hand = ByHand(data);
    RecurrentResult<float> result = rnn.Run(data, Layout.BatchFirst, initial: new StackState<float>([new LayerState<float>(begin, null)]));
    (Tensor<float> output, Tensor<float> state) = (result.Output, result.State[0].Forward.Hidden);

    Console.WriteLine($"\n{title}: data {data.Shape}, out {output.Shape}, state {state.Shape}");
    Console.WriteLine($"the first sequence by hand:\n{hand.Slice(0).ToText(TensorStyle.NumPy)}");
    Console.WriteLine($"out allclose to MXNet's:    {output.AllClose(golden["y"].As<float>())}");
    Console.WriteLine($"state allclose to MXNet's:  {state.AllClose(golden["state.0"].As<float>().Squeeze(0))}");
    Console.WriteLine($"by hand allclose to out:    {hand.AllClose(output)}");
    Console.WriteLine($"state = last step of out:   {state.Values.SequenceEqual(output.Slice(.., ^1).Values)}");
    // The notebook draws new data for the two steps but works its rows by hand from the variable of the run before: they differ from out.
    if (before is not null) Console.WriteLine($"by hand from the data of the run before, as in the notebook, allclose to out: {ByHand(before).Slice(.., 0).AllClose(output.Slice(.., 0))}");
    return data;
}

// h' = relu(W·x + b_i + U·h + b_h)
Tensor<float> ByHand(Tensor<float> data)
{
    Tensor<float> h = begin.Hidden;
    var steps = new List<Tensor<float>>();
    for (int t = 0; t < data.Shape[1]; t++)
        steps.Add(h = (data.Slice(.., t).Linear(p.InputWeight, p.InputBias!.Value) + h.Linear(p.RecurrentWeight, p.RecurrentBias!.Value)).Relu());
    return Ops.Stack([.. steps], axis: 1);
}
