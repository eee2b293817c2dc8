using System.Globalization;
using System.Text.Json.Nodes;
using Elman.Autograd;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

// Everything that decides the next bit, into one file and out of it.
public sealed partial class Trainer<T>
{
    private const string Settings = "training", Columns = "columns";
    private static readonly string[] _counters = ["step", "epoch", "loss_sum", "loss_count", "parts_done", "best", "waited", "has_stopped"];

    /// <summary>Writes a checkpoint now; a training does so by itself as <see cref="Checkpoints"/> says.</summary>
    /// <exception cref="BadFileException">It cannot be written; the one before is untouched.</exception>
    public void Save()
    {
        if (Checkpoints is null) throw new InvalidOperationException($"There is no place for a checkpoint. Give {nameof(Checkpoints)}.");
        Checkpoints.Write(_step, ToFile());
    }

    /// <summary>Takes back the newest checkpoint that is whole and of this training; the next <see cref="Run"/> goes on from there.</summary>
    /// <exception cref="BadFileException">There are checkpoints, and none of them can be used.</exception>
    /// <returns>Null where there is none.</returns>
    public Resumed? Resume()
    {
        if (Checkpoints is null) throw new InvalidOperationException($"There is no place to resume from. Give {nameof(Checkpoints)}.");
        if (_isRunning) throw new InvalidOperationException("This trainer is running. Resume before Run.");
        var passed = new List<string>();
        ArrayFile? file = Checkpoints.Newest(Take, passed);
        return file is null ? null : new(_step, _epoch, file.Source!, passed);
    }

    private ArrayFile Position() => _partsDone > 0 ? _batchBegan! : _reader!.Save();

    private ArrayFile ToFile()
    {
        var file = new ArrayFile();
        foreach (Parameter<T> parameter in Model.Parameters) file.Add($"model/{parameter.Name}", _underWay?[parameter.Name] ?? parameter.Value);
        AddAll(file, "optimizer", Optimizer.State());
        AddAll(file, "schedule", Schedule?.State() ?? []);
        AddAll(file, "average", Average?.State() ?? []);
        if ((_reader is null ? _position : Position()) is { } position)
        {
            AddAll(file, "data", position);
            foreach ((string key, string text) in position.Metadata) file.Metadata[$"data/{key}"] = text;
        }
        AddAll(file, "carried", CarriedArrays.Of(Model, _carried));
        foreach ((string name, Tensor<T> best) in _bestWeights ?? []) file.Add($"best/{name}", best);
        byte[] random = Random.Save();
        file.Add("random", new Tensor<byte>(new Shape(random.Length), random));
        double[] counts = [_step, _epoch, _lossSum, _lossCount, _partsDone, _best.Value, _best.Waited, _hasStopped ? 1 : 0];
        file.Add("counters", Tensor.From(counts));
        string[] columns = ["loss", "validation_loss", "learning_rate", .. Metrics.Select(metric => metric.Name)];
        double[] history = [.. _history.SelectMany(row => (double[])[row.Loss, row.ValidationLoss ?? double.NaN, row.LearningRate, .. Metrics.Select(metric => row.Metrics[metric.Name])])];
        file.Add("history", new Tensor<double>(new Shape(_history.Count, columns.Length), history));
        file.Metadata[Settings] = Described().ToJsonString();
        file.Metadata[Columns] = string.Join(',', columns);
        return file;
    }

    /// <summary>What must be the same for the training to be the same.</summary>
    private JsonObject Described() => new()
    {
        ["architecture"] = Model.Fingerprint.Architecture,
        ["element"] = typeof(T).Name,
        ["loss"] = $"{Loss.Name}, {Loss.Reduction}",
        ["optimizer"] = Optimizer.Name,
        ["profile"] = Optimizer.Profile.ToString(),
        ["schedule"] = Schedule?.Name,
        ["average"] = Average?.Name,
        ["seed"] = Seed,
        ["shuffles"] = Shuffles,
        ["shards"] = Shards,
        ["clipping"] = FormattableString.Invariant($"{ClipNorm}, {ClipLayerNorm}, {ClipEachNorm}, {ClipValue}"),
        ["regularizers"] = string.Join("; ", Regularizers.Select(row => FormattableString.Invariant($"{row.Kind} {row.Names} {row.L1} {row.L2}"))),
        ["accumulated_batches"] = AccumulatedBatches,
        ["truncation"] = Truncation is null ? null : FormattableString.Invariant($"{Truncation.Steps}, {Truncation.Back}"),
    };

