namespace Elman.Recurrent.Cells;

/// <summary>What an LSTM has and how its input and forget gates belong together; a type parameter, so that what it lacks costs nothing.</summary>
public interface ILstmForm
{
    /// <summary>The name in the list of cells.</summary>
    static abstract string Name { get; }

    /// <summary>Whether the forget gate has weights of its own.</summary>
    static abstract bool HasForgetGate { get; }

    /// <summary>Without a forget gate of its own: whether f = 1 − i; otherwise f = 1.</summary>
    static abstract bool IsCoupled { get; }

    /// <summary>Whether gates see the inner state: input and forget gate that of the step before, the output gate that of this step.</summary>
    static abstract bool HasPeepholes { get; }
}

/// <summary>The four gates (Gers, Schmidhuber and Cummins 2000).</summary>
public readonly struct FullLstm : ILstmForm
{
    public static string Name => "lstm";
    public static bool HasForgetGate => true;
    public static bool IsCoupled => false;
    public static bool HasPeepholes => false;
}

/// <summary>Gates that see the inner state (Gers and Schmidhuber 2000; ONNX's input P, TensorFlow's <c>use_peepholes</c>).</summary>
public readonly struct PeepholeLstm : ILstmForm
{
    public static string Name => "lstm_peephole";
    public static bool HasForgetGate => true;
    public static bool IsCoupled => false;
    public static bool HasPeepholes => true;
}

/// <summary>f = 1 − i (Greff et al. 2017, CIFG; ONNX's and Burn's <c>input_forget</c>).</summary>
public readonly struct CoupledLstm : ILstmForm
{
    public static string Name => "lstm_coupled";
    public static bool HasForgetGate => false;
    public static bool IsCoupled => true;
    public static bool HasPeepholes => false;
}

/// <summary>f = 1 − i, with peepholes.</summary>
public readonly struct CoupledPeepholeLstm : ILstmForm
{
    public static string Name => "lstm_coupled_peephole";
    public static bool HasForgetGate => false;
    public static bool IsCoupled => true;
    public static bool HasPeepholes => true;
}

/// <summary>f = 1 (Hochreiter and Schmidhuber 1997; Greff et al. 2017, NFG).</summary>
public readonly struct NoForgetLstm : ILstmForm
{
    public static string Name => "lstm_no_forget";
    public static bool HasForgetGate => false;
    public static bool IsCoupled => false;
    public static bool HasPeepholes => false;
}
