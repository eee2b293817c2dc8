using System.Numerics;
using Elman.Autograd;
using Elman.Layers;
using Elman.Numerics;
using Elman.Numerics.Activations;

namespace Elman.Recurrent;

/// <summary>What goes past a layer, with the parameters that it has.</summary>
internal sealed class LayerConnection<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Connection _kind;
    private readonly Dense<T>? _across, _gate;
    private readonly int _inputs, _outputs;

    /// <param name="inputs">Features of the layer's input.</param>
    /// <param name="outputs">Features of what the layer itself gives.</param>
    public LayerConnection(Connection kind, int inputs, int outputs)
    {
        (_kind, _inputs, _outputs) = (kind, inputs, outputs);
        if (kind is Connection.Residual or Connection.Highway && inputs != outputs) _across = new Dense<T>(inputs, outputs, bias: false);
        if (kind == Connection.Highway) _gate = new Dense<T>(inputs, outputs);
        Features = kind == Connection.Dense ? inputs + outputs : outputs;
    }

    /// <summary>Features of the sum.</summary>
    public int Features { get; }

    public long MultiplyAdds => ((_across is null ? 0L : 1) + (_gate is null ? 0 : 1)) * _inputs * _outputs;

    /// <summary>The products it has.</summary>
    public IEnumerable<Dense<T>> Layers => new[] { _across, _gate }.OfType<Dense<T>>();

    /// <summary>Under the names that follow the layer's number.</summary>
    public IEnumerable<Parameter<T>> Parameters
    {
        get
        {
            if (_across is not null) yield return new("connection.weight", _across.Weight.Value);
            if (_gate is null) yield break;
            yield return new("connection.gate_weight", _gate.Weight.Value);
            yield return new("connection.gate_bias", _gate.Bias!.Value);
        }
    }

    /// <param name="x">The layer's input, (N, T, inputs).</param>
    /// <param name="y">What the layer gives, (N, T, outputs), zero where there is no step.</param>
    public Tensor<T> Apply(Tensor<T> x, Tensor<T> y, int[]? lengths)
    {
        if (_kind == Connection.None) return y;
        var pass = new Pass();
        if (lengths is not null) x = Ops.Where(There(x.Shape, lengths), x, Tensor.Scalar(T.Zero));
        Tensor<T> past = _across is null ? x : _across.Forward([new Signal<T>(x, lengths)], pass).Numbers!;
        switch (_kind)
        {
            case Connection.Residual:
                return y + past;
            case Connection.Dense:
                return Ops.Concatenate<T>([y, past], axis: ^1);
            default:
                Tensor<T> t = Ops.Sigmoid(_gate!.Forward([new Signal<T>(x, lengths)], pass).Numbers!);
                return t * y + (T.One - t) * past;
        }
    }

    /// <summary>Which numbers of (N, T, features) are there.</summary>
    public static Tensor<bool> There(Shape shape, int[] lengths)
    {
        var there = new Tensor<bool>(shape);
        for (int n = 0; n < lengths.Length; n++) there.Array.AsSpan(n * shape[1] * shape[2], lengths[n] * shape[2]).Fill(true);
        return there;
    }

    public Stepper? OpenStream() => _kind == Connection.None ? null : new(this);

    /// <summary>The same one step at a time, without allocating.</summary>
    internal sealed class Stepper
    {
        private readonly LayerConnection<T> _owner;
        private readonly LayerStream<T>? _across, _gate;
        private readonly T[] _past, _t, _result;

        public Stepper(LayerConnection<T> owner)
        {
            _owner = owner;
            (_across, _gate) = (owner._across?.OpenStream(), owner._gate?.OpenStream());
            (_past, _t, _result) = (new T[owner._outputs], new T[owner._outputs], new T[owner.Features]);
        }

        public ReadOnlySpan<T> Step(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        {
            ReadOnlySpan<T> past = x;
            if (_across is not null)
            {
                _across.Step(x, _past);
                past = _past;
            }
            y.CopyTo(_result);
            if (_owner._kind == Connection.Dense) past.CopyTo(_result.AsSpan(y.Length));
            else if (_owner._kind == Connection.Residual) Zip.Add(past, _result);
            else Gate(x, y, past);
            return _result;
        }

        private void Gate(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> past)
        {
            _gate!.Step(x, _t);
            Elementwise.Map<T, Sigmoid>(_t, _t, default);
            for (int i = 0; i < _t.Length; i++) _result[i] = _t[i] * y[i] + (T.One - _t[i]) * past[i];
        }
    }
}