    /// <summary>Everything is read before anything is changed.</summary>
    private void Take(ArrayFile file)
    {
        string source = file.Source!;
        try
        {
            CheckSettings(file, source);
            Dictionary<string, Tensor<T>> weights = WeightsOf(file, "model/", source);
            Dictionary<string, Tensor<T>>? best = file.Names.Any(name => name.StartsWith("best/", StringComparison.Ordinal)) ? WeightsOf(file, "best/", source) : null;
            double[] counts = [.. file["counters"].As<double>().Values];
            if (counts.Length != _counters.Length) throw new BadFileException(source, $"has {counts.Length} counters, expected {_counters.Length} ({string.Join(", ", _counters)}).");
            List<EpochResult> history = HistoryOf(file, source);
            var random = new TorchRandom(0);
            random.Restore(file["random"].As<byte>().Values);
            CarriedArrays.Take(Model, _carried, Part(file, "carried"));
            Optimizer.Restore(Part(file, "optimizer"));
            Schedule?.Restore(Part(file, "schedule"));
            if (Average is not null && Part(file, "average") is { Count: > 0 } average) Average.Restore(average);

            (_underWay, _bestWeights, _random) = (null, best, random);
            (_step, _epoch, _lossSum, _lossCount, _partsDone) = ((long)counts[0], (int)counts[1], counts[2], (long)counts[3], (int)counts[4]);
            (_best.Value, _best.Waited, _hasStopped) = (counts[5], (int)counts[6], counts[7] != 0);
            _history.Clear();
            _history.AddRange(history);
            _batchBegan = _position = PositionOf(file, source);
            Put(weights);
        }
        catch (ArgumentException error)
        {
            throw new BadFileException(source, $"does not fit this training: {error.Message}", null, error);
        }
    }

    /// <summary>Where the training stood in the data; null before it began.</summary>
    private static ArrayFile? PositionOf(ArrayFile file, string source)
    {
        List<NamedArray> arrays = Part(file, "data");
        if (arrays.Count == 0) return null;
        var position = new ArrayFile(arrays) { Source = source };
        foreach ((string key, string text) in file.Metadata)
            if (key.StartsWith("data/", StringComparison.Ordinal)) position.Metadata[key["data/".Length..]] = text;
        return position;
    }

    private void CheckSettings(ArrayFile file, string source)
    {
        JsonObject here = Described(), there = JsonNode.Parse(file.Metadata.TryGetValue(Settings, out string? text) ? text : "{}")!.AsObject();
        foreach ((string name, JsonNode? mine) in here)
            if (!JsonNode.DeepEquals(mine, there[name]))
                throw new BadFileException(source, $"belongs to another training: its {name} is {there[name]?.ToJsonString() ?? "none"}, that of this one {mine?.ToJsonString() ?? "none"}. Resume with the settings of the first run, or begin anew in another folder.");
    }

    private Dictionary<string, Tensor<T>> WeightsOf(ArrayFile file, string prefix, string source)
    {
        var weights = new Dictionary<string, Tensor<T>>(StringComparer.Ordinal);
        foreach (Parameter<T> parameter in Model.Parameters)
        {
            NamedArray array = file[prefix + parameter.Name];
            if (!array.Shape.Equals(parameter.Shape)) throw new BadFileException(source, $"has '{array.Name}' of shape {array.Shape}, expected {parameter.Shape}.");
            weights.Add(parameter.Name, array.As<T>());
        }
        return weights;
    }

    private List<EpochResult> HistoryOf(ArrayFile file, string source)
    {
        Tensor<double> rows = file["history"].As<double>();
        string[] columns = file.Metadata[Columns].Split(',');
        if (rows.Shape.Rank != 2 || rows.Shape[1] != columns.Length) throw new BadFileException(source, $"has a history of shape {rows.Shape} for the columns {string.Join(", ", columns)}.");
        if (!columns.Skip(3).SequenceEqual(Metrics.Select(metric => metric.Name)))
            throw new BadFileException(source, $"belongs to another training: it has measured {string.Join(", ", columns.Skip(3).DefaultIfEmpty("nothing"))}, this one measures {string.Join(", ", Metrics.Select(metric => metric.Name).DefaultIfEmpty("nothing"))}.");
        return [.. Enumerable.Range(0, rows.Shape[0]).Select(epoch => new EpochResult(rows[epoch, 0])
        {
            Epoch = epoch + 1,
            ValidationLoss = double.IsNaN(rows[epoch, 1]) && Validation is null ? null : rows[epoch, 1],
            LearningRate = rows[epoch, 2],
            Metrics = columns.Skip(3).Select((name, i) => (name, rows[epoch, 3 + i])).ToDictionary(row => row.name, row => row.Item2, StringComparer.Ordinal),
        })];
    }

    private static void AddAll(ArrayFile file, string prefix, IEnumerable<NamedArray> arrays)
    {
        foreach (NamedArray array in arrays) file.Add(array.Renamed($"{prefix}/{array.Name}"));
    }

    private static List<NamedArray> Part(ArrayFile file, string prefix) =>
        [.. file.Where(array => array.Name.StartsWith($"{prefix}/", StringComparison.Ordinal)).Select(array => array.Renamed(array.Name[(prefix.Length + 1)..]))];
}

/// <summary>What a training goes on from.</summary>
/// <param name="Step">Steps of the optimiser behind it.</param>
/// <param name="Epoch">Epochs behind it.</param>
/// <param name="File">The checkpoint.</param>
/// <param name="PassedOver">What was wrong with newer checkpoints, a sentence each.</param>
public sealed record Resumed(long Step, int Epoch, string File, IReadOnlyList<string> PassedOver);
