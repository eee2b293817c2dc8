using System.Numerics;
using Elman.Models.Explanations.Witness;
using Elman.Numerics;

namespace Elman.Models.Explanations;

/// <summary>What a framework gave for the same input, compared with the engine.</summary>
internal static class Expectations
{
    private const string Other = "expected";

    /// <param name="everything">The model with every node and further result among its outputs.</param>
    /// <param name="model">The model as it is, whose outputs may have other names.</param>
    public static IEnumerable<AllClose> Compare<T>(Model<T> model, Model<T> everything, CheckedInputs<T> given, ExplainOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (options.Expected.Count == 0) yield break;
        var named = model.Inputs.Zip(given.Signals).ToDictionary(row => row.First.Name, row => row.Second, StringComparer.Ordinal);
        Prediction<T> found = everything.Predict(named, new PredictOptions { Cancellation = options.Cancellation });
        foreach ((string name, Tensor<double> expected) in options.Expected)
        {
            string source = model.Outputs.FirstOrDefault(output => output.Name == name)?.Source ?? name;
            if (!found.TryGet(source, out Tensor<T>? engine))
                throw new ArgumentException($"Something is expected of '{name}', which is neither an output, nor a node, nor a result of one. There are: {string.Join(", ", model.Outputs.Select(output => output.Name).Concat(found.Names).Distinct())}.");
            // An axis of 1 that only one side has is no difference.
            if (!engine.Shape.Where(size => size != 1).SequenceEqual(expected.Shape.Where(size => size != 1)))
                throw new ArgumentException($"'{name}' has the shape {engine.Shape} by the model, and what is expected of it {expected.Shape}.");
            bool hasTime = engine.Shape.Rank == 3;
            int[]? lengths = hasTime ? given.Signals.FirstOrDefault(signal => signal.Lengths is not null && InputCheck.ShapeOf(signal)[1] == engine.Shape[1])?.Lengths : null;
            WitnessSignal signal = WitnessSignal.From(expected.Values, engine.Shape[0], hasTime ? engine.Shape[1] : 1, engine.Shape[^1], hasTime, lengths);
            yield return AllClose.Of(name, Other, false, typeof(T) == typeof(double) && options.ExpectedIsDouble, engine, signal);
        }
    }
}
