using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Storage;
using Elman.Training;

namespace Elman.Tests.Golden;

/// <summary>A task with its network: what goes in at each step, what comes out, and the loss of it, as <c>replay_tasks.py</c> has them.</summary>
internal sealed class TaskData<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Padding = -1, Start = 10;
    private readonly bool _packed, _stateful;
    private readonly int _batch, _perEpoch;
    private readonly RandomStream? _random;
    private readonly Dictionary<int, int[]> _orders = [];
    private StackState<T>? _carried;

    /// <param name="seed">For a training of our own: first weights, order and dropout are drawn from it. Without it, all of them are PyTorch's.</param>
    public TaskData(GoldenCase golden, ArrayFile arrays, int? seed = null)
    {
        (Golden, Arrays) = (golden, arrays);
        Net = new(golden.Config["model"]!.AsObject(), ArrayFile.Load(golden.PathOf($"{golden.Name}.start.safetensors")));
        _packed = golden.Text("about").Contains("packed", StringComparison.Ordinal);
        _stateful = golden.Flag("stateful");
        _batch = golden.Number("batch_size");
        _perEpoch = (arrays["order"].Shape[1] + _batch - 1) / _batch;
        if (seed is not int given) return;
        _random = new TorchRandom(given);
        Net.Draw(_random);
    }

    public GoldenCase Golden { get; }
    public ArrayFile Arrays { get; }
    public TaskNet<T> Net { get; }

    public Tensor<T> LossOfStep(int k)
    {
        (int epoch, int b) = (k / _perEpoch, k % _perEpoch);
        int[] rows = [.. Order(epoch).Skip(b * _batch).Take(_batch)];
        if (_stateful)
        {
            int window = Golden.Number("window");
            if (b == 0) _carried = null;
            (Tensor<T> part, StackState<T> state) = Forward(Steps(Arrays["x_train"], rows[0] * window, window), null, _carried);
            _carried = Detached(state);
            return Loss(part, Steps(Arrays["y_train"], rows[0] * window, window));
        }
        NamedArray y = Rows(Arrays["y_train"], rows);
        int[]? lengths = _packed ? [.. Rows(Arrays["lengths_train"], rows).As<int>().Values] : null;
        NamedArray x = Rows(Arrays["x_train"], rows);
        if (Net.Has("encoder")) return Loss(Translated(x, lengths, y.As<int>()), y);
        Tensor<T>? mask = !Arrays.Contains("masks") ? null : _random is null ? Mask(k, rows.Length) : DrawnMask(rows.Length);
        return Loss(Forward(x, lengths, null, mask).Output, y);
    }

    /// <summary>The output of every step.</summary>
    public (Tensor<T> Output, StackState<T> State) Forward(NamedArray x, int[]? lengths, StackState<T>? state, Tensor<T>? mask = null)
    {
        RecurrentResult<T> result = Net.Run("rnn", Inputs(x), lengths, state);
        Tensor<T> v = result.Output;
        if (Net.Has("rnn2")) v = Net.Run("rnn2", mask is null ? v : v * mask).Output;
        return (Net.Head(v), result.State);
    }

    /// <summary>The test part; one pass from a state of zero.</summary>
    public Tensor<T> Test() => Forward(Arrays["x_test"], _packed ? [.. Arrays["lengths_test"].As<int>().Values] : null, null).Output;

    /// <summary>What the decoder writes when it is fed what it has written.</summary>
    public Tensor<int> Written(NamedArray x, int[] lengths, int steps)
    {
        int n = x.Shape[0];
        StackState<T> state = Net.Run("encoder", Net.Embedded("embed_in", x.As<int>()), lengths).State;
        var (fed, written) = (new Tensor<int>(new Shape(n, 1)), new Tensor<int>(new Shape(n, steps)));
        fed.Span.Fill(Start);
        for (int t = 0; t < steps; t++)
        {
            RecurrentResult<T> step = Net.Run("decoder", Net.Embedded("embed_out", fed), state: state);
            state = step.State;
            Tensor<T> scores = Net.Head(step.Output);
            for (int i = 0; i < n; i++) fed.Span[i] = written.Span[i * steps + t] = Largest(scores.Values.Slice(i * scores.Shape[2], scores.Shape[2]));
        }
        return written;
    }

    public static int Largest(ReadOnlySpan<T> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[largest]) largest = i;
        return largest;
    }

    /// <summary>The order of an epoch; windows of a series that is carried on stay in theirs.</summary>
    private int[] Order(int epoch)
    {
        if (_orders.TryGetValue(epoch, out int[]? order)) return order;
        order = _random is null || _stateful ? [.. Rows(Arrays["order"], [epoch]).As<int>().Values] : _random.Permutation(Arrays["order"].Shape[1]);
        return _orders[epoch] = order;
    }

    private Tensor<T> Translated(NamedArray x, int[]? lengths, Tensor<int> y)
    {
        StackState<T> state = Net.Run("encoder", Net.Embedded("embed_in", x.As<int>()), lengths).State;
        var fed = new Tensor<int>(y.Shape);
        for (int i = 0; i < y.Shape.Count; i++) fed.Span[i] = i % y.Shape[1] == 0 ? Start : Math.Max(0, y.Values[i - 1]);
        return Net.Head(Net.Run("decoder", Net.Embedded("embed_out", fed), state: state).Output);
    }

    private static Tensor<T> Loss(Tensor<T> p, NamedArray y)
    {
        if (y.Type != ElementType.Float32) return new CrossEntropyLoss { IgnoreId = Padding }.Of(y.Shape.Rank > 1 ? p : p.Slice(.., ^1), y.As<int>());
        return Elman.Training.Loss.MeanSquaredError.Of(y.Shape.Rank > 1 ? p : p.Slice(.., ^1), y.As<T>());
    }

    private Tensor<T> Inputs(NamedArray x)
    {
        if (x.Type == ElementType.Float32) return x.As<T>();
        if (x.Type == ElementType.UInt8)
        {
            Tensor<T> scaled = x.As<T>();
            foreach (ref T value in scaled.Span) value *= T.CreateChecked((double)Golden.Config["x_scale"]!);
            return scaled;
        }
        if (Net.Has("embed")) return Net.Embedded("embed", x.As<int>());
        int symbols = (int)Golden.Config["model"]!["input"]!;
        var hot = new Tensor<T>(new Shape([.. x.Shape.Dimensions, symbols]));
        foreach ((int i, int id) in x.As<int>().Values.ToArray().Index()) hot.Span[i * symbols + Math.Max(0, id)] = T.One;
        return hot;
    }

    private Tensor<T> Mask(int k, int rows)
    {
        Tensor<T> masks = Rows(Arrays["masks"], [k]).As<T>();
        Tensor<T> mask = masks.Reshape([.. masks.Shape.Dimensions[1..]]).Slice(..rows);
        return mask * T.CreateChecked((double)Golden.Config["mask_scale"]!);
    }

    private Tensor<T> DrawnMask(int rows)
    {
        Shape shape = Arrays["masks"].Shape;
        var kept = new bool[rows * shape.CountFrom(2)];
        _random!.Bernoulli(kept, 1 - (double)Golden.Config["dropout"]!);
        return Tensor.From<T>([.. kept.Select(keep => keep ? T.CreateChecked((double)Golden.Config["mask_scale"]!) : T.Zero)], new Shape([rows, .. shape.Dimensions[2..]]));
    }

    private static StackState<T> Detached(StackState<T> state) =>
        new([.. state.Select(layer => new LayerState<T>(new DirectionState<T>(layer.Forward.Names, [.. layer.Forward.Values.Select(value => value.Detach())]), null))]);

    /// <summary>Some entries of the first axis.</summary>
    private static NamedArray Rows(NamedArray array, int[] rows)
    {
        int bytes = array.Shape.CountFrom(1) * array.Type.Size;
        return new(array.Name, array.Type, new Shape([rows.Length, .. array.Shape.Dimensions[1..]]), [.. rows.SelectMany(row => array.Bytes.Slice(row * bytes, bytes).ToArray())]);
    }

    /// <summary>Some entries of the second axis.</summary>
    private static NamedArray Steps(NamedArray array, int first, int count)
    {
        int step = array.Shape.CountFrom(2) * array.Type.Size, row = array.Shape[1] * step;
        return new(array.Name, array.Type, new Shape([array.Shape[0], count, .. array.Shape.Dimensions[2..]]),
            [.. Enumerable.Range(0, array.Shape[0]).SelectMany(i => array.Bytes.Slice(i * row + first * step, count * step).ToArray())]);
    }
}
