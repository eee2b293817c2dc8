using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Formats.Dialects;

/// <summary>The cell of a recurrent layer with its size.</summary>
/// <param name="Path">Where its weights are, below the layer's.</param>
internal sealed record KerasUnits(KerasCell Row, string Path, string Cell, JsonObject Options, int Units, bool HasBias, bool ResetsAfter)
{
    private readonly CellSpec _spec = CellCatalog.Build(Cell, Options).Spec;

    /// <summary>Dropout of the cell's input and of h before the recurrent products; 0 for none.</summary>
    public double InputRate { get; private init; }
    public double RecurrentRate { get; private init; }

    /// <summary>The layer as descriptions write it.</summary>
    public JsonObject Layer(string direction)
    {
        var json = new JsonObject { ["cell"] = Cell, ["options"] = Options.DeepClone(), ["hidden"] = Units, ["direction"] = direction, ["bias"] = Bias };
        foreach ((string name, double rate) in (ReadOnlySpan<(string, double)>)[("input_dropout", InputRate), ("recurrent_dropout", RecurrentRate)])
            if (rate > 0) json[name] = new JsonObject { ["rate"] = rate, ["shared_over_time"] = true };
        return json;
    }

    public IReadOnlyList<string> States => _spec.States;
    public IReadOnlyList<string> Gates => _spec.Gates;

    /// <summary>As descriptions write it: a GRU that resets after the product has a bias inside the reset.</summary>
    public string Bias => !HasBias ? "none" : ResetsAfter || Row.IsCudnn ? "two" : "one";

    public static KerasUnits Read(KerasLayer layer, KerasCell row, KerasFields options, string path)
    {
        (string cell, JsonObject activations) = row.Read(options);
        (double input, double recurrent) = (Rate("dropout"), Rate("recurrent_dropout"));
        options.Ignore("unit_forget_bias");
        bool isGru = row.Gates.Count == 3;
        return new(row, path, cell, activations, options.Size("units"), options.Flag("use_bias", true), isGru && (row.IsCudnn || KerasCell.ResetsAfter(options))) { InputRate = input, RecurrentRate = recurrent };

        // Keras's LSTM and GRU take a rate of 1 for none.
        double Rate(string option)
        {
            double rate = options.Number(option, 0);
            if (rate is > 0 and < 1) return rate;
            layer.Rate(option, options);
            return 0;
        }
    }
}

/// <summary>What a recurrent layer of Keras says of itself: its cells from the input up, and what it gives.</summary>
internal sealed record KerasRun(IReadOnlyList<KerasUnits> Cells, bool GivesSequences, bool GivesStates, bool GoesBack, bool ZeroesMasked)
{
    public int Units => Cells[^1].Units;

    public int[] StateSizes => [.. Cells.SelectMany(units => units.States.Select(_ => units.Units))];

    public static KerasRun Read(KerasLayer layer)
    {
        KerasFields options = layer.Options;
        if (options.Flag("time_major", false)) layer.Lacks("sequences with steps before examples (time_major)");
        if (options.Flag("stateful", false)) layer.Notes.Add($"'{layer.Name}' is stateful in Keras; here each Predict begins at zero, and a session carries the state from one step to the next");
        KerasUnits[] cells = KerasCell.All.FirstOrDefault(row => row.Layer == layer.Class) is { } own
            ? [KerasUnits.Read(layer, own, options, own.Part)]
            : [.. CellsOf(layer)];
        bool zeroes = options.Flag("zero_output_for_mask", false);
        return new(cells, options.Flag("return_sequences", false), options.Flag("return_state", false), options.Flag("go_backwards", false), zeroes);
    }

    /// <summary>Whether one layer of ours can run both ways: one cell, alike.</summary>
    public bool CanShareWith(KerasRun other) => Cells.Count == 1 && other.Cells.Count == 1
        && (Cells[0].Cell, Cells[0].Units, Cells[0].Bias, Cells[0].InputRate, Cells[0].RecurrentRate) == (other.Cells[0].Cell, other.Cells[0].Units, other.Cells[0].Bias, other.Cells[0].InputRate, other.Cells[0].RecurrentRate)
        && JsonNode.DeepEquals(Cells[0].Options, other.Cells[0].Options);

