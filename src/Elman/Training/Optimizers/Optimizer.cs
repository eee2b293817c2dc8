using System.Numerics;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

/// <summary>A rule that moves parameters along their gradients, and what it remembers of them.</summary>
/// <remarks>
/// Updates are element-wise and have the same bits at every vector width; a step allocates nothing once every parameter has made its first. It is one training's: not for two threads at once.
/// </remarks>
public abstract class Optimizer<T> : IStateful where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Tensor<T>, ParameterState<T>> _states = new(ReferenceEqualityComparer.Instance);
    private readonly List<ParameterGroup> _groups = [];
    private Dictionary<string, NamedArray>? _restored;

    private protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>As <see cref="Optimizer.Named"/> and files know it.</summary>
    public abstract string Name { get; }

    /// <summary>The names of what may be kept of each element, such as <c>mean</c>; at most three.</summary>
    private protected abstract IReadOnlyList<string> Planes { get; }

    /// <summary>Whether these settings need it.</summary>
    private protected virtual bool Keeps(int plane) => true;

    /// <summary>Refuses settings that do not go together.</summary>
    private protected virtual void Check() { }

    /// <summary>The rate of the next step; a schedule changes it. More than 0.</summary>
    public double LearningRate
    {
        get;
        set => field = double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"{Name}: a learning rate is more than 0 and finite, found {SavedNumbers.Text(value)}.");
    }

    /// <summary>Whose arithmetic and defaults.</summary>
    public OptimizerProfile Profile { get; init; }

    /// <summary>λ: how much a step pulls weights towards zero; 0 for not at all, null for the rule's default. Whether it is added to the gradient or taken off the weight, each rule says.</summary>
    public double? WeightDecay
    {
        get;
        init => field = value is double decay ? OptimizerChecks.AtLeastZero(Name, "weight decay", decay) : null;
    }

    /// <summary>Parameters that are treated otherwise; to be given before the first step.</summary>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get => _groups;
        init => _groups.AddRange(value);
    }

    /// <summary>Moves every parameter that is trained and has a gradient. Those without one stay as they are, and so does what is remembered of them.</summary>
    public void Step(IReadOnlyList<Parameter<T>> parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter<T> parameter = parameters[i];
            if (!parameter.IsTrained || parameter.Value.Gradient is not { } gradient) continue;
            ParameterState<T> state = StateOf(parameter);
            state.Steps++;
            double rate = LearningRate * (state.Group?.LearningRateFactor ?? 1);
            Update(state, parameter.Value.Span, gradient.Values, rate, state.Group?.WeightDecay ?? WeightDecay ?? UsualDecay);
        }
    }

    /// <summary>Sets the gradients of all parameters to zero and keeps their memory; those that have none stay without.</summary>
    public static void ClearGradients(IReadOnlyList<Parameter<T>> parameters)
    {
        for (int i = 0; i < parameters.Count; i++) parameters[i].Value.Gradient?.Span.Clear();
    }

    public IReadOnlyList<NamedArray> State()
    {
        var arrays = new List<NamedArray> { SavedNumbers.Number("learning_rate", LearningRate) };
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (_restored is not null) arrays.AddRange(_restored.Values.Where(array => array.Name != "learning_rate"));
        foreach ((Tensor<T> value, ParameterState<T> state) in _states)
        {
            if (!names.Add(state.Name))
                throw new InvalidOperationException($"{Name}: two parameters are named '{state.Name}', so their state cannot be told apart in a file. Take the parameters from a model, whose names are full.");
            arrays.Add(NamedArray.From($"{state.Name}/counts", Tensor.From([(double)state.Steps, state.Product])));
            foreach (int k in Kept()) arrays.Add(NamedArray.From($"{state.Name}/{Planes[k]}", new Tensor<T>(value.Shape, state.Planes[k])));
        }
        return arrays;
    }

    public void Restore(IReadOnlyList<NamedArray> state)
    {
        double rate = SavedNumbers.Find(Name, state, "learning_rate", Shape.Scalar).As<double>().Values[0];
        foreach (NamedArray array in state)
            if (array.Name != "learning_rate" && !KeptNames().Any(plane => array.Name.EndsWith($"/{plane}", StringComparison.Ordinal)))
                throw new ArgumentException($"{Name} keeps of each parameter {string.Join(", ", KeptNames())}; its state has an array '{array.Name}', which is another optimiser's.");
        LearningRate = rate;
        _states.Clear();

        // Parameters are met in the first step, so their part waits here until then.
        _restored = state.ToDictionary(array => array.Name, StringComparer.Ordinal);
    }

    /// <summary>One step of one parameter.</summary>
    private protected abstract void Update(ParameterState<T> state, Span<T> w, ReadOnlySpan<T> g, double rate, double decay);

    private ParameterState<T> StateOf(Parameter<T> parameter) => _states.TryGetValue(parameter.Value, out ParameterState<T>? state) ? state : FirstStateOf(parameter);

    private ParameterState<T> FirstStateOf(Parameter<T> parameter)
    {
        Check();
        var state = new ParameterState<T>(parameter, _groups.Find(group => group.Matches(parameter.Name)));
        foreach (int k in Kept())
        {
            state.Planes[k] = new T[parameter.Shape.Count];
            state.Planes[k].AsSpan().Fill(T.CreateChecked(Start(k)));
        }
        if (_restored is not null && _restored.ContainsKey($"{parameter.Name}/counts")) Take(state, parameter.Shape);
        _states.Add(parameter.Value, state);
        return state;
    }

    /// <summary>The weight decay where nothing is said.</summary>
    private protected virtual double UsualDecay => 0;

    /// <summary>What a kept number is at first.</summary>
    private protected virtual double Start(int plane) => 0;

    private void Take(ParameterState<T> state, Shape shape)
    {
        NamedArray[] saved = [.. _restored!.Values];
        double[] counts = [.. SavedNumbers.Find(Name, saved, $"{state.Name}/counts", new Shape(2)).As<double>().Values];
        (state.Steps, state.Product) = ((long)counts[0], counts[1]);
        foreach (int k in Kept()) SavedNumbers.Find(Name, saved, $"{state.Name}/{Planes[k]}", shape).As<T>().Values.CopyTo(state.Planes[k]);
        foreach (string kept in KeptNames()) _restored.Remove($"{state.Name}/{kept}");
    }

    private IEnumerable<int> Kept() => Enumerable.Range(0, Planes.Count).Where(Keeps);

    private IEnumerable<string> KeptNames() => Kept().Select(k => Planes[k]).Append("counts");

    public sealed override string ToString() => $"{Name}, learning rate {SavedNumbers.Text(LearningRate)}";
}
