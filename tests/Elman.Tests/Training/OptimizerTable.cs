using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Numerics;
using Elman.Tests.Autograd;
using Elman.Training;

namespace Elman.Tests.Training;

/// <summary>Every optimiser in every profile and with its settings, and some parameters with gradients to move.</summary>
internal static class OptimizerTable
{
    public static readonly IReadOnlyDictionary<string, JsonObject> Rows = new Dictionary<string, JsonObject>
    {
        ["sgd"] = new(),
        ["sgd, momentum"] = new() { ["momentum"] = 0.9, ["dampening"] = 0.1, ["weight_decay"] = 0.01 },
        ["sgd, nesterov"] = new() { ["momentum"] = 0.9, ["nesterov"] = true },
        ["sgd, keras"] = new() { ["momentum"] = 0.9, ["profile"] = "keras", ["weight_decay"] = 0.01 },
        ["adam"] = new() { ["weight_decay"] = 0.01 },
        ["adam, amsgrad"] = new() { ["amsgrad"] = true },
        ["adam, keras"] = new() { ["profile"] = "keras", ["amsgrad"] = true, ["weight_decay"] = 0.01 },
        ["adamw"] = new(),
        ["nadam"] = new() { ["weight_decay"] = 0.01 },
        ["nadam, keras"] = new() { ["profile"] = "keras" },
        ["radam"] = new() { ["weight_decay"] = 0.01 },
        ["rmsprop"] = new(),
        ["rmsprop, centred"] = new() { ["centred"] = true, ["momentum"] = 0.5, ["weight_decay"] = 0.01 },
        ["rmsprop, keras"] = new() { ["centred"] = true, ["momentum"] = 0.5, ["profile"] = "keras" },
        ["adagrad"] = new() { ["rate_decay"] = 0.1, ["weight_decay"] = 0.01 },
        ["adagrad, keras"] = new() { ["profile"] = "keras" },
        ["adadelta"] = new() { ["weight_decay"] = 0.01 },
        ["adadelta, keras"] = new() { ["profile"] = "keras" },
        ["lion"] = new() { ["weight_decay"] = 0.01 },
    };

    public static Optimizer<T> Make<T>(string row) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Optimizer.Named<T>(row.Split(',')[0], Rows[row].DeepClone().AsObject());

    /// <summary>A matrix and a vector of odd sizes.</summary>
    public static Parameter<T>[] Parameters<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [new("rnn.weight", Draw.Tensor<T>(1, 5, 7)), new("rnn.bias", Draw.Tensor<T>(2, 19))];

    /// <summary>The gradients of a step, from its number.</summary>
    public static void Gradients<T>(IReadOnlyList<Parameter<T>> parameters, int step) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int i, Parameter<T> parameter) in parameters.Index())
        {
            Tensor<T> drawn = Draw.Tensor<T>(100 + 10 * step + i, [.. parameter.Shape]);
            if (parameter.Value.Gradient is null) parameter.Value.Gradient = drawn;
            else drawn.Values.CopyTo(parameter.Value.Gradient.Span);
        }
    }
}
