using Elman.Layers;

namespace Elman.Models;

/// <summary>One input of a model: its name, and the shape without N and T.</summary>
public sealed record ModelInput(string Name, SignalShape Shape)
{
    /// <summary>What an input is called where nobody gives a name.</summary>
    public const string Usual = "x";

    /// <summary>Numbers (N, T, features).</summary>
    public static ModelInput Sequences(int features, string name = Usual) => new(name, new SignalShape(features, HasSteps: true));

    /// <summary>Numbers (N, features) without steps.</summary>
    public static ModelInput Numbers(int features, string name = Usual) => new(name, new SignalShape(features, HasSteps: false));

    /// <summary>Ids (N, T).</summary>
    public static ModelInput Ids(string name = Usual) => new(name, new SignalShape(0, HasSteps: true, IsIds: true));

    /// <summary>A tensor whose axes mean nothing to the model, such as one with N in its second place; the batch is never cut.</summary>
    /// <param name="axes">Sizes and names with commas between, such as <c>2, N, 128</c>; a name stands for any size.</param>
    /// <param name="isIds">Whether it holds whole numbers.</param>
    public static ModelInput Tensor(string axes, string name, bool isIds = false) => new(name, SignalShape.Tensor(axes, isIds));

    public override string ToString() => $"{Name} {(Shape.IsIds ? "ids " : "")}{Shape}";
}

/// <summary>One output of a model: its name, and what it shows, a node (<c>fc</c>) or one of a node's further results (<c>rnn.last</c>).</summary>
public sealed record ModelOutput(string Name, string Source)
{
    /// <summary>What the output of a list of layers is called.</summary>
    public const string Usual = "y";
}
