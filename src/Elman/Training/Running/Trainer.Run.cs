using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Training;

public sealed partial class Trainer<T>
{
    private DataReader<T>? _reader;
    private Tempo? _tempo;

    /// <summary>Where a batch that is being trained on in parts began in the data, and how many of its parts are done.</summary>
    private ArrayFile? _batchBegan, _position;
    private int _partsDone;

    /// <summary>Trains until so many epochs lie behind: each value is the progress after a step, or at the end of an epoch.</summary>
    /// <param name="data">The same in every run of one training.</param>
    /// <param name="epochs">In all, those before an interruption included; a trainer that has them behind it already has nothing to do.</param>
    /// <param name="cancellation">Looked at before every step; what was trained until then stays, and <see cref="Save"/> keeps it.</param>
    /// <exception cref="DivergedException">A loss or a gradient is NaN or infinite.</exception>
    public IEnumerable<Progress> Run(DataSource<T> data, int epochs, CancellationToken cancellation = default)
    {
        Check(epochs);
        return Iterate(data, epochs, cancellation);
    }

    private IEnumerable<Progress> Iterate(DataSource<T> data, int epochs, CancellationToken cancellation)
    {
        Check(epochs);
        Begin();
        using DataReader<T> reader = data.Open(Shuffles ? new TorchRandom(Seed) : null);
        try
        {
            _isRunning = true;
            if (_position is not null) reader.Restore(_position);
            _reader = reader;
            _tempo = new Tempo(data.BatchCount, epochs, _epoch + (Tempo.Share(data.BatchCount, reader.Given) is >= 0 and var share ? share : 0));
            while (_epoch < epochs && !_hasStopped)
            {
                foreach (Progress progress in OneEpoch(reader, epochs, cancellation)) yield return progress;
                yield return EndOfEpoch(epochs);
            }
            Finish();
        }
        finally
        {
            // However the run ends, it stands between two steps.
            if (_reader is not null) _position = Position();
            (_isRunning, _reader) = (false, null);
        }
    }

    private IEnumerable<Progress> OneEpoch(DataReader<T> reader, int epochs, CancellationToken cancellation)
    {
        var waiting = new List<Piece<T>>();
        while (true)
        {
            // Only between steps of the optimiser, so that what is saved then is whole.
            if (waiting.Count == 0) cancellation.ThrowIfCancellationRequested();
            if (Truncation is not null && _partsDone == 0) _batchBegan = reader.Save();
            if (!reader.TryNext(out Batch<T>? batch)) break;
            if (batch.GoesOn) Training.Truncation.Check(Model);
            if (Truncation is not null)
            {
                foreach (Progress progress in Parts(batch, epochs, cancellation)) yield return progress;
                continue;
            }
            waiting.Add(Piece<T>.Of(batch, Model));
            if (waiting.Count < AccumulatedBatches) continue;
            Progress made = Make(waiting, epochs);
            waiting.Clear();
            yield return made;
        }
        // The last batches of an epoch may be fewer.
        if (waiting.Count > 0) yield return Make(waiting, epochs);
    }

    /// <summary>The parts of a batch, from the first that is not done.</summary>
    private IEnumerable<Progress> Parts(Batch<T> batch, int epochs, CancellationToken cancellation)
    {
        (int each, int back) = (Truncation!.Steps, Truncation.Back);
        int steps = Piece<T>.StepsOf(batch);
        if (_partsDone == 0 && !batch.GoesOn) _carried.Clear();
        for (int part = _partsDone; part * each < steps; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Min(steps, (part + 1) * each), first = Math.Max(0, (part + 1) * each - back);
            bool isLast = end == steps;
            var piece = Piece<T>.Of(batch, Model, first, end, end - part * each);
            _partsDone = isLast ? 0 : part + 1;
            double? loss = Gradient(piece, back == each ? _carried : _carried.Copy());
            // A longer way back begins later by one part the next time: the states there, by the weights that this part was computed with.
            int next = isLast ? steps : Math.Max(0, end + each - back);
            if (back > each && next > first) Advance(batch, first, next);
            if (loss is double found) yield return Move(found, [piece], epochs);
        }
    }

