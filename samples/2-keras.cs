#:project ../src/Elman/Elman.csproj
#:project ../src/Elman.Formats/Elman.Formats.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/2-keras.cs
// Repeats the second notebook: Keras's Sequential([Input((10, 3)), SimpleRNN(5), Dense(2)]), what it predicts for one sample, its
// weights by get_weights(), and the ten steps by hand, of which the last gives the prediction. Model, weights, sample and the
// expected prediction are Keras's, from samples/data.
using Elman.Autograd;
using Elman.Formats;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;

ArrayFile golden = ArrayFile.Load("samples/data/notebook2.pair.npz"), saved = ArrayFile.Load("samples/data/notebook2.weights.npz");
Model<float> model = Model.Load<float>("samples/data/notebook2.keras", new LoadOptions { Weights = saved.Source });
Console.WriteLine(model.Summary());

Tensor<float>[] weights = [.. saved.Select(array => array.As<float>())];
if (weights is not [var kernel, var recurrentKernel, var bias, var denseKernel, var denseBias]) return 1;
Console.WriteLine($"\nget_weights(): {string.Join(' ', weights.Select(weight => weight.Shape.ToText(TensorStyle.NumPy)))}");

Tensor<float> x = golden["x.0"].As<float>(), y = model.Predict(x);
Console.WriteLine($"\npredict: x {x.Shape}, y {y.Shape}\n{y.ToText(TensorStyle.NumPy)}");
Console.WriteLine($"allclose to what Keras predicted: {y.AllClose(golden["y.0"].As<float>())}");

// h' = tanh(x·kernel + bias + h·recurrent_kernel), y = h'·dense_kernel + dense_bias: Keras multiplies from the left.
Console.WriteLine("\nTen steps by hand:");
Tensor<float> h = new(new Shape(1, 5));
for (int t = 0; t < 10; t++)
{
    h = (x.Slice(.., t).MatMul(kernel) + bias + h.MatMul(recurrentKernel)).Tanh();
    Console.WriteLine($"{t} {h.ToText(TensorStyle.NumPy)}");
}
Tensor<float> hand = h.MatMul(denseKernel) + denseBias;
Console.WriteLine($"\nthe last one through Dense: {hand.ToText(TensorStyle.NumPy)}");
Console.WriteLine($"allclose to predict: {hand.AllClose(y)}");

// The same network made here; SimpleRNN gives its last step, and the weights are those that Keras draws after its seed.
Model<float> fresh = Model.Sequential<float>(ModelInput.Sequences(3),
        ("simple_rnn", new RecurrentStack<float>(3, Profile.Keras.Rnn(5))), ("last_step", new LastStep<float>()), ("dense", new Dense<float>(5, 2)))
    .Initialize(Profile.Keras, 42);
Console.WriteLine($"\nA new one after keras.utils.set_random_seed(42) has the kernel\n{fresh.Parameter("simple_rnn.0.forward.input_weight").Value.Transpose().ToText(TensorStyle.NumPy)}");
return 0;
