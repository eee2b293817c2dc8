using Elman.Formats.Containers.Pickle;
using Elman.Formats.Containers.Torch;
using Elman.Storage;

namespace Elman.Formats.Containers;

/// <summary>A pickle of NumPy's arrays, in dictionaries and lists: a <c>.pkl</c>. An array is named by the keys that lead to it, with a dot between.</summary>
internal static class PickledArrays
{
    private const int Deepest = 16, Longest = 400;

    public static bool Begins(byte[] bytes) => bytes is [0x80, >= 2 and <= 5, ..] && !TorchOldFile.Begins(bytes);

    public static ArrayFile Read(string path)
    {
        using FileStream stream = DiskFile.Open(path);
        return Read(stream, path);
    }

    public static ArrayFile Read(Stream stream, string name)
    {
        var source = new ByteSource(stream, name);
        if (source.Length == 0) throw source.Bad(0, $"is empty; expected a pickle.");
        var input = new PickleInput(source, 0);
        PickleValue root = PickleMachine.Read(input);
        if (input.Position != source.Length) throw source.Bad(input.Position, $"the pickle ends here, but {source.Length - input.Position} bytes follow. Something is hidden behind it.");
        var reader = new Reader(source);
        reader.Look(root, "", 0);
        return reader.Arrays();
    }

    private sealed class Reader(ByteSource source)
    {
        private readonly HashSet<PickleValue> _seen = new(ReferenceEqualityComparer.Instance);
        private readonly List<NamedArray> _arrays = [];
        private readonly List<string> _left = [];

        public void Look(PickleValue value, string path, int depth)
        {
            if (NumPyValues.IsArray(value)) _arrays.Add(Array(path, (PickleCall)value));
            else if (depth > Deepest || path.Length > Longest) throw Bad(path, "is nested too deep, or its keys are too long");
            else if (PickleForms.Pairs(value) is { } pairs)
            {
                if (!_seen.Add(value)) throw Bad(path, "is a dictionary that stands in the file twice or holds itself");
                foreach ((PickleValue key, PickleValue inner) in pairs) Look(inner, Joined(path, Key(key, path)), depth + 1);
            }
            else if (PickleForms.Items(value) is { } items)
            {
                if (items.Count > 0 && !_seen.Add(value)) throw Bad(path, "is a list that stands in the file twice or holds itself");
                foreach ((int i, PickleValue inner) in items.Index()) Look(inner, Joined(path, FormattableString.Invariant($"{i}")), depth + 1);
            }
            else if (value is PickleCall or PickleGlobal or PicklePersistent) throw Bad(path, $"is {BadFileException.Shown(TorchValues.Words(value), 120)}, which is no array and is never built here");
            else _left.Add(path);
        }

        public ArrayFile Arrays()
        {
            if (_arrays.Count == 0) throw source.Bad(null, $"expected NumPy's arrays in the pickle, found none among its {_left.Count} values. Save them by numpy.savez('model.npz', **arrays).");
            string left = string.Join(", ", _left.Take(6).Select(name => $"'{BadFileException.Shown(name)}'"));
            var file = new ArrayFile { Source = source.Name, Producer = "Python's pickle of NumPy's arrays", Remarks = _left.Count == 0 ? [] : [$"Left out, since no arrays: {left}{(_left.Count > 6 ? ", …" : "")}."] };
            foreach (NamedArray array in _arrays)
            {
                if (file.Contains(array.Name)) throw Bad(array.Name, "stands twice");
                file.Add(array);
            }
            return file;
        }

        private NamedArray Array(string path, PickleCall call)
        {
            try
            {
                return NumPyValues.Array(path.Length > 0 ? path : source.Stem, call, source.Name);
            }
            catch (FormatException error)
            {
                throw source.Bad(null, $"array '{BadFileException.Shown(path)}': {error.Message}", error);
            }
        }

        private string Key(PickleValue key, string path) => key switch
        {
            PickleText text => text.Value,
            PickleInteger number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => throw Bad(path, $"has {BadFileException.Shown(key.Words)} as a key; expected texts or whole numbers"),
        };

        private static string Joined(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

        private BadFileException Bad(string path, string problem) => source.Bad(null, $"'{BadFileException.Shown(path)}' {problem}. Save a dictionary of arrays by numpy.savez('model.npz', **arrays).");
    }
}
