using Elman.Formats.Containers.Pickle;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>What the calls in a pickle of PyTorch stand for: the closed list of those that describe a tensor. None of them is called.</summary>
internal sealed class TorchValues(ByteSource source)
{
    /// <summary>The functions whose arguments describe a tensor.</summary>
    private static readonly Dictionary<string, Func<TorchValues, PickleCall, TorchTensor>> _tensors = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_tensor"] = (values, call) => values.Typed(call, extra: 0),
        ["torch._utils._rebuild_tensor_v2"] = (values, call) => values.Typed(call, extra: 2),
        ["torch._utils._rebuild_tensor_v3"] = (values, call) => values.WithType(call),
        ["torch._utils._rebuild_parameter"] = (values, call) => values.Inner(call),
        ["torch._utils._rebuild_parameter_with_state"] = (values, call) => values.Inner(call),
        ["torch.nn.parameter.Parameter"] = (values, call) => values.Inner(call),
        ["torch.nn.parameter.Buffer"] = (values, call) => values.Inner(call),
        ["torch._tensor._rebuild_from_type_v2"] = (values, call) => values.OfClass(call),
        ["torch.tensor._rebuild_from_type_v2"] = (values, call) => values.OfClass(call),
        ["torch._tensor._rebuild_from_type"] = (values, call) => values.OfClass(call),
    };

    private static readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_qtensor"] = "it is quantised; save tensor.dequantize()",
        ["torch._utils._rebuild_sparse_tensor"] = "it is sparse; save tensor.to_dense()",
        ["torch._utils._rebuild_sparse_csr_tensor"] = "it is sparse; save tensor.to_dense()",
        ["torch._utils._rebuild_nested_tensor"] = "it is nested; save tensor.to_padded_tensor(0)",
        ["torch._utils._rebuild_meta_tensor_no_storage"] = "it has no numbers, since it was made on the device 'meta'",
        ["torch._utils._rebuild_device_tensor_from_numpy"] = "it was saved on a special device; save tensor.cpu()",
        ["torch._utils._rebuild_device_tensor_from_cpu_tensor"] = "it was saved on a special device; save tensor.cpu()",
        ["torch._utils._rebuild_xla_tensor"] = "it was saved on a special device; save tensor.cpu()",
        ["torch.storage._load_from_bytes"] = "it is a file of PyTorch within a pickle; save it by torch.save",
    };

    /// <summary>The classes of a tensor that are no more than a tensor.</summary>
    private static readonly string[] _classes = ["torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer"];

    /// <summary>A parameter of a parameter of a parameter: as deep as any file has reason to go.</summary>
    private const int Deepest = 8;

    private int _depth;

    /// <summary>Whether it is the description of a tensor, a good one or not.</summary>
    public static bool IsTensor(PickleValue value) =>
        value is PickleCall { Function: PickleGlobal global } && (_tensors.ContainsKey(global.FullName) || _refused.ContainsKey(global.FullName));

    /// <summary>Whether it describes a tensor of two dimensions or more, as every model has one.</summary>
    public static bool IsMatrix(PickleValue value)
    {
        // Through what makes a parameter of a tensor.
        for (int depth = 0; depth < Deepest && value is PickleCall { Arguments: [PickleCall inner, ..] }; depth++) value = inner;
        return value is PickleCall { Arguments: [_, _, var sizes, ..] } && PickleForms.Items(sizes) is { Count: >= 2 };
    }

    /// <summary>The tensor that a value describes; refused by name where it is something else.</summary>
    /// <param name="path">What it is called, for messages.</param>
    public TorchTensor Tensor(PickleValue value, string path)
    {
        if (value is not PickleCall { Function: PickleGlobal global } call || !IsTensor(value)) throw Bad($"'{Shown(path)}' is {Shown(Words(value))}, which is no tensor and is never built here. In PyTorch save a dictionary of tensors: torch.save(model.state_dict(), 'model.pt').");
        if (_refused.TryGetValue(global.FullName, out string? why)) throw Bad($"'{Shown(path)}' cannot be held ({global.Name}): {why}.");
        if (call.Pairs is not null || call.Items is not null || call.State is not null) throw Bad($"'{Shown(path)}' is a tensor into which something is to be put. No file that PyTorch writes has that; it is made to harm.");
        try
        {
            return _tensors[global.FullName](this, call);
        }
        catch (FormatException error)
        {
            throw Bad($"'{Shown(path)}': {error.Message} The file is damaged or made to harm.", error);
        }
    }

    /// <summary>What a value is, a class named by the file around the pickle included.</summary>
    public static string Words(PickleValue value) => value switch
    {
        PickleCall { Function: PicklePersistent persistent } when ClassOf(persistent) is { } name => $"an object of {name.FullName}",
        _ => value.Words,
    };

    /// <summary>The class of which an old file keeps the source text too: <c>('module', class, file, text)</c>.</summary>
    public static PickleGlobal? ClassOf(PickleValue value) => value switch
    {
        PickleGlobal global => global,
        PicklePersistent { Id: PickleTuple { Items: [PickleText { Value: "module" }, PickleGlobal global, ..] } } => global,
        _ => null,
    };

    /// <summary>The storage that a persistent id names: <c>('storage', class, key, device, count[, view])</c>; null where it names something else.</summary>
    public static TorchStorage? Storage(PickleValue value)
    {
        if (value is not PicklePersistent { Id: PickleTuple { Items: { Count: 5 or 6 } parts } } || parts is not [PickleText { Value: "storage" }, PickleGlobal name, PickleText { Value: var key }, ..]) return null;
        if (TorchType.OfStorage(name.Module, name.Name) is not { } type) throw new FormatException($"its storage is of class {Shown(name.FullName)}, of which nothing is known.");
        if (PickleForms.Count(parts[4]) is not { } whole) throw new FormatException("its storage has no number of elements.");
        if (parts.Count == 5 || parts[5] is PickleNone) return new(key, type, 0, whole, whole);
        // A view, as PyTorch wrote it before 1.6: its key, where it begins, how many numbers it has.
        return parts[5] is PickleTuple { Items: [_, var start, var count] } && PickleForms.Count(start) is { } from && PickleForms.Count(count) is { } shown && from + shown <= whole
            ? new(key, type, from, shown, whole)
            : throw new FormatException("its storage is a view that reaches beyond what it shows.");
    }

    private TorchTensor Typed(PickleCall call, int extra)
    {
        if (call.Arguments.Count < 4 + extra) throw new FormatException($"a tensor takes {4 + extra} arguments or more, found {call.Arguments.Count}.");
        TorchStorage storage = StorageOf(call);
        return Checked(call, storage, storage.Type);
    }

    private TorchTensor WithType(PickleCall call)
    {
        if (call.Arguments.Count < 7) throw new FormatException($"a tensor takes 7 arguments or more, found {call.Arguments.Count}.");
        TorchType type = call.Arguments[6] is PickleGlobal global && TorchType.OfName(global.Module, global.Name) is { } known ? known : throw new FormatException($"its type is {Shown(call.Arguments[6].Words)}, of which nothing is known.");
        return Checked(call, StorageOf(call), type);
    }

    private TorchTensor Inner(PickleCall call)
    {
        if (call.Arguments.Count == 0) throw new FormatException("a parameter of nothing.");
        return Deeper(call.Arguments[0]);
    }

    /// <summary>A tensor with attributes of Python: which function rebuilds it, its class, the arguments, the attributes.</summary>
    private TorchTensor OfClass(PickleCall call)
    {
        if (call.Arguments is not [PickleGlobal function, PickleGlobal type, PickleTuple arguments, ..]) throw new FormatException("a tensor of another class takes a function, a class and arguments.");
        if (!_classes.Contains(type.FullName)) throw new FormatException($"it is of class {Shown(type.FullName)}, whose code would have to be run. In PyTorch save torch.Tensor(tensor).");
        return Deeper(new PickleCall(function, arguments, makesObject: false));
    }

    private TorchTensor Deeper(PickleValue value)
    {
        if (++_depth > Deepest) throw new FormatException($"tensors within tensors more than {Deepest} deep.");
        try
        {
            if (!IsTensor(value)) throw new FormatException($"it is {Shown(Words(value))}, which is no tensor.");
            return Tensor(value, "a tensor within");
        }
        finally
        {
            _depth--;
        }
    }

    private static TorchStorage StorageOf(PickleCall call) => Storage(call.Arguments[0]) ?? throw new FormatException($"its storage is {Shown(call.Arguments[0].Words)}.");

    private static TorchTensor Checked(PickleCall call, TorchStorage storage, TorchType type)
    {
        if (PickleForms.Count(call.Arguments[1]) is not { } offset) throw new FormatException("it does not begin within its storage.");
        if (PickleForms.Counts(call.Arguments[2]) is not { } dimensions) throw new FormatException("its sizes are not whole numbers from 0 on.");
        if (PickleForms.Counts(call.Arguments[3]) is not { } strides) throw new FormatException("its strides are not whole numbers from 0 on.");
        if (dimensions.Length != strides.Length || dimensions.Length > Extent.MostDimensions) throw new FormatException(FormattableString.Invariant($"it has {dimensions.Length} sizes and {strides.Length} strides."));
        var tensor = new TorchTensor(storage, type, offset, dimensions, strides);
        if (tensor.Reach * (UInt128)type.Size > (UInt128)storage.Count * (UInt128)storage.Type.Size)
            throw new FormatException(FormattableString.Invariant($"it shows numbers up to {tensor.Reach}, and its storage has {storage.Count} of {storage.Type.Name}."));
        return tensor;
    }

    private static string Shown(string text) => BadFileException.Shown(text, 120);

    private BadFileException Bad(InvariantText problem, Exception? inner = null) => source.Bad(null, problem, inner);
}
