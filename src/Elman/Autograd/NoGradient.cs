namespace Elman.Autograd;

/// <summary>Switches off the recording of operations: <c>using (NoGradient.Scope()) …</c></summary>
/// <remarks>It holds for the code inside the scope, across its awaits and for what is started there; code that runs at the same time elsewhere is not concerned.</remarks>
public static class NoGradient
{
    private static readonly AsyncLocal<bool> _active = new();

    /// <summary>Whether operations go unrecorded here.</summary>
    public static bool IsActive => _active.Value;

    /// <summary>Until the result is disposed, results of operations do not remember where they came from. Scopes may be nested.</summary>
    public static IDisposable Scope()
    {
        var scope = new Restore(_active.Value);
        _active.Value = true;
        return scope;
    }

    private sealed class Restore(bool before) : IDisposable
    {
        public void Dispose() => _active.Value = before;
    }
}
