namespace Elman.Training;

/// <summary>How the losses of single steps become one number.</summary>
public enum LossReduction
{
    /// <summary>The mean over all steps that are there, whichever sequence they are of; PyTorch's <c>mean</c> over flattened steps.</summary>
    MeanOverSteps,

    /// <summary>The mean over the sequences that have a step, of the mean over the steps of each: a short sequence counts as much as a long one.</summary>
    MeanOverSequences,

    /// <summary>The sum over all steps that are there.</summary>
    Sum,
}
