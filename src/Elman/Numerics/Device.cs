namespace Elman.Numerics;

/// <summary>What numbers lie on and are computed with. There is one so far, and whoever asks for another is told so before anything is computed.</summary>
public sealed record Device
{
    /// <summary>This machine's processor; <see cref="Compute"/> says with which vectors and how many threads.</summary>
    public static readonly Device Cpu = new("cpu");

    private static readonly Device[] _known = [Cpu];

    private Device(string name) => Name = name;

    public static IReadOnlyList<Device> Known => _known;

    public string Name { get; }

    /// <summary>The device of a name, as options and files write it.</summary>
    public static Device Parse(string text) => Array.Find(_known, device => string.Equals(device.Name, text.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new NotSupportedException($"There is no device '{text}' here. Known: {string.Join(", ", _known.Select(device => device.Name))}. Every model runs on these.");

    public override string ToString() => Name;
}
