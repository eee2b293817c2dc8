namespace Elman.Recurrent;

public sealed partial record LayerSpec
{
    /// <summary>Dropout of the layer's input (Keras's <c>dropout</c>, MXNet's <c>drop_inputs</c>).</summary>
    public StateDropout? InputDropout { get; init; }

    /// <summary>Dropout of h where the recurrent products take it; the gates see h as it is (Keras's <c>recurrent_dropout</c>, MXNet's <c>drop_states</c>).</summary>
    public StateDropout? RecurrentDropout { get; init; }

    /// <summary>Dropout of the layer's output, behind the state (MXNet's <c>drop_outputs</c>).</summary>
    public StateDropout? OutputDropout { get; init; }

    /// <summary>Of a bidirectional layer: what becomes of the two outputs.</summary>
    public DirectionMerge Merge { get; init; }

    /// <summary>Of a bidirectional layer: the cell, size, biases and options of the way back, where they differ from those of the way there.</summary>
    public LayerSpec? Back { get; init; }

    /// <summary>What the output is at steps that a sequence does not have.</summary>
    public PaddingRule Padding { get; init; }

    /// <summary>What goes past the layer.</summary>
    public Connection Connection { get; init; }

    /// <summary>Features of the layer's output for a number of features of its input.</summary>
    public int Features(int inputs)
    {
        int merged = Direction != Direction.Bidirectional || Merge != DirectionMerge.Concatenate ? (Direction == Direction.Reverse ? Back ?? this : this).Outputs : Outputs + (Back ?? this).Outputs;
        return Connection == Connection.Dense ? merged + inputs : merged;
    }

    /// <summary>Refuses options that contradict each other.</summary>
    internal void Check(int layer)
    {
        string where = FormattableString.Invariant($"Layer {layer} of the stack");
        bool isBothWays = Direction == Direction.Bidirectional;
        if (!Enum.IsDefined(Merge) || !Enum.IsDefined(Connection)) throw new ArgumentException($"{where} has the merge {Merge} and the connection {Connection}, one of which there is not.");
        if (!isBothWays && Merge != DirectionMerge.Concatenate) throw new ArgumentException($"{where} runs one way ({Direction}) and is to merge two outputs ({Merge}). Make it bidirectional, or leave Merge out.");
        if (!isBothWays && Back is not null) throw new ArgumentException($"{where} runs one way ({Direction}) and has a cell for the way back. Make it bidirectional, or leave Back out.");
        if (!Enum.IsDefined(Padding)) throw new ArgumentException($"{where} has the padding rule {Padding}, which there is not.");
        if (Padding == PaddingRule.Compute && (Direction != Direction.Forward || Connection != Connection.None || OutputDropout is not null))
            throw new NotSupportedException($"{where} is to compute outputs behind the end of a sequence, which a layer does that runs forward and has no Connection and no OutputDropout. Use the padding rule Hold or Zero, or a layer of its own.");
        InputDropout?.Check($"{where}: its input dropout");
        RecurrentDropout?.Check($"{where}: its recurrent dropout");
        OutputDropout?.Check($"{where}: its output dropout");
        if (RecurrentDropout is not null && Cell.Shape.Products == 0)
            throw new ArgumentException($"{where} has a recurrent dropout, and its cell '{Cell}' has no recurrent product. Leave it out, or use Zoneout.");
        LayerNorm?.Check(Cell, where);
        Decay?.Check(where);
        Back?.Decay?.Check($"{where}: the way back");
        if (Back is not { } back) return;
        back.LayerNorm?.Check(back.Cell, $"{where}: the way back");
        if (Merge != DirectionMerge.Concatenate && back.Outputs != Outputs)
            throw new ArgumentException($"{where} merges ({Merge}) {Outputs} outputs of one direction with {back.Outputs} of the other; they must be as many. Use Concatenate, or the same size.");
        if (back.Back is not null || back.Merge != DirectionMerge.Concatenate || back.Connection != Connection.None || back.Dropout != 0 || back.Padding != PaddingRule.Zero || back.InputDropout is not null || back.OutputDropout is not null)
            throw new ArgumentException($"{where}: what belongs to the whole layer (Merge, Connection, Padding, Dropout, InputDropout, OutputDropout, Back) stands in the layer, not in its Back.");
        if (back.RecurrentDropout is not null && back.Cell.Shape.Products == 0)
            throw new ArgumentException($"{where}: the way back has a recurrent dropout, and its cell '{back.Cell}' has no recurrent product.");
    }
}
