using System.Globalization;
using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Storage;

namespace Elman.Models;

/// <summary>Builds models from descriptions, and fills them from arrays.</summary>
public static class ModelBuilder
{
    /// <summary>A model whose parameters are as its layers make them, zero for most.</summary>
    /// <exception cref="FormatException">The description does not fit together; it says where.</exception>
    public static Model<T> Build<T>(ModelDescription description) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Build<T>(description, []);

    /// <summary>A model filled from arrays. Every parameter is filled once and every array used once, or one error names all misses and nothing is imported.</summary>
    /// <param name="arrays">By parameter (<c>fc.weight</c>); an array may have a name of its own, the file's, which errors show.</param>
    /// <param name="source">The path, or what stands for it in errors.</param>
    /// <param name="assumptions">What was assumed where the file did not say it.</param>
    /// <param name="origin">How the framework of the file saw the model.</param>
    public static Model<T> Build<T>(ModelDescription description, IReadOnlyDictionary<string, NamedArray> arrays, string source, IEnumerable<string> assumptions, ModelOrigin? origin = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ElementType? type = TypeOf(arrays.Values, source);
        RefuseMoreThanThereIs<T>(description, arrays.Values, source);
        List<string> said = [.. assumptions];
        if (type == ElementType.Float64 && typeof(T) == typeof(float)) said.Add("The numbers of the file are float64 and were rounded to float32, since the model was loaded in float32.");
        Model<T> model;
        try
        {
            model = Build<T>(description, said, origin);
        }
        catch (FormatException error)
        {
            throw new BadFileException(source, $"{error.Message}", inner: error);
        }
        Fill(model, arrays, source);
        return model;
    }

    internal static Model<T> Build<T>(ModelDescription description, IReadOnlyList<string> assumptions, ModelOrigin? origin = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return new Model<T>(description.Inputs, [.. description.Nodes.Select(Node<T>)], description.Outputs) { Assumptions = assumptions, Origin = origin, States = description.States };
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static ModelNode<T> Node<T>(NodeDescription node) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return new(node.Name, LayerKinds<T>.Of(node.Layer.Kind).Build(node.Layer), node.Inputs);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException)
        {
            throw new FormatException($"Node '{node.Name}': {error.Message}", error);
        }
    }

    /// <summary>The one type of all arrays; null where there is none.</summary>
    private static ElementType? TypeOf(IEnumerable<NamedArray> arrays, string source)
    {
        NamedArray? first = null;
        foreach (NamedArray array in arrays)
        {
            first ??= array;
            if (array.Type != first.Type)
                throw new BadFileException(source, $"expected arrays of one type, found '{first.Name}' of {first.Type} and '{array.Name}' of {array.Type}. Convert them to one type first.");
        }
        ElementType[] floating = [ElementType.Float16, ElementType.BrainFloat16, ElementType.Float32, ElementType.Float64];
        if (first is not null && !floating.Contains(first.Type))
            throw new BadFileException(source, $"expected weights of {string.Join(", ", floating.Select(type => type.Name))}, found '{first.Name}' of {first.Type}. Quantised weights are not read; save them as floating numbers.");
        return first?.Type;
    }

    /// <summary>No memory on a description's word alone: a model that needs more numbers than the file holds is refused before it is built.</summary>
    private static void RefuseMoreThanThereIs<T>(ModelDescription description, IEnumerable<NamedArray> arrays, string source) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double there = arrays.Sum(array => (double)array.Shape.Count), needed = 0;
        foreach (NodeDescription node in description.Nodes)
        {
            if (!LayerKinds<T>.Names.Contains(node.Layer.Kind)) continue;       // refused by name when it is built
            needed += LayerKinds<T>.Of(node.Layer.Kind).Least(node.Layer.Options);
            if (needed > there)
                throw new BadFileException(source, $"up to node '{node.Name}' the description asks for at least {needed.ToString("#,##0", CultureInfo.InvariantCulture)} numbers, but the file holds {there.ToString("#,##0", CultureInfo.InvariantCulture)}. The file is damaged, or the description belongs to another.");
        }
    }

    private static void Fill<T>(Model<T> model, IReadOnlyDictionary<string, NamedArray> arrays, string source) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var misses = new List<string>();
        foreach (Parameter<T> parameter in model.Parameters)
        {
            if (!arrays.TryGetValue(parameter.Name, out NamedArray? array)) misses.Add($"'{parameter.Name}' {parameter.Shape} is missing");
            else if (!array.Shape.Equals(parameter.Shape)) misses.Add($"'{array.Name}' has shape {array.Shape}, expected {parameter.Shape}");
        }
        HashSet<string> known = [.. model.Parameters.Select(parameter => parameter.Name)];
        misses.AddRange(arrays.Where(row => !known.Contains(row.Key)).Select(row => $"'{row.Value.Name}' {row.Value.Shape} belongs to no parameter"));
        if (misses.Count > 0)
            throw new BadFileException(source, $"the arrays do not fit the model: {string.Join("; ", misses.Take(20))}{(misses.Count > 20 ? $"; and {misses.Count - 20} more" : "")}. Nothing was loaded.");
        foreach (Parameter<T> parameter in model.Parameters) arrays[parameter.Name].As<T>().Values.CopyTo(parameter.Value.Span);
    }
}
