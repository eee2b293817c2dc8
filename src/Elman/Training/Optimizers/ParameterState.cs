using Elman.Autograd;

namespace Elman.Training;

/// <summary>What an optimiser keeps of one parameter.</summary>
internal sealed class ParameterState<T>(Parameter<T> parameter, ParameterGroup? group) where T : unmanaged
{
    public string Name { get; } = parameter.Name;
    public ParameterGroup? Group { get; } = group;

    /// <summary>Steps that the parameter has made.</summary>
    public long Steps { get; set; }

    /// <summary>A product over the steps, for rules that need one; 1 at first.</summary>
    public double Product { get; set; } = 1;

    /// <summary>Numbers of each element, at most three; empty where nothing is kept.</summary>
    public T[][] Planes { get; } = [[], [], []];

    public Span<T> Plane(int i) => Planes[i];
}
