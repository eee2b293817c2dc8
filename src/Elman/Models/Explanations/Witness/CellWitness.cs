using System.Text.Json.Nodes;

namespace Elman.Models.Explanations.Witness;

/// <summary>One direction of one recurrent layer, step by step as the equations say it.</summary>
public sealed class CellWitness
{
    /// <summary>Which option of a cell says what a letter for a function is, and what it is where none says it.</summary>
    private static readonly (string Letter, string[] Options, string Otherwise)[] _functions =
        [("σ", ["gate"], "sigmoid"), ("φ", ["candidate", "activation"], "tanh"), ("ψ", ["output"], "tanh")];

    private readonly Scope _scope = new();
    private readonly int _hidden, _outputs;
    private readonly double[]?[] _start;

    /// <param name="layer">As files carry it: the options of the cell, its activations among them, and of the layer.</param>
    /// <param name="array">A parameter by its name within the direction; null where the layer has none.</param>
    public CellWitness(CellEquations cell, JsonObject layer, Func<string, WitnessArray?> array)
    {
        JsonObject options = layer["options"]!.AsObject();
        int hidden = layer["hidden"]!.GetValue<int>();
        (Cell, _hidden, _outputs) = (cell, hidden, layer["projection"]?.GetValue<int>() ?? hidden);
        if (array("projection_weight") is { } projection) _scope.Set(CellVariants.Projection, projection.Rows(0, _outputs));
        WitnessArray w = array("input_weight")!, u = array("recurrent_weight")!;
        WitnessArray? inputBias = array("input_bias"), recurrentBias = array("recurrent_bias");
        _start = [.. cell.States.Select(state => array($"initial_{state}")?.Values)];
        var absent = new HashSet<string>(StringComparer.Ordinal);
        for (int gate = 0; gate < cell.Gates.Count; gate++)
        {
            (string input, string recurrent, string bi, string bh) = CellEquations.Symbols(cell.Gates[gate].Letter);
            _scope.Set(input, w.Rows(gate * hidden, hidden));
            if (gate < cell.Products) _scope.Set(recurrent, u.Rows(gate * hidden, hidden));
            Bias(bi, inputBias, gate);
            Bias(bh, gate < cell.Products ? recurrentBias : null, gate);
        }
        foreach ((string letter, string parameter, _) in cell.Vectors) _scope.Set(letter, array(parameter)!.Values);
        Norms = [.. NormVariant.Vectors(cell.Gates, layer, array), .. DecayVariant.Vectors(cell.States, layer, array, _outputs)];
        foreach ((string letter, _, double[] values) in Norms) _scope.Set(letter, values);
        IReadOnlyList<Equation> equations = CellVariants.OfLayer(NormVariant.Of(CellVariants.Of(cell.Equations, options), cell.Gates.Select(gate => gate.Letter), layer), cell.States, layer);
        equations = DecayVariant.Of(equations, cell.States, layer);
        (string Letter, string Name)[] named = [.. _functions.Select(row => (row.Letter, row.Options.Select(option => options[option]?.GetValue<string>()).FirstOrDefault(name => name is not null) ?? row.Otherwise)),
            .. CellVariants.Functions(options), .. CellVariants.FunctionsOfLayer(layer)];
        Functions = [.. named.Where(row => equations.SelectMany(equation => equation.Value.All).OfType<Applied>().Any(applied => applied.Function == row.Letter))];
        foreach ((string letter, string name) in Functions)
            _scope.Set(letter, Curve.Find(name) ?? throw new FormatException($"there is no function '{name}' beside the engine's"));
        Equations = [.. equations.Select(equation => equation with { Value = equation.Value.Without(absent) })];
        CheckNames(w.Shape[1]);

        void Bias(string name, WitnessArray? bias, int gate)
        {
            if (bias is null) absent.Add(name);
            else _scope.Set(name, bias.Values[(gate * hidden)..((gate + 1) * hidden)]);
        }
    }

    public CellEquations Cell { get; }

    /// <summary>Gains and shifts of a layer norm, and rates of states that decay.</summary>
    public IReadOnlyList<(string Letter, string Meaning, double[] Values)> Norms { get; }

    /// <summary>The equations without the biases that the layer does not have.</summary>
    public IReadOnlyList<Equation> Equations { get; }

    /// <summary>The letters for functions in the equations, and what they are here.</summary>
    public IReadOnlyList<(string Letter, string Name)> Functions { get; }

    /// <summary>Runs every sequence from zero or learned states.</summary>
    /// <param name="reverse">From each sequence's own end to its start.</param>
    /// <param name="initial">[state][sequence]; zero, or what is learned, where null.</param>
    /// <param name="seen">Called after each step with sequence, step and all its numbers.</param>
    /// <returns>The outputs, and the states after the last step visited: [state][sequence].</returns>
    public (double[][][] Output, double[][][] Final) Run(WitnessSignal x, bool reverse, double[][][]? initial, Action<int, int, Scope>? seen)
    {
        int sequences = x.Values.Length, states = Cell.States.Count;
        double[][][] output = WitnessSignal.Blank(sequences, x.Values[0].Length, _outputs), final = [.. Cell.States.Select((_, s) => WitnessSignal.Blank(1, sequences, s == 0 ? _outputs : _hidden)[0])];
        for (int n = 0; n < sequences; n++)
        {
            for (int s = 0; s < states; s++)
                final[s][n] = initial?[s][n] ?? _start[s] ?? final[s][n];
            for (int visited = 0; visited < x.Lengths[n]; visited++)
            {
                int t = reverse ? x.Lengths[n] - 1 - visited : visited;
                Scope step = _scope.Copy();
                step.Set("x", x.Values[n][t]);
                for (int s = 0; s < states; s++) step.Set(Cell.States[s], final[s][n]);
                step.Run(Equations);
                for (int s = 0; s < states; s++) final[s][n] = step.Vector(Cell.States[s] + "'");
                output[n][t] = final[0][n];
                seen?.Invoke(n, t, step);
            }
        }
        return (output, final);
    }

    /// <summary>Refuses equations that use what nothing gives, before they are run.</summary>
    private void CheckNames(int inputs)
    {
        Scope known = _scope.Copy();
        known.Set("x", new double[inputs]);
        foreach (string state in Cell.States) known.Set(state, new double[state == Cell.States[0] ? _outputs : _hidden]);
        known.Run(Equations);
    }
}
