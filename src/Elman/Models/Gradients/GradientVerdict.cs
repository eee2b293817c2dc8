namespace Elman.Models;

/// <summary>What becomes of a gradient on its way back through time.</summary>
public enum GradientVerdict
{
    /// <summary>At the far end it has between a thousandth and a thousand times its size at the near one.</summary>
    Healthy,

    /// <summary>At the far end less than a thousandth is left.</summary>
    Vanishing,

    /// <summary>Somewhere on the way it has grown more than a thousandfold.</summary>
    Exploding,

    /// <summary>It is NaN or infinite somewhere.</summary>
    NotFinite,

    /// <summary>It is zero at every step: the error does not depend on this layer.</summary>
    None,
}