    /// <summary>Names the weights of all cells, in Keras's order.</summary>
    public void Weigh(KerasLayer layer, string node, string way)
    {
        long inputs = layer.Sequence.Shape[^1]!.Value;
        foreach ((int index, KerasUnits units) in Cells.Index())
        {
            string ours = string.Create(CultureInfo.InvariantCulture, $"{node}.{index}.{way}.");
            IReadOnlyList<string> mine = units.Gates, theirs = units.Row.Gates;
            long width = (long)units.Units * theirs.Count;
            if (units.Row.IsCudnn)
            {
                layer.Weight("kernel", [inputs, width], [KerasPlace.CudnnKernel(ours + "input_weight", mine, theirs)]);
                layer.Weight("recurrent_kernel", [units.Units, width], [KerasPlace.CudnnKernel(ours + "recurrent_weight", mine, theirs)]);
                layer.Weight("bias", [2 * width], [KerasPlace.CudnnBias(ours + "input_bias", 0, mine, theirs), KerasPlace.CudnnBias(ours + "recurrent_bias", 1, mine, theirs)]);
                inputs = units.Units;
                continue;
            }
            int first = layer.Weights.Count;
            layer.Weight($"{units.Path}/kernel", [inputs, width], [KerasPlace.Kernel(ours + "input_weight", mine, theirs)]);
            layer.Weight($"{units.Path}/recurrent_kernel", [units.Units, width], [KerasPlace.Kernel(ours + "recurrent_weight", mine, theirs)]);
            if (units.HasBias && units.ResetsAfter)
                layer.Weight($"{units.Path}/bias", [2, width], [KerasPlace.Bias(ours + "input_bias", 0, mine, theirs), KerasPlace.Bias(ours + "recurrent_bias", 1, mine, theirs)]);
            else if (units.HasBias)
                layer.Weight($"{units.Path}/bias", [width], [KerasPlace.Bias(ours + "input_bias", 0, mine, theirs)]);
            if (units.HasBias && theirs.Count > 1 && (units.ResetsAfter || theirs.Count == 4)) MayBeCudnn(layer, first, ours, units, inputs, width);
            inputs = units.Units;
        }
    }

    /// <summary>A model may have been trained by layers for NVIDIA's library, whose weights a bias of twice the length gives away.</summary>
    private static void MayBeCudnn(KerasLayer layer, int first, string ours, KerasUnits units, long inputs, long width)
    {
        IReadOnlyList<string> mine = units.Gates, theirs = units.Row.Gates;
        Other(first, [inputs, width], KerasPlace.CudnnKernel(ours + "input_weight", mine, theirs));
        Other(first + 1, [units.Units, width], KerasPlace.CudnnKernel(ours + "recurrent_weight", mine, theirs));
        if (units.ResetsAfter) Other(first + 2, [2 * width], KerasPlace.CudnnBias(ours + "input_bias", 0, mine, theirs), KerasPlace.CudnnBias(ours + "recurrent_bias", 1, mine, theirs));
        else Other(first + 2, [2 * width], KerasPlace.CudnnSum(ours + "input_bias", mine, theirs));

        void Other(int index, IReadOnlyList<long> shape, params KerasPlace[] places) =>
            layer.Weights[index] = layer.Weights[index] with { Cudnn = (ours, layer.Weights[index] with { Shape = shape, Places = places }) };
    }

    private static IEnumerable<KerasUnits> CellsOf(KerasLayer layer)
    {
        KerasFields options = layer.Options;
        if (options.Raw("cell") is JsonArray list) return Each(layer, options, list, "");
        KerasObject cell = options.Object("cell");
        if (cell.Class == "StackedRNNCells") return Each(layer, cell.Config, cell.Config.List("cells"), cell.Name + "/");
        return [One(layer, cell, "")];
    }

    private static List<KerasUnits> Each(KerasLayer layer, KerasFields options, JsonArray cells, string path)
    {
        if (cells.Count == 0) throw layer.Bad("it has no cells");
        return [.. cells.Select((node, index) => One(layer, KerasObject.Of(options, node, $"{options.Where}, cells[{index}]"), path))];
    }

    private static KerasUnits One(KerasLayer layer, KerasObject cell, string path)
    {
        KerasCell row = KerasCell.All.FirstOrDefault(known => known.Cell == cell.Class && !known.IsCudnn)
            ?? throw layer.Bad($"it runs a cell of class '{Storage.BadFileException.Shown(cell.Class)}'. Known: {string.Join(", ", KerasCell.All.Where(known => !known.IsCudnn).Select(known => known.Cell))}");
        KerasUnits units = KerasUnits.Read(layer, row, cell.Config, path + cell.Name);
        layer.Within(cell, "").End();
        return units;
    }
}
