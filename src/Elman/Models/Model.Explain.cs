using Elman.Layers;
using Elman.Models.Explanations;
using Elman.Numerics;

namespace Elman.Models;

public sealed partial class Model<T>
{
    /// <summary>Writes out what the model computes: equations with their sources, shapes, one step in numbers; and compares the whole input with a plain loop in double precision that shares no code with the engine.</summary>
    public Explanation Explain(Tensor<T> x, ExplainOptions? options = null) => Explain(Single(x), options);

    /// <summary>The same of ids.</summary>
    public Explanation Explain(Tensor<int> ids, ExplainOptions? options = null) => Explain(Single(ids), options);

    /// <summary>The same of a model of several inputs.</summary>
    public Explanation Explain(IReadOnlyDictionary<string, Signal<T>> inputs, ExplainOptions? options = null) => Explainer.Explain(this, inputs, options ?? new());
}
