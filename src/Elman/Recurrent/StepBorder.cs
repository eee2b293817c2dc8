namespace Elman.Recurrent;

/// <summary>Gives the inputs of steps that are not there beforehand, when they are.</summary>
internal abstract class StepInput
{
    /// <summary>Puts steps first … first + count − 1 into the memory of the scan; steps are asked for in the order in which they are visited.</summary>
    public abstract void Read(int first, int count);
}

/// <summary>Takes the output of each step.</summary>
internal abstract unsafe class StepOutput<T> where T : unmanaged
{
    /// <param name="output">h after the step, (rows, width)</param>
    public abstract void Write(int step, int rows, T* output);
}

/// <summary>Gives the cotangent of the output of each step.</summary>
internal abstract unsafe class StepCotangent<T> where T : unmanaged
{
    /// <param name="target">(rows, width), of which these units are read; the padding stays as it is.</param>
    public abstract void Read(int step, int rows, T* target, int width, UnitBlocks units);
}
