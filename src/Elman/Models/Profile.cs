using System.Numerics;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Models;

/// <summary>
/// The defaults of one framework, all at once: its stream of random numbers, the initial weights of its modules, and its layers as they are when nothing is said.
/// <c>model.Initialize(Profile.Keras, 42)</c> gives the weights that <c>keras.utils.set_random_seed(42)</c> and building the same layers give.
/// </summary>
public abstract class Profile
{
    private protected Profile(string name) => Name = name;

    /// <summary><c>torch.manual_seed(s)</c> and its modules: every weight and bias of a recurrent layer uniform in ±1/√hidden.</summary>
    public static Profile PyTorch { get; } = new TorchProfile();

    /// <summary><c>keras.utils.set_random_seed(s)</c> on TensorFlow and its layers: Glorot kernels, orthogonal recurrent kernels, forget biases of one.</summary>
    public static Profile Keras { get; } = new KerasProfile();

    /// <summary><c>mx.random.seed(s)</c> and <c>net.initialize()</c>: weights uniform in ±0.07, biases zero.</summary>
    public static Profile Gluon { get; } = new GluonProfile("gluon", "gluon_uniform");

    /// <summary><c>mx.random.seed(s)</c> and <c>net.initialize(init.Xavier())</c>.</summary>
    public static Profile GluonXavier { get; } = new GluonProfile("gluon-xavier", "gluon_xavier");

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<Profile> All { get; } = [PyTorch, Keras, Gluon, GluonXavier];

    public string Name { get; }

    /// <summary>What LayerNorm adds to the variance.</summary>
    public abstract double LayerNormEpsilon { get; }

    /// <summary>The profile of that name, or an error that lists the names.</summary>
    public static Profile Named(string name) => All.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"There is no profile named '{name}'. Known: {string.Join(", ", All.Select(profile => profile.Name))}.");

    /// <summary>The framework's stream after its seed is set.</summary>
    public abstract RandomStream Random(long seed);

    /// <summary>The framework's layer of Elman's cell.</summary>
    public abstract LayerSpec Rnn(int hidden, Direction direction = Direction.Forward);

    public abstract LayerSpec Lstm(int hidden, Direction direction = Direction.Forward);
    public abstract LayerSpec Gru(int hidden, Direction direction = Direction.Forward);

    internal abstract void Fill<T>(Model<T> model, RandomStream random) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public override string ToString() => Name;
}

/// <summary>PyTorch 2.</summary>
internal sealed class TorchProfile() : Profile("pytorch")
{
    public override double LayerNormEpsilon => 1e-5;
    public override RandomStream Random(long seed) => new TorchRandom(seed);
    public override LayerSpec Rnn(int hidden, Direction direction) => new(CellCatalog.Elman(), hidden, direction);
    public override LayerSpec Lstm(int hidden, Direction direction) => new(CellCatalog.Lstm(), hidden, direction);
    public override LayerSpec Gru(int hidden, Direction direction) => new(CellCatalog.Gru(), hidden, direction);
    internal override void Fill<T>(Model<T> model, RandomStream random) => model.Initialize(InitialWeights<T>.PyTorch, random);
}

/// <summary>MXNet 1.9's Gluon; its RNN has relu where others have tanh.</summary>
internal sealed class GluonProfile(string name, string weights) : Profile(name)
{
    public override double LayerNormEpsilon => 1e-5;
    public override RandomStream Random(long seed) => new MxnetRandom(seed);
    public override LayerSpec Rnn(int hidden, Direction direction) => new(CellCatalog.Elman(Numerics.Activations.Activation.Relu), hidden, direction);
    public override LayerSpec Lstm(int hidden, Direction direction) => new(CellCatalog.Lstm(), hidden, direction);
    public override LayerSpec Gru(int hidden, Direction direction) => new(CellCatalog.Gru(), hidden, direction);
    internal override void Fill<T>(Model<T> model, RandomStream random) => model.Initialize(InitialWeights<T>.Named(weights), random);
}
