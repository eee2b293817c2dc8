#:project ../src/Elman/Elman.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run samples/6-sequences.cs
// An encoder that reads both ways and a decoder that looks back at what it read (Luong's attention) learn to write words backwards.
// Teacher forcing is a forward pass like any other; the optimiser is Adam in ten lines. Then three beams write words that were not
// learnt. The bits, and so the lines below, are the same on every machine.
using System.Globalization;
using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

const string letters = "abcdefgh";
int start = letters.Length, end = letters.Length + 1;
SequenceModel<float> model = SequenceModel.Create<float>(new()
{
    SourceVocabulary = letters.Length, SourceFeatures = 12, TargetVocabulary = letters.Length + 2, TargetFeatures = 12, Attention = SequenceAttention.General, Start = start, End = end,
    Encoder = [new(CellCatalog.Gru(), 24, Direction.Bidirectional)], Decoder = [new(CellCatalog.Gru(), 32)],
});
model.Model.Initialize(InitialWeights<float>.PyTorch, new TorchRandom(1));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Model.Nodes.Count} nodes, {model.Model.Parameters.Sum(parameter => parameter.Shape.Count):#,##0} parameters, {model.Vocabulary} ids to write"));

var random = new Random(5);
float firstPower = 1, secondPower = 1;
Parameter<float>[] trained = [.. model.Model.Parameters];
float[][] mean = [.. trained.Select(parameter => new float[parameter.Shape.Count])], square = [.. trained.Select(parameter => new float[parameter.Shape.Count])];
for (int step = 1; step <= 300; step++)
{
    string[] words = [.. Enumerable.Range(0, 24).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => letters[random.Next(letters.Length)])))];
    Tensor<float> loss = Loss(words);
    if (step is 1 or 100 or 200 or 300) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step,3}: {loss.Values[0]:F2} nats an id"));
    Adam(loss.GradientsOf([.. trained.Select(parameter => parameter.Value)]));
}

foreach (string word in (string[])["ab", "face", "headache", "badge"])
{
    IReadOnlyList<Hypothesis> found = model.Decode(Sources(word), new() { Beams = 3, Best = 2, MaximumLength = 12 })[0];
    Console.WriteLine($"{word,-8} → {string.Join("   ", found.Select(one => string.Create(CultureInfo.InvariantCulture, $"{Text(one.Ids),-8} p = {Math.Exp(one.LogProbability):F3}")))}");
}

// The mean of −ln p of every id of the words written backwards, the end among them.
Tensor<float> Loss(string[] words)
{
    int[] lengths = [.. words.Select(word => word.Length + 1)];
    int steps = lengths.Max(), v = model.Vocabulary;
    var targets = new Tensor<int>(new Shape(words.Length, steps));
    for (int i = 0; i < words.Length; i++)
        for (int t = 0; t < lengths[i]; t++) targets[i, t] = t < words[i].Length ? letters.IndexOf(words[i][words[i].Length - 1 - t]) : end;
    Tensor<float> logs = model.Forward(Sources(words), targets, lengths, new Pass { Training = true }).Numbers!.Reshape(words.Length * steps, v).LogSoftmax();
    int[] there = [.. Enumerable.Range(0, words.Length).SelectMany(i => Enumerable.Range(0, lengths[i]).Select(t => (i * steps + t) * v + targets[i, t]))];
    return logs.Reshape(logs.Shape.Count, 1).IndexSelect(0, Tensor.From(there)).Mean() * -1;
}

Signal<float> Sources(params string[] words)
{
    var ids = new Tensor<int>(new Shape(words.Length, words.Max(word => word.Length)));
    for (int i = 0; i < words.Length; i++)
        for (int t = 0; t < words[i].Length; t++) ids[i, t] = letters.IndexOf(words[i][t]);
    return new(ids, [.. words.Select(word => word.Length)]);
}

void Adam(IReadOnlyList<Tensor<float>> gradients)
{
    float first = 1 - (firstPower *= 0.9f), second = 1 - (secondPower *= 0.999f);
    for (int p = 0; p < trained.Length; p++)
    {
        Span<float> values = trained[p].Value.Span;
        for (int j = 0; j < values.Length; j++)
        {
            float g = gradients[p].Values[j];
            mean[p][j] = 0.9f * mean[p][j] + 0.1f * g;
            square[p][j] = 0.999f * square[p][j] + 0.001f * g * g;
            values[j] -= 0.01f * (mean[p][j] / first) / (MathF.Sqrt(square[p][j] / second) + 1e-8f);
        }
    }
}

string Text(IReadOnlyList<int> ids) => string.Concat(ids.Select(id => letters[id]));
