using System.Text.Json.Nodes;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;

namespace Elman.Tests.Golden;

/// <summary>The cases of <c>numpy</c>: the first notebook's networks, features before time, and arrays in files.</summary>
internal static class NumPyGolden
{
    public static void Run(GoldenCase golden)
    {
        switch ((string?)golden.Config["expect"])
        {
            case "equal": Equal(golden); return;
            case "refuse": Refuse(golden); return;
        }
        if (golden.Config.ContainsKey("h_units")) Network(golden);
        else StreamGolden.NumPy(golden);
    }

    private static void Network(GoldenCase golden)
    {
        ArrayFile arrays = golden.Load();
        int[] units = [.. golden.Config["h_units"]!.AsArray().Select(unit => (int)unit!)];
        LayerSpec[] layers = [.. golden.Config["activation_funcs"]!.AsArray().Zip(units, (name, hidden) =>
            new LayerSpec(CellCatalog.Elman(Activation.Parse((string)name!)), hidden, Bias: BiasKind.One))];
        Tensor<double> x = arrays["X"].As<double>();
        for (int depth = 1; depth <= layers.Length; depth++)
        {
            var stack = new RecurrentStack<double>(golden.Number("in_dim"), layers[..depth]);
            for (int i = 0; i < depth; i++)
            {
                RecurrentParameters<double> parameters = stack.Layers[i].Forward!.Parameters;
                Transposed(arrays[$"weight.{i}"]).CopyTo(parameters.InputWeight.Value.Span);
                Transposed(arrays[$"h_weight.{i}"]).CopyTo(parameters.RecurrentWeight.Value.Span);
                arrays[$"bias.{i}"].As<double>().Values.CopyTo(parameters.InputBias!.Value.Span);
            }
            Tensor<double> y = stack.Run(x, Layout.FeaturesFirst).Output, expected = arrays[$"a.{depth - 1}"].As<double>();
            Tolerance.Near(Elman.Autograd.Ops.Transpose(expected, 1, 2).Values, y.Values, $"a.{depth - 1}");
        }
    }

    /// <summary>The notebook multiplies from the left: (in, units).</summary>
    private static ReadOnlySpan<double> Transposed(NamedArray array) => Elman.Autograd.Ops.Transpose(array.As<double>(), 0, 1).Values;

    private static void Equal(GoldenCase golden)
    {
        ArrayFile expected = golden.Load();
        foreach (string file in golden.Files)
        {
            ArrayFile found = ArrayFile.Load(golden.PathOf(file));
            Assert.Equal(expected.Count, found.Count);
            foreach ((NamedArray theirs, NamedArray ours) in expected.Zip(found))
            {
                Assert.Equal(theirs.Shape.Count, ours.Shape.Count);
                if (theirs.Type == ElementType.Bool) Assert.Equal(theirs.As<bool>().Values.ToArray(), ours.As<bool>().Values.ToArray());
                else Bits.AssertEqual(theirs.As<double>().Values, ours.As<double>().Values, file);
            }
        }
    }

    private static void Refuse(GoldenCase golden)
    {
        foreach (string file in golden.Files)
        {
            BadFileException error = Assert.Throws<BadFileException>(() => ArrayFile.Load(golden.PathOf(file)));
            Assert.Contains(golden.PathOf(file), error.Message, StringComparison.Ordinal);
            Assert.Contains("object", error.Message, StringComparison.Ordinal);
        }
    }
}
