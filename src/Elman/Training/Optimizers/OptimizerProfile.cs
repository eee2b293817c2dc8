namespace Elman.Training;

/// <summary>Whose arithmetic an optimiser has where the frameworks differ: the place of epsilon, the correction of the bias, and the defaults.</summary>
public enum OptimizerProfile
{
    /// <summary>PyTorch 2's.</summary>
    PyTorch,

    /// <summary>Keras 3's.</summary>
    Keras,
}
