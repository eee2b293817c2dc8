using Elman.Autograd;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Storage;
using Elman.Tests.Autograd;

namespace Elman.Tests.Models;

/// <summary>Encoders and decoders: against plain loops, against trying every sequence, and against themselves alone, step by step and from a file.</summary>
public sealed class SequenceModelTests
{
    private const int Start = 4, End = 3, V = 5;

    private static readonly int[][] _sources = [[1, 5, 2, 2], [0, 3], [4, 4, 1, 0, 5, 2], [2]];

    public static TheoryData<SequenceAttention, bool> Every => [.. from attention in Enum.GetValues<SequenceAttention>() from both in new[] { false, true } select (attention, both)];

    internal static SequenceModel<T> Of<T>(SequenceAttention attention, bool both, Func<LayerSpec, LayerSpec>? decoder = null) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int hidden = both && attention == SequenceAttention.Dot ? 8 : 4;
        var layer = new LayerSpec(CellCatalog.Gru(), hidden);
        SequenceModel<T> model = SequenceModel.Create<T>(new()
        {
            SourceVocabulary = 6, SourceFeatures = 3, TargetVocabulary = V, TargetFeatures = 2, Attention = attention, Start = Start, End = End,
            Encoder = [new(CellCatalog.Gru(), 4, both ? Direction.Bidirectional : Direction.Forward)], Decoder = [decoder is null ? layer : decoder(layer)],
        });
        var random = new Random(11);
        foreach (Parameter<T> parameter in model.Model.Parameters)
            foreach (ref T value in parameter.Value.Span) value = T.CreateTruncating(random.NextDouble() * 2.4 - 1.2);
        return model;
    }

    private static Signal<T> Sources<T>(params int[][] sources) where T : unmanaged
    {
        var ids = new Tensor<int>(new Shape(sources.Length, sources.Max(one => one.Length)));
        for (int i = 0; i < sources.Length; i++) sources[i].CopyTo(ids.Span[(i * ids.Shape[1])..]);
        return new(ids, [.. sources.Select(one => one.Length)]);
    }

    [Theory, MemberData(nameof(Every))]
    public void Log_probabilities_are_those_of_plain_loops(SequenceAttention attention, bool both)
    {
        SequenceModel<double> model = Of<double>(attention, both);
        var plain = new PlainDecoder(model, attention);
        Tensor<int> targets = Tensor.From<int>([0, 2, 1, 3, 1, 1, 3, 0, 2, 4, 0, 3, 3, 0, 0, 0], new Shape(4, 4));
        int[] lengths = [4, 3, 4, 1];
        Tensor<double> found = model.LogProbabilities(Sources<double>(_sources), targets, lengths);
        for (int i = 0; i < 4; i++)
            for (int t = 0; t < 4; t++)
                Assert.Equal(t < lengths[i] ? plain.Next(_sources[i], targets.Values.Slice(i * 4, t).ToArray())[targets[i, t]] : 0, found[i, t], 1e-12);
    }

    [Theory, MemberData(nameof(Every))]
    public void As_many_beams_as_sequences_find_the_best_of_all(SequenceAttention attention, bool both)
    {
        SequenceModel<double> model = Of<double>(attention, both);
        var plain = new PlainDecoder(model, attention);
        const int maximum = 4, best = 6;
        foreach (LengthPenalty penalty in new[] { LengthPenalty.None, LengthPenalty.Wu(0.8), LengthPenalty.Power(1), LengthPenalty.Power(-0.5) })
        {
            IReadOnlyList<IReadOnlyList<Hypothesis>> found = model.Decode(Sources<double>(_sources[..2]), new() { Beams = 256, Best = best, MaximumLength = maximum, LengthPenalty = penalty });
            for (int i = 0; i < 2; i++)
            {
                var expected = plain.All(_sources[i], maximum).Select(one => (one.Ids, one.Ended, one.Sum, Score: one.Sum / penalty.Of(one.Ids.Length + (one.Ended ? 1 : 0)))).OrderByDescending(one => one.Score).Take(best);
                foreach ((Hypothesis hypothesis, var one) in found[i].Zip(expected))
                {
                    Assert.Equal(one.Ids, hypothesis.Ids);
                    Assert.Equal(one.Ended, hypothesis.Ended);
                    Assert.Equal(one.Sum, hypothesis.LogProbability, 1e-12);
                    Assert.Equal(one.Score, hypothesis.Score, 1e-12);
                }
                Assert.Equal(best, found[i].Count);
            }
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void One_beam_writes_the_likeliest_id_until_it_is_the_end(SequenceAttention attention, bool both)
    {
        SequenceModel<double> model = Of<double>(attention, both);
        var plain = new PlainDecoder(model, attention);
        IReadOnlyList<IReadOnlyList<Hypothesis>> found = model.Decode(Sources<double>(_sources), new() { MaximumLength = 7 });
        foreach ((int i, int[] source) in _sources.Index())
        {
            var ids = new List<int>();
            for (int id; ids.Count < 7; ids.Add(id))
            {
                double[] next = plain.Next(source, ids);
                if ((id = Array.IndexOf(next, next.Max())) == End) break;
            }
            Hypothesis one = Assert.Single(found[i]);
            Assert.Equal(ids, one.Ids);
            Assert.Equal(ids.Count < 7, one.Ended);
            Assert.Equal(one.Ids.Count + (one.Ended ? 1 : 0), one.LogProbabilities.Count);
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void A_source_has_the_same_bits_alone_and_in_a_batch_and_step_by_step_those_of_whole_targets(SequenceAttention attention, bool both)
    {
        SequenceModel<float> model = Of<float>(attention, both);
        var options = new DecodeOptions { Beams = 3, Best = 3, MaximumLength = 6, LengthPenalty = LengthPenalty.Wu(0.6) };
        IReadOnlyList<IReadOnlyList<Hypothesis>> together = model.Decode(Sources<float>(_sources), options);
        foreach ((int i, int[] source) in _sources.Index())
        {
            IReadOnlyList<Hypothesis> alone = model.Decode(Sources<float>(source), options)[0];
            Assert.Equal(alone.Count, together[i].Count);
            foreach ((Hypothesis a, Hypothesis b) in alone.Zip(together[i]))
            {
                Assert.Equal(a.Ids, b.Ids);
                Bits.AssertEqual<double>([.. a.LogProbabilities], [.. b.LogProbabilities], "alone");
                int[] target = a.Ended ? [.. a.Ids, End] : [.. a.Ids];
                Bits.AssertEqual<double>(model.LogProbabilities(Sources<float>(source), Tensor.From(target, new Shape(1, target.Length))).Values, [.. a.LogProbabilities], "whole");
            }
        }
    }

    [Theory, MemberData(nameof(Every))]
    public void Gradients_of_teacher_forcing_equal_central_differences(SequenceAttention attention, bool both)
    {
        SequenceModel<double> model = Of<double>(attention, both);
        Tensor<int> targets = Tensor.From<int>([0, 2, 3, 1, 3, 0], new Shape(2, 3));
        Tensor<double> weights = Draw.Tensor<double>(5, 2, 3, V);
        weights.Span.Slice(5 * V, V).Clear();
        CentralDifference.Check([.. model.Model.Parameters.Select(parameter => parameter.Value)], () => model.Forward(Sources<double>(_sources[..2]), targets, [3, 2]).Numbers! * weights);
    }

    [Theory, MemberData(nameof(Every))]
    public void A_model_comes_back_from_its_file_with_its_roles_and_bits(SequenceAttention attention, bool both)
    {
        SequenceModel<float> model = Of<float>(attention, both, layer => layer with { Dropout = 0 });
        SequenceModel<float> back = SequenceModel.Read<float>(ArrayFile.Read(SequenceModel.Write(model).ToBytes(".safetensors"), "memory.safetensors"));
        Assert.Equal(model.Roles, back.Roles);
        var options = new DecodeOptions { Beams = 2, MaximumLength = 5 };
        foreach ((var a, var b) in model.Decode(Sources<float>(_sources), options).Zip(back.Decode(Sources<float>(_sources), options)))
            Bits.AssertEqual<double>([.. a[0].LogProbabilities], [.. b[0].LogProbabilities], "read");
    }

    [Fact]
    public void Two_layers_of_another_cell_and_numbers_as_source_are_decoded_too()
    {
        SequenceModel<double> model = SequenceModel.Create<double>(new()
        {
            SourceFeatures = 3, TargetVocabulary = V, TargetFeatures = 2, Attention = SequenceAttention.General, Start = Start, End = End,
            Encoder = [new(CellCatalog.Lstm(), 4, Direction.Bidirectional) { Projection = 2 }, new(CellCatalog.Lstm(), 3)], Decoder = [new(CellCatalog.Lstm(), 5), new(CellCatalog.Lstm(), 3)],
        });
        Assert.Equal(4 + 2 * 2, model.Model.Nodes.Count(node => node.Name.StartsWith("bridge_0_", StringComparison.Ordinal)) + 2);
        foreach ((int p, Parameter<double> parameter) in model.Model.Parameters.Index()) Draw.Tensor<double>(p, parameter.Shape.Dimensions.ToArray()).Values.CopyTo(parameter.Value.Span);
        Tensor<double> x = Draw.Tensor<double>(3, 2, 5, 3);
        foreach (Hypothesis one in model.Decode(new Signal<double>(x, [5, 2]), new() { Beams = 4, Best = 4, MaximumLength = 5 })[1])
        {
            int[] target = one.Ended ? [.. one.Ids, End] : [.. one.Ids];
            Bits.AssertEqual<double>(model.LogProbabilities(new Signal<double>(x.Slice(1.., ..2)), Tensor.From(target, new Shape(1, target.Length))).Values, [.. one.LogProbabilities], "whole");
        }
    }

    [Fact]
    public void Equal_sums_go_in_the_order_of_their_ids()
    {
        SequenceModel<double> model = Of<double>(SequenceAttention.None, both: false);
        foreach (Parameter<double> parameter in model.Model.Parameters) parameter.Value.Span.Clear();       // every id is as likely as any other
        IReadOnlyList<Hypothesis> found = model.Decode(Sources<double>(_sources[0]), new() { Beams = 64, Best = 30, MaximumLength = 2 })[0];
        int[] others = [0, 1, 2, 4];
        Assert.Equal(["", .. others.SelectMany(a => others.Select(b => $"{a},{b}").Prepend($"{a}"))], found.Select(one => string.Join(",", one.Ids)));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "beams", "at least 1 beam" }, { "best", "Give at least 3 beams" }, { "maximum", "at least 1 id" }, { "end", "outside 0 to 4" }, { "states", "cannot be handed over" }, { "layers", "as many" },
        { "backwards", "runs backwards" }, { "further", "known when the target has ended" }, { "convolution", "part of the decoder" }, { "softmax", "Probabilities" }, { "input", "no input 'z'" }, { "dot", "must be as many" },
        { "roles", "expected the roles" }, { "kind", "kind of scores" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_is_refused_by_name(string what, string said)
    {
        SequenceModel<double> model = Of<double>(SequenceAttention.None, both: false);
        Signal<double> source = Sources<double>(_sources);
        ModelGraph<double> Graph(Layer<double> decoder, string read = "decoder", Layer<double>? head = null) => Model.Graph<double>().Input(ModelInput.Ids("source")).Input(ModelInput.Ids("target"))
            .Node("in", new Embedding<double>(6, 3), "source").Node("encoder", new RecurrentStack<double>(3, new LayerSpec(CellCatalog.Gru(), 4)), "in")
            .Node("out", new Embedding<double>(V, 3), "target").Node("decoder", decoder, "out", "encoder.0.forward.h").Node("scores", head ?? new Dense<double>(4, V), read).Output("scores");
        var roles = new SequenceRoles("source", "target", "scores", Start, End);
        var gru = new RecurrentStack<double>(3, new LayerSpec(CellCatalog.Gru(), 4));
        SequenceOptions usual = new() { SourceFeatures = 3, TargetVocabulary = V, TargetFeatures = 2, Start = Start, End = End, Encoder = [new(CellCatalog.Gru(), 4)], Decoder = [new(CellCatalog.Gru(), 4)] };
        ArrayFile file = SequenceModel.Write(model);
        Action act = what switch
        {
            "beams" => () => model.Decode(source, new() { Beams = 0, MaximumLength = 3 }),
            "best" => () => model.Decode(source, new() { Beams = 2, Best = 3, MaximumLength = 3 }),
            "maximum" => () => model.Decode(source, new() { MaximumLength = 0 }),
            "end" => () => new SequenceModel<double>(model.Model, model.Roles with { End = V }),
            "states" => () => SequenceModel.Create<double>(usual with { Decoder = [new(CellCatalog.Lstm(), 4)] }),
            "layers" => () => SequenceModel.Create<double>(usual with { Decoder = [new(CellCatalog.Gru(), 4), new(CellCatalog.Gru(), 4)] }),
            "backwards" => () => new SequenceModel<double>(Graph(new RecurrentStack<double>(3, new LayerSpec(CellCatalog.Gru(), 4, Direction.Reverse))).Build(), roles),
            "further" => () => new SequenceModel<double>(Graph(gru, head: new Dense<double>(4, 4)).Node("late", new Repeat<double>(2), "decoder.last").Node("late_scores", new Dense<double>(4, V), "late").Output("late_scores").Build(), roles with { Scores = "late_scores" }),
            "convolution" => () => new SequenceModel<double>(Graph(gru, head: new Convolution<double>(4, V, new Windows(3, padding: Padding.Same))).Build(), roles),
            "softmax" => () => new SequenceModel<double>(Graph(gru, head: new Dense<double>(4, V)).Node("p", new Softmax<double>(), "scores").Output("p").Build(), roles with { Scores = "p" }),
            "input" => () => new SequenceModel<double>(model.Model, model.Roles with { Source = "z" }),
            "dot" => () => SequenceModel.Create<double>(usual with { Attention = SequenceAttention.Dot, Encoder = [new(CellCatalog.Gru(), 4, Direction.Bidirectional)] }),
            "roles" => () => SequenceModel.Read<double>(ModelArrays.Write(model.Model)),
            _ => () =>
            {
                file.Metadata[SequenceModel.RolesKey] = file.Metadata[SequenceModel.RolesKey].Replace("Logits", "Odds", StringComparison.Ordinal);
                SequenceModel.Read<double>(file);
            },
        };
        Assert.Contains(said, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
    }
}
