using System.Numerics;

namespace Elman.Numerics;

/// <summary>Tensors and shapes as text.</summary>
public static class TensorText
{
    extension<T>(Tensor<T> tensor) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>The numbers as a framework prints them, sign for sign.</summary>
        public string ToText(TensorStyle style) => new Brackets<T>(tensor, style).Write();
    }

    extension(Shape shape)
    {
        /// <summary>The dimensions as a framework prints them: <c>(5,)</c>, <c>torch.Size([5])</c>.</summary>
        public string ToText(TensorStyle style) => style.Of(shape);
    }

    /// <summary>One writing of one tensor.</summary>
    private sealed class Brackets<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Of more numbers than these, each axis shows so many at either end.
        private const int MostNumbers = 1000, Ends = 3, LeftOut = -1;

        private readonly Tensor<T> _tensor;
        private readonly TensorStyle _style;
        private readonly Dictionary<int, string> _words = [];
        private readonly int _width;

        public Brackets(Tensor<T> tensor, TensorStyle style)
        {
            (_tensor, _style) = (tensor, style);
            int[] shown = tensor.Shape.Count == 0 || tensor.Shape.Rank == 0 ? [] : [.. Shown(0, 0)];
            if (shown.Length == 0) return;
            (string[] words, _width) = style.Words([.. shown.Select(place => tensor.Values[place])]);
            foreach ((int place, string word) in shown.Zip(words)) _words.Add(place, word);
        }

        public string Write()
        {
            string text = _style.Opening + (_tensor.Shape.Rank == 0 ? _style.Scalar(_tensor.Values[0]) : _tensor.Shape.Count == 0 ? "[]" : Nested(0, 0));
            return text + _style.Closing<T>(text.Length - text.LastIndexOf('\n') - 1, _tensor.Shape);
        }

        private string Nested(int axis, int place)
        {
            int size = _tensor.Shape.CountFrom(axis + 1);
            string indent = new(' ', _style.Opening.Length + axis + 1), comma = _style.Separator.TrimEnd();
            if (axis == _tensor.Shape.Rank - 1) return $"[{string.Join($"{comma}\n{indent}", Lines(axis, place))}]";
            IEnumerable<string> inner = Indices(axis).Select(i => i == LeftOut ? "..." : Nested(axis + 1, place + i * size));
            return $"[{string.Join(comma + new string('\n', _tensor.Shape.Rank - 1 - axis) + indent, inner)}]";
        }

        private IEnumerable<string> Lines(int axis, int place)
        {
            var line = new List<string>();
            int taken = 0;
            foreach (int i in Indices(axis))
            {
                (string word, int signs) = i == LeftOut ? _style.Gap(_width) : (_words[place + i], _width);
                signs += _style.Separator.Length;
                if (line.Count > 0 && taken + signs > _style.Room(axis))
                {
                    yield return string.Join(_style.Separator, line).TrimEnd(' ');
                    line.Clear();
                    taken = 0;
                }
                line.Add(word);
                taken += signs;
            }
            yield return string.Join(_style.Separator, line);
        }

        /// <summary>The places of the numbers that are shown, in order.</summary>
        private IEnumerable<int> Shown(int axis, int place) => axis == _tensor.Shape.Rank
            ? [place]
            : Indices(axis).Where(i => i != LeftOut).SelectMany(i => Shown(axis + 1, place + i * _tensor.Shape.CountFrom(axis + 1)));

        private IEnumerable<int> Indices(int axis)
        {
            int count = _tensor.Shape[axis];
            return _tensor.Shape.Count <= MostNumbers || count <= 2 * Ends
                ? Enumerable.Range(0, count)
                : [.. Enumerable.Range(0, Ends), LeftOut, .. Enumerable.Range(count - Ends, Ends)];
        }
    }
}
