using System.Globalization;
using System.Text.Json;
using Elman.Formats.Containers.Pickle;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Torch;

/// <summary>Writes a <c>state_dict</c> as <c>torch.save</c> does since 1.6: with no global and no instruction that <c>torch.load(weights_only=True)</c> would refuse.</summary>
internal static class TorchWriter
{
    /// <summary>The root folder, which PyTorch calls after the file or, without one, so.</summary>
    private const string Root = "archive/";

    /// <summary>Our own text beside the weights, which PyTorch does not look at: the description of the model.</summary>
    public const string MetadataMember = ".elman/metadata.json";

    private const int Alignment = 64;

    public static void Write(ArrayFile file, string path) => DiskFile.Replace(path, stream => Write(file, stream));

    public static void Write(ArrayFile file, Stream stream)
    {
        TorchType[] types = [.. file.Select(array => TorchType.Of(array.Type) is { Storage: not null } type ? type : throw new NotSupportedException($"Array '{array.Name}' is of {array.Type}, of which PyTorch before 2.3 has no storage. Save as .safetensors."))];
        var zip = new StoredZip(stream, Alignment);
        zip.Add(Root + "data.pkl", Pickle(file, types));
        zip.Add(Root + "byteorder", "little"u8);
        if (file.Metadata.Count > 0) zip.Add(Root + MetadataMember, Metadata(file));
        foreach ((int i, NamedArray array) in file.Index()) zip.Add($"{Root}data/{Key(i)}", array.Bytes);
        zip.Add(Root + "version", "3\n"u8);
        zip.End();
    }

    private static byte[] Pickle(ArrayFile file, TorchType[] types)
    {
        var pickle = new PickleWriter();
        pickle.Call("collections", "OrderedDict", pickle.EmptyTuple);
        pickle.Pairs(file.Index().Select(row => (row.Item.Name, (Action)(() => Tensor(pickle, row.Item, types[row.Index], row.Index)))));
        return pickle.End();
    }

    /// <summary><c>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)</c>.</summary>
    private static void Tensor(PickleWriter pickle, NamedArray array, TorchType type, int index) => pickle.Call("torch._utils", "_rebuild_tensor_v2", () => pickle.Tuple(
        () => pickle.Persistent(() => pickle.Tuple(
            () => pickle.Text("storage"),
            () => pickle.Global("torch", type.Storage!),
            () => pickle.Text(Key(index)),
            () => pickle.Text("cpu"),
            () => pickle.Number(array.Shape.Count))),
        () => pickle.Number(0),
        () => pickle.Tuple([.. array.Shape.Select(dimension => (Action)(() => pickle.Number(dimension)))]),
        () => pickle.Tuple([.. Strides(array.Shape).Select(stride => (Action)(() => pickle.Number(stride)))]),
        () => pickle.False(),
        () => pickle.Call("collections", "OrderedDict", pickle.EmptyTuple)));

    private static long[] Strides(Shape shape)
    {
        var strides = new long[shape.Rank];
        long step = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (strides[axis], step) = (step, step * Math.Max(1, shape[axis]));
        return strides;
    }

    private static byte[] Metadata(ArrayFile file)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach ((string key, string value) in file.Metadata) json.WriteString(key, value);
            json.WriteEndObject();
        }
        return text.ToArray();
    }

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
}
