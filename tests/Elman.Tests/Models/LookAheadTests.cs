using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Numerics.Activations;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Autograd;
using Elman.Tests.Recurrent;

namespace Elman.Tests.Models;

/// <summary>Models that run both ways, given a sequence bit by bit.</summary>
public sealed class LookAheadTests
{
    private const int Inputs = 3, T = 11;

    public static TheoryData<string> EveryCellName => [.. EveryCell.Names];

    private static Model<float> Of(params LayerSpec[] layers)
    {
        RecurrentStack<float> stack = EveryCell.Stack<float>(Inputs, layers);
        return Model.Sequential<float>(ModelInput.Sequences(Inputs), ("rnn", stack), ("norm", new LayerNorm<float>(stack.Features)), ("bend", new ActivationLayer<float>(Activation.Tanh)));
    }

    private static Model<float> TwoLayers(string cell) => Of(EveryCell.Layer(cell, 5, Direction.Bidirectional), new LayerSpec(CellCatalog.Gru(), 4, Direction.Bidirectional) { Merge = DirectionMerge.Sum, Connection = Connection.Highway, Projection = 0 } with { Hidden = EveryCell.Layer(cell, 5, Direction.Bidirectional).Features(Inputs) });

    /// <summary>All outputs, the steps given in pieces of these sizes, again and again.</summary>
    private static float[] Stream(LookAheadSession<float> session, Tensor<float> x, params int[] pieces)
    {
        var outputs = new List<float>();
        for (int step = 0, piece = 0, count; step < x.Shape[0]; step += count, piece++)
        {
            count = Math.Min(pieces[piece % pieces.Length], x.Shape[0] - step);
            Tensor<float> ready = session.Push(x.Slice(step..(step + count)));
            outputs.AddRange(ready.Values);
            Assert.InRange(session.Waiting, 0, session.Ahead.Delay);
            Assert.Equal(step + count, outputs.Count / session.Outputs + session.Waiting);
        }
        outputs.AddRange(session.Finish().Values);
        return [.. outputs];
    }

    [Theory, MemberData(nameof(EveryCellName))]
    public void A_context_that_reaches_the_end_gives_the_bits_of_the_whole_sequence(string cell)
    {
        Model<float> model = TwoLayers(cell);
        Tensor<float> x = Draw.Tensor<float>(3, T, Inputs);
        float[] whole = model.Predict(x).Output.Values.ToArray();
        foreach ((int chunk, int context) in new[] { (T, 0), (4, T), (1, T), (20, 3), (4, T - 4) })
            Bits.AssertEqual<float>(whole, Stream(model.OpenLookAhead(new(chunk, context)), x, 1), $"chunk {chunk}, context {context}");
        Assert.NotEqual(whole, Stream(model.OpenLookAhead(new(2, 1)), x, 1));
    }

    [Theory, MemberData(nameof(EveryCellName))]
    public void A_shorter_context_gives_what_its_equation_says_however_the_steps_are_cut(string cell)
    {
        Tensor<float> x = Draw.Tensor<float>(3, T, Inputs);
        foreach ((int chunk, int context) in new[] { (1, 0), (2, 3), (3, 1), (4, 4) })
        {
            Model<float> model = Of(EveryCell.Layer(cell, 5, Direction.Bidirectional));
            var stack = (RecurrentStack<float>)model["rnn"];
            // Forwards it is the whole sequence; backwards each window is a sequence of its own.
            Tensor<float> expected = stack.Run(x.Unsqueeze(0)).Output;
            int wide = stack.Layers[0].Forward!.Outputs;
            for (int a = 0; a < T; a += chunk)
            {
                Tensor<float> window = stack.Run(x.Slice(a..Math.Min(T, a + chunk + context)).Unsqueeze(0)).Output;
                for (int t = a; t < Math.Min(T, a + chunk); t++)
                    for (int unit = wide; unit < stack.Features; unit++) expected[0, t, unit] = window[0, t - a, unit];
            }
            float[] wanted = model["bend"].Forward([model["norm"].Forward([expected], Pass.Inference)], Pass.Inference).Numbers!.Values.ToArray();
            foreach (int[] pieces in new[] { new[] { 1 }, [T], [2, 5, 1], [0, 3] })
                Bits.AssertEqual<float>(wanted, Stream(model.OpenLookAhead(new(chunk, context)), x, pieces), $"chunk {chunk}, context {context}, pieces {string.Join(",", pieces)}");
        }
    }

    [Fact]
    public void A_reset_begins_another_sequence_and_ids_are_looked_up()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Ids(), ("in", new Embedding<float>(7, Inputs)), ("rnn", EveryCell.Stack<float>(Inputs, new LayerSpec(CellCatalog.Lstm(), 4, Direction.Bidirectional))));
        Draw.Tensor<float>(1, 7, Inputs).Values.CopyTo(model.Parameter("in.weight").Value.Span);
        LookAheadSession<float> session = model.OpenLookAhead(new(3, 2));
        int[] ids = [1, 6, 2, 2, 0, 5, 3];
        float[] Run() => [.. ids.SelectMany(id => session.Push(Tensor.From<int>([id])).Values.ToArray()), .. session.Finish().Values];
        float[] first = Run();
        Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => session.Push(Tensor.From<int>([1]))).Message, StringComparison.Ordinal);
        session.Reset();
        Bits.AssertEqual<float>(first, Run(), "again");
        Assert.Equal(ids.Length * 8, first.Length);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        Model<float> model = Of(new LayerSpec(CellCatalog.Lstm(), 4, Direction.Bidirectional));
        string Said<TError>(Action act) where TError : Exception => Assert.ThrowsAny<TError>(act).Message;
        Assert.Contains("OpenLookAhead", Said<NotSupportedException>(() => model.OpenSession()), StringComparison.Ordinal);
        Assert.Contains("at least 1 step", Said<ArgumentException>(() => model.OpenLookAhead(new(0, 2))), StringComparison.Ordinal);
        Assert.Contains("0 steps or more", Said<ArgumentException>(() => model.OpenLookAhead(new(1, -1))), StringComparison.Ordinal);
        Assert.Contains("found numbers of shape (2, 4)", Said<ArgumentException>(() => model.OpenLookAhead(new(1, 1)).Push(new Tensor<float>(new Shape(2, 4)))), StringComparison.Ordinal);
        var rnn = new RecurrentStack<float>(Inputs, new LayerSpec(CellCatalog.Lstm(), 4, Direction.Bidirectional));
        Model<float> last = Model.Graph<float>().Input(ModelInput.Sequences(Inputs)).Node("rnn", rnn, "x").Node("head", new Dense<float>(8, 1), "rnn.last").Output("head").Build();
        Assert.Contains("'rnn.last' is known when the sequence has ended", Said<NotSupportedException>(() => last.OpenLookAhead(new(1, 1))), StringComparison.Ordinal);
        Model<float> window = Model.Sequential<float>(ModelInput.Sequences(Inputs), ("conv", new Convolution<float>(Inputs, 4, new Windows(3, padding: Padding.Causal))));
        Assert.Contains("looks at steps beside its own", Said<NotSupportedException>(() => window.OpenLookAhead(new(1, 1))), StringComparison.Ordinal);
    }
}