    /// <summary>Carries the states over some steps without training on them.</summary>
    private void Advance(Batch<T> batch, int first, int end)
    {
        using IDisposable scope = NoGradient.Scope();
        Model.Forward(Piece<T>.Of(batch, Model, first, end, end - first).Inputs, new Pass { Carried = _carried });
    }

    private double? Gradient(Piece<T> piece, CarriedStates carried)
    {
        Optimizer<T>.ClearGradients(Model.Parameters);
        return NewGradient().Of(piece, carried);
    }

    private Progress Make(List<Piece<T>> pieces, int epochs)
    {
        if (pieces.Count == 1) return Move(Gradient(pieces[0], _carried)!.Value, pieces, epochs);
        Optimizer<T>.ClearGradients(Model.Parameters);
        return Move(NewGradient().OfAll(pieces, _carried), pieces, epochs);
    }

    private StepGradient<T> NewGradient() => new(this, Random);

    /// <summary>The optimiser's step, once the gradients are there.</summary>
    private Progress Move(double loss, IReadOnlyList<Piece<T>> pieces, int epochs)
    {
        int count = pieces.Sum(piece => piece.Count);
        foreach (WeightRegularizer regularizer in Regularizers) loss += Cost(regularizer);
        if (!double.IsFinite(loss)) throw Divergence.OfLoss(Model, loss, _step + 1, _epoch + 1, pieces);
        double norm = Clip();
        if (!double.IsFinite(norm)) Divergence.CheckGradients(Model, _step + 1, _epoch + 1, pieces);
        if (Schedule is not null) Optimizer.LearningRate = Schedule.RateAt(_rate, Schedule.Pace == SchedulePace.Steps ? _step : _epoch);
        Optimizer.Step(Model.Parameters);
        foreach (Constraint constraint in Constraints) constraint.Apply(Model.Parameters);
        Average?.Update(Model.Parameters);
        _step++;
        (_lossSum, _lossCount) = (_lossSum + loss * count, _lossCount + count);
        _tempo!.Count(count);
        Progress progress = Now(epochs, loss, norm);
        if (Checkpoints?.EverySteps is int every && _step % every == 0) Save();
        return progress;
    }

    /// <summary>What the weights cost, whose gradient joins that of the loss.</summary>
    private double Cost(WeightRegularizer regularizer)
    {
        Tensor<T> cost = regularizer.Of(Model.Parameters);
        if (Operation.LeadsToGradient(cost)) cost.Backward();
        return double.CreateChecked(cost.Values[0]);
    }

    /// <summary>Bounds the gradients; their norm before.</summary>
    private double Clip() => (ClipNorm, ClipLayerNorm, ClipEachNorm, ClipValue) switch
    {
        (double limit, _, _, _) => GradientClip.ByNorm(Model.Parameters, limit, Optimizer.Profile),
        (_, double limit, _, _) => GradientClip.LayersByNorm(Model.Parameters, limit, Optimizer.Profile),
        (_, _, double limit, _) => GradientClip.EachByNorm(Model.Parameters, limit, Optimizer.Profile),
        (_, _, _, double limit) => GradientClip.ByValue(Model.Parameters, limit),
        _ => GradientClip.Norm(Model.Parameters),
    };

    private Progress Now(int epochs, double loss, double norm)
    {
        double share = _tempo!.Share(_reader!.Given);
        return new()
        {
            Step = _step, Epoch = _epoch + 1, Epochs = epochs, EpochShare = share, Loss = loss, MeanLoss = _lossSum / _lossCount, GradientNorm = norm, LearningRate = Optimizer.LearningRate,
            SequencesPerSecond = _tempo.PerSecond, TimeLeft = _tempo.Left(_epoch, share),
        };
    }
}
