using System.Numerics;
using System.Text.Json.Nodes;

namespace Elman.Training;

/// <summary>Optimisers by name.</summary>
public static class Optimizer
{
    /// <summary>The names of all optimisers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows<float>().Select(row => row.Names[0])];

    /// <summary>An optimiser by its name, with settings by theirs: <c>learning_rate</c>, <c>weight_decay</c>, <c>profile</c> and its own. An unknown one is refused with the known ones.</summary>
    public static Optimizer<T> Named<T>(string name, JsonObject? settings = null) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        NameTable.Make("optimiser", Rows<T>(), name, settings);

    private static NamedRow<Optimizer<T>>[] Rows<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        new(["sgd"], s => new Sgd<T>(Rate(s, 0.001, 0.01))
            { Profile = Profile(s), WeightDecay = Decay(s), Momentum = s.Number("momentum", 0), Dampening = s.Number("dampening", 0), Nesterov = s.Flag("nesterov", false) }),
        new(["adam"], s => new Adam<T>(Rate(s, 0.001))
            { Profile = Profile(s), WeightDecay = Decay(s), Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.999), Epsilon = Epsilon(s), AmsGrad = s.Flag("amsgrad", false) }),
        new(["adamw"], s => new AdamW<T>(Rate(s, 0.001))
            { Profile = Profile(s), WeightDecay = Decay(s), Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.999), Epsilon = Epsilon(s), AmsGrad = s.Flag("amsgrad", false) }),
        new(["nadam"], s => new NAdam<T>(Rate(s, 0.002, 0.001))
            { Profile = Profile(s), WeightDecay = Decay(s), Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.999), Epsilon = Epsilon(s), MomentumDecay = s.NumberOrNone("momentum_decay") }),
        new(["radam"], s => new RAdam<T>(Rate(s, 0.001)) { Profile = Profile(s), WeightDecay = Decay(s), Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.999), Epsilon = Epsilon(s) }),
        new(["rmsprop"], s => new RmsProp<T>(Rate(s, 0.01, 0.001))
            { Profile = Profile(s), WeightDecay = Decay(s), Rho = s.NumberOrNone("rho"), Epsilon = Epsilon(s), Momentum = s.Number("momentum", 0), Centred = s.Flag("centred", false) }),
        new(["adagrad"], s => new Adagrad<T>(Rate(s, 0.01, 0.001))
            { Profile = Profile(s), WeightDecay = Decay(s), RateDecay = s.Number("rate_decay", 0), InitialSum = s.NumberOrNone("initial_sum"), Epsilon = Epsilon(s) }),
        new(["adadelta"], s => new Adadelta<T>(Rate(s, 1, 0.001)) { Profile = Profile(s), WeightDecay = Decay(s), Rho = s.NumberOrNone("rho"), Epsilon = Epsilon(s) }),
        new(["lion"], s => new Lion<T>(Rate(s, 0.0001, 0.001)) { Profile = Profile(s), WeightDecay = Decay(s), Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.99) }),
    ];

    /// <summary>The rate, or else the default of PyTorch or of Keras where it is another.</summary>
    private static double Rate(SettingReader settings, double torch, double? keras = null) =>
        settings.Number("learning_rate", Profile(settings) == OptimizerProfile.Keras ? keras ?? torch : torch);

    private static double? Epsilon(SettingReader settings) => settings.NumberOrNone("epsilon");
    private static double? Decay(SettingReader settings) => settings.NumberOrNone("weight_decay");
    private static OptimizerProfile Profile(SettingReader settings) => settings.Choice("profile", OptimizerProfile.PyTorch);
}
