using System.Globalization;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>Numbers of a state as arrays of one double, and back with a refusal by name.</summary>
internal static class SavedNumbers
{
    public static NamedArray Number(string name, double value) => NamedArray.From(name, Tensor.Scalar(value));

    /// <summary>The numbers of these names, in their order; no other array may be there.</summary>
    public static double[] Read(object owner, IReadOnlyList<NamedArray> state, params ReadOnlySpan<string> names)
    {
        var values = new double[names.Length];
        for (int i = 0; i < names.Length; i++) values[i] = Find(owner, state, names[i], Shape.Scalar).As<double>().Values[0];
        if (state.Count != names.Length)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{owner}: its state has {names.Length} arrays ({string.Join(", ", names.ToArray())}), found {state.Count} ({string.Join(", ", state.Select(array => array.Name))})."));
        return values;
    }

    /// <summary>A number in a message.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The array of this name and shape.</summary>
    public static NamedArray Find(object owner, IReadOnlyList<NamedArray> state, string name, Shape shape)
    {
        NamedArray array = state.FirstOrDefault(array => array.Name == name)
            ?? throw new ArgumentException($"{owner}: its state has an array '{name}', found {(state.Count == 0 ? "none" : string.Join(", ", state.Take(8).Select(array => array.Name)))}. It is the state of something else.");
        return array.Shape.Equals(shape)
            ? array
            : throw new ArgumentException($"{owner}: array '{name}' of its state has shape {shape}, found {array.Shape}. It is the state of something else.");
    }
}
