namespace Elman.Recurrent;

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
