using System.Globalization;
using System.Numerics;

namespace Elman.Training;

/// <summary>Examples of unequal length, each by itself; a batch is padded to its own longest.</summary>
public sealed class SequenceExamples<T> : Examples<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Example<T>[] _examples;

    public SequenceExamples(IEnumerable<Example<T>> examples)
    {
        _examples = [.. examples];
        if (_examples.Length == 0) throw new ArgumentException("The data is empty: there is no example to train on.");
        for (int i = 0; i < _examples.Length; i++) _examples[i].Check(string.Create(CultureInfo.InvariantCulture, $"Example {i}"), _examples[0]);
        if (_examples.All(example => example.Length == 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"All {_examples.Length} sequences have length 0: there is no step to train on. Look at how they were made."));
    }

    public override int Count => _examples.Length;

    public override int LengthOf(int index) => _examples[index].Length;

    public override Batch<T> Gather(ReadOnlySpan<int> rows)
    {
        var chosen = new Example<T>[rows.Length];
        for (int i = 0; i < rows.Length; i++) chosen[i] = _examples[rows[i]];
        return Example<T>.Together(chosen) with { Rows = rows.ToArray() };
    }
}
