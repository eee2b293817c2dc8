using Elman.Autograd;
using Elman.Formats;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The cases of <c>jax</c>: cells of Flax Linen under <c>nn.RNN</c> and of Equinox, from their arrays.</summary>
internal static class JaxGolden
{
    /// <summary>Our cell, the letters of its gates there, and the states in the order of the carry.</summary>
    private static readonly Dictionary<string, (Cell Cell, string[] Letters, string[] Carry)> _cells = new()
    {
        ["SimpleCell"] = (CellCatalog.Elman(), [""], ["h"]),
        ["SimpleCell residual"] = (CellCatalog.ElmanResidual(), [""], ["h"]),
        ["LSTMCell"] = (CellCatalog.Lstm(), ["i", "f", "g", "o"], ["c", "h"]),
        ["OptimizedLSTMCell"] = (CellCatalog.Lstm(), ["i", "f", "g", "o"], ["c", "h"]),
        ["GRUCell"] = (CellCatalog.Gru(), ["r", "z", "n"], ["h"]),
        ["MGUCell"] = (CellCatalog.MinimalGated(), ["f", "n"], ["h"]),
        ["MGUCell no_reset"] = (CellCatalog.MinimalGated(resets: false), ["f", "n"], ["h"]),
    };

    public static void Run(GoldenCase golden)
    {
        // What the configuration does not say, the name does.
        string option = new[] { "residual", "no_reset" }.FirstOrDefault(word => golden.Name.EndsWith(word, StringComparison.Ordinal)) is { } word ? " " + word : "";
        (Cell cell, string[] letters, string[] carry) = _cells[golden.Text("cell") + option];
        ArrayFile arrays = golden.Load();
        bool isReverse = golden.Config.ContainsKey("reverse") && golden.Text("reverse") == "True", isLinen = golden.Text("library") == "flax.linen";
        var stack = new RecurrentStack<float>(golden.Number("input"), new LayerSpec(cell, golden.Number("hidden"), isReverse ? Direction.Reverse : Direction.Forward));
        RecurrentParameters<float> parameters = (stack.Layers[0].Forward ?? stack.Layers[0].Backward)!.Parameters;
        if (isLinen) Linen(arrays, letters, parameters);
        else Equinox(arrays, parameters);

        FromFile(golden, stack, option);
        Tensor<float> x = arrays["x"].As<float>(), y = arrays["y"].As<float>();
        int[]? lengths = arrays.Contains("lengths") ? [.. arrays["lengths"].As<long>().Values.ToArray().Select(length => (int)length)] : null;
        RecurrentResult<float> result = stack.Run(x, isLinen ? Layout.BatchFirst : Layout.Unbatched, lengths);
        if (lengths is null) Tolerance.Near(y.Values, result.Output.Values, "y");
        else
            // Flax computes on behind a sequence's end; what it gives there is nothing.
            foreach ((int n, int length) in lengths.Index())
                Tolerance.Near(y.Values.Slice(n * y.Shape[1] * y.Shape[2], length * y.Shape[2]), result.Output.Values.Slice(n * y.Shape[1] * y.Shape[2], length * y.Shape[2]), $"y[{n}]");
        DirectionState<float> state = isReverse ? result.State[0].Backward : result.State[0].Forward;
        foreach ((int i, string name) in carry.Index())
            if (arrays.Contains($"carry.{i}")) Tolerance.Near(arrays[$"carry.{i}"].As<float>().Values, state[name].Values, $"carry.{i}");
    }

    /// <summary>The library's own file tells the same layer, but for what no file of weights tells.</summary>
    private static void FromFile(GoldenCase golden, RecurrentStack<float> stack, string option)
    {
        var options = new LoadOptions { Cell = option.Length > 0 && stack.Layers[0].Spec.Cell.Spec.Name == "elman_residual" ? "elman_residual" : null, Direction = stack.Layers[0].Spec.Direction == Direction.Reverse ? Direction.Reverse : null };
        Model<float> model = Model.Load<float>(golden.PathOf(golden.Files.Single()), options);
        Tensor<float> x = new(new Shape(2, 5, stack.Inputs));
        new TorchRandom(3).Uniform(x.Span, -1, 1);
        Tolerance.Near(stack.Run(x).Output.Values, model.Predict(x).Output.Values, "the file's own layer");
    }

    /// <summary>A gate's own kernels, (in, hidden), and those biases that it has.</summary>
    private static void Linen(ArrayFile arrays, string[] letters, RecurrentParameters<float> parameters)
    {
        int used = 1;
        foreach ((int gate, string letter) in letters.Index())
        {
            foreach ((string side, Parameter<float> weight, Parameter<float> bias) in new[] { ("i", parameters.InputWeight, parameters.InputBias!), ("h", parameters.RecurrentWeight, parameters.RecurrentBias!) })
            {
                NamedArray kernel = arrays[$"param.cell.{side}{letter}.kernel"];
                (int inputs, int hidden) = (kernel.Shape[0], kernel.Shape[1]);
                for (int k = 0; k < inputs; k++)
                    for (int unit = 0; unit < hidden; unit++) weight.Value.Span[(gate * hidden + unit) * inputs + k] = kernel.As<float>().Values[k * hidden + unit];
                used++;
                if (!arrays.Contains($"param.cell.{side}{letter}.bias")) continue;
                arrays[$"param.cell.{side}{letter}.bias"].As<float>().Values.CopyTo(bias.Value.Span[(gate * hidden)..]);
                used++;
            }
        }
        Assert.Equal(arrays.Count(array => array.Name.StartsWith("param.", StringComparison.Ordinal)), used - 1);
    }

    private static void Equinox(ArrayFile arrays, RecurrentParameters<float> parameters)
    {
        arrays["param.weight_ih"].As<float>().Values.CopyTo(parameters.InputWeight.Value.Span);
        arrays["param.weight_hh"].As<float>().Values.CopyTo(parameters.RecurrentWeight.Value.Span);
        arrays["param.bias"].As<float>().Values.CopyTo(parameters.InputBias!.Value.Span);
        // The candidate's bias inside the reset gate.
        if (arrays.Contains("param.bias_n")) arrays["param.bias_n"].As<float>().Values.CopyTo(parameters.RecurrentBias!.Value.Span[(2 * parameters.Hidden)..]);
    }
}
