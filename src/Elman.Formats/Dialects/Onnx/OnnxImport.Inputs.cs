using Elman.Formats.Containers.Onnx;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Dialects.Onnx;

// The inputs of a graph: which are sequences (N, T, F), which tensors with axes of their own, and which are fixed.
internal sealed partial class OnnxImport
{
    private readonly HashSet<string> _inputNames = new(StringComparer.Ordinal);

    private List<ModelInput> Inputs(OnnxGraph graph, OnnxScope scope)
    {
        HashSet<string> initialised = [.. graph.Initializers.Select(tensor => tensor.Name)];
        OnnxValue[] given = [.. graph.Inputs.Where(input => !initialised.Contains(input.Name))];
        RefuseUnknownSettings(given);
        OnnxLayouts layouts = OnnxLayouts.Of(graph, initialised);
        var inputs = new List<ModelInput>();
        foreach (OnnxValue input in given)
        {
            if (_set.TryGetValue(input.Name, out double value)) scope[input.Name] = Fixed(input, value);
            else if (Input(input, layouts, out OnnxKnown known) is { } made)
            {
                inputs.Add(made);
                scope[input.Name] = known;
                _names.Add(made.Name);
                _inputNames.Add(made.Name);
            }
            else scope[input.Name] = known;
        }
        return inputs;
    }

    private void RefuseUnknownSettings(OnnxValue[] given)
    {
        string[] known = [.. given.Select(input => input.Name), .. given.SelectMany(input => input.Dimensions ?? []).Select(axis => axis.Name).OfType<string>().Distinct()];
        if (_set.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"{nameof(LoadOptions)}.{nameof(LoadOptions.Set)} fixes '{unknown}', which is neither an input of '{_model.Path}' nor the name of a size of one. There are: {string.Join(", ", known)}.");
    }

    private OnnxConstant Fixed(OnnxValue input, double value)
    {
        int[] shape = [.. (input.Dimensions ?? []).Select(axis => (int)Math.Clamp(axis.Size ?? 1, 1, 1 << 20))];
        if (shape.Length > 1) throw new ArgumentException($"{nameof(LoadOptions)}.{nameof(LoadOptions.Set)} fixes '{input.Name}' to one number, but it has {shape.Length} axes. Give it when the model runs.");
        _assumptions.Add(FormattableString.Invariant($"Input '{input.Name}' is fixed to {value}."));
        var whole = new Tensor<long>(new Shape(shape));
        whole.Span.Fill((long)value);
        if (OnnxType.Of(input.Type)?.Held is { } held && (held == ElementType.Float32 || held == ElementType.Float64)) return new(NamedArray.From(input.Name, new Tensor<double>(new Shape(shape), [.. whole.Values.ToArray().Select(_ => value)])));
        if (!double.IsInteger(value)) throw new ArgumentException(FormattableString.Invariant($"{nameof(LoadOptions)}.{nameof(LoadOptions.Set)} fixes '{input.Name}' to {value}, but it holds whole numbers."));
        return new(NamedArray.From(input.Name, whole));
    }

    private ModelInput? Input(OnnxValue input, OnnxLayouts layouts, out OnnxKnown known)
    {
        if (input.OtherKind is { } other || OnnxType.Of(input.Type) is not { Held: { } held })
        {
            _unsupported.Add($"input '{BadFileException.Shown(input.Name)}', which is {input.OtherKind ?? "of " + OnnxType.NameOf(input.Type)}");
            known = new OnnxMiss();
            return null;
        }
        if (input.Dimensions is not { } dimensions) throw Bad($"its input '{BadFileException.Shown(input.Name)}' does not say how many axes it has. Export it with shapes.");
        OnnxSize[] sizes = [.. dimensions.Select((axis, place) => Size(input, axis, place))];
        bool isWhole = !(held == ElementType.Float32 || held == ElementType.Float64 || held == ElementType.Float16 || held == ElementType.BrainFloat16);
        if (layouts.Find(input.Name) is { } axes && axes.Count == sizes.Length && (isWhole || sizes[^1].Number is not null))
        {
            int features = isWhole ? 0 : (int)Math.Clamp(sizes[^1].Number!.Value, 1, int.MaxValue);
            var view = new OnnxView(input.Name, axes, features, 1, sizes[0], axes.Contains(OnnxAxis.Steps) ? sizes[1] : OnnxSize.Of(1)) { IsIds = isWhole };
            known = view;
            if (axes.Contains(OnnxAxis.Steps) && view.T.Number is { } steps) _assumptions.Add(FormattableString.Invariant($"Input '{input.Name}' has {steps} steps in the file: the exporter froze their number. Where plain operators depend on it, other numbers of steps are refused or wrong; recurrent and other layers take any."));
            return new ModelInput(input.Name, new(features, axes.Contains(OnnxAxis.Steps), isWhole));
        }
        known = new OnnxTensorValue(input.Name, sizes, isWhole);
        return ModelInput.Tensor(string.Join(", ", sizes), input.Name, isWhole);
    }

    private OnnxSize Size(OnnxValue input, OnnxDimension axis, int place)
    {
        if (axis.Name is { Length: > 0 } name && _set.TryGetValue(name, out double value))
        {
            if (value is < 1 or > int.MaxValue || !double.IsInteger(value)) throw new ArgumentException(FormattableString.Invariant($"{nameof(LoadOptions)}.{nameof(LoadOptions.Set)} fixes the size '{name}' to {value}; a size is a whole number of at least 1."));
            return OnnxSize.Of((long)value);
        }
        // A name without commas and digits alone, as the axes of an input are written.
        return axis.Size is { } size ? OnnxSize.Of(size) : new(null, axis.Name is { Length: > 0 } said && !said.Contains(',', StringComparison.Ordinal) && !said.All(char.IsDigit) ? said : $"{input.Name.Replace(',', '_')}:{(char)('a' + place % 26)}");
    }
}
