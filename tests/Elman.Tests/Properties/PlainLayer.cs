namespace Elman.Tests.Properties;

/// <summary>What a random layer is.</summary>
/// <param name="Biases">0, 1 of the input product, or 2.</param>
/// <param name="Zone">What a zoneout keeps of h, in expectation.</param>
internal sealed record PlainLayer(string Cell, int Hidden, Way Way, int Biases, int Projection, double Clip, Past Past, Joined Joined, double Zone)
{
    public int Outputs => Projection > 0 ? Projection : Hidden;
    public int Merged => Way == Way.Both && Joined == Joined.Side ? 2 * Outputs : Outputs;
    public int Features(int inputs) => Past == Past.Dense ? Merged + inputs : Merged;
}

internal enum Way { Forward, Reverse, Both }

internal enum Past { None, Residual, Highway, Dense }

internal enum Joined { Side, Sum, Multiply, Average }
