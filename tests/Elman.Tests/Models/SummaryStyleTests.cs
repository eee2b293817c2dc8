using Elman.Layers;
using Elman.Models;
using Elman.Recurrent;
using Elman.Recurrent.Cells;

namespace Elman.Tests.Models;

/// <summary>Summaries of models that were built here, as the frameworks would show them; what the frameworks themselves printed is in the golden tests.</summary>
public sealed class SummaryStyleTests
{
    public static TheoryData<string> Styles => [.. SummaryStyle.All.Select(style => style.Name)];

    [Theory, MemberData(nameof(Styles))]
    public void Every_model_is_shown_as_the_file_has_it_or_refused_by_node_and_style(string name)
    {
        SummaryStyle style = SummaryStyle.Named(name);
        string path = Repository.Path("tests", "Elman.Tests", "Models", "Expected", $"style_{name}.txt");
        string found = string.Concat(ModelTable.Names.Select(row => $"== {row}\n{Shown(ModelTable.Row<float>(row).Make(), style)}\n\n"));
        if (Environment.GetEnvironmentVariable("ELMAN_WRITE_EXPECTED") == "1") File.WriteAllText(path, found);
        Assert.Equal(File.ReadAllText(path), found);
    }

    [Fact]
    public void A_style_that_is_not_known_is_refused_with_those_that_are() => Assert.Equal(
        "There is no style of summary named 'keras3'. Known: elman, keras, keras2, torchinfo, pytorch, gluon.",
        Assert.Throws<NotSupportedException>(() => SummaryStyle.Named("keras3")).Message);

    [Theory]
    [InlineData("elman", "Name")]
    [InlineData("pytorch", "Steps")]
    [InlineData("keras", "Layout")]
    [InlineData("torchinfo", "Sizes")]
    public void An_option_that_a_style_has_no_place_for_is_refused(string style, string option)
    {
        StyleOptions options = option switch
        {
            "Name" => new() { Name = "Net" },
            "Steps" => new() { Steps = 3 },
            "Layout" => new() { Layout = Layout.TimeFirst },
            _ => new() { Sizes = false },
        };
        string message = Assert.Throws<ArgumentException>(() => Rnn(3, 5).Summary(SummaryStyle.Named(style), options)).Message;
        Assert.StartsWith($"The style '{style}' has no place for {option}. It takes: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_half_way_go_to_the_even_digit_as_in_Python()
    {
        // 288 numbers of 4 bytes are 1.125 KB, 352 are 1.375 KB.
        Assert.Contains(" Total params: 288 (1.12 KB)", Dense(287).Summary(SummaryStyle.Keras).Text, StringComparison.Ordinal);
        Assert.Contains(" Total params: 352 (1.38 KB)", Dense(351).Summary(SummaryStyle.Keras).Text, StringComparison.Ordinal);
        Assert.Contains("Total params: 352 (1.38 KB)", Dense(351).Summary(SummaryStyle.Keras2).Text, StringComparison.Ordinal);
        Assert.Contains("Total params: 1,352\n", Dense(1351).Summary(SummaryStyle.Keras2, new() { Sizes = false }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Torchinfo_counts_wrongly_without_an_axis_of_sequences_and_that_is_said()
    {
        // 30 steps of 1000·(1000 + 1000) products; torchinfo counts 30·1000 times the 2,002,000 parameters.
        StyledSummary summary = Rnn(1000, 1000).Summary(SummaryStyle.TorchInfo, new() { Steps = 30 });
        Assert.Contains("RNN                                      [30, 1000]                2,002,000\n", summary.Text, StringComparison.Ordinal);
        Assert.Contains("Total mult-adds (Units.GIGABYTES): 60.06\n", summary.Text, StringComparison.Ordinal);
        Assert.Equal(["torchinfo's mult-adds are not those of this model: it counts 60,060,000,000; the matrix products of these shapes are 60,000,000 multiply-adds."], summary.Remarks);
        Assert.EndsWith(summary.Remarks[0], summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Torchinfo_counts_a_Linear_once_for_all_steps_and_that_is_said()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(100), ("fc", new Dense<float>(100, 1000)));
        StyledSummary summary = model.Summary(SummaryStyle.TorchInfo, new() { Sequences = 2, Steps = 50 });
        Assert.Contains("Total mult-adds (Units.MEGABYTES): 0.20\n", summary.Text, StringComparison.Ordinal);
        Assert.Contains("are 10,000,000 multiply-adds", Assert.Single(summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_one_module_cannot_hold_are_shown_one_by_one()
    {
        var stack = new RecurrentStack<float>(3, new LayerSpec(CellCatalog.Gru(), 5, Dropout: 0.25), new LayerSpec(CellCatalog.Gru(), 5), new LayerSpec(CellCatalog.Gru(), 5), new LayerSpec(CellCatalog.Lstm(), 4));
        Model<float> model = Model.Sequential<float>(ModelInput.Sequences(3), ("rnn", stack), ("fc", new Dense<float>(4, 2)));
        Assert.Equal("""
            Model(
              (rnn): ModuleList(
                (0): GRU(3, 5, batch_first=True)
                (1): Dropout(p=0.25, inplace=False)
                (2-3): 2 x GRU(5, 5, batch_first=True)
                (4): LSTM(5, 4, batch_first=True)
              )
              (fc): Linear(in_features=4, out_features=2, bias=True)
            )
            """, model.Summary(SummaryStyle.PyTorch).Text);
    }

    [Fact]
    public void Names_too_long_for_a_column_are_broken_and_cut()
    {
        Model<float> model = Dense(1) is var any ? new(any.Inputs, any.Nodes, any.Outputs)
        {
            Origin = new("keras", "3", new string('m', 80), "Sequential",
            [
                new("a_name_that_is_far_too_long_for_its_column", "Dense", ["fc"]) { Outputs = [[null, 3]], Parameters = 12_345_678_901_234 },
            ]),
        } : any;
        string[] lines = model.Summary(SummaryStyle.Keras).Text.Split('\n');
        Assert.Equal(["Model: ", '"' + new string('m', 79), "m\""], lines[..3]);
        Assert.Equal(["│ a_name_that_is_far_too_long_fo… │ (None, 3)              │ 12,345,678,9… │", "│ (Dense)                         │                        │               │"], lines[6..8]);
    }

    [Fact]
    public void A_file_that_says_its_shapes_is_shown_with_those()
    {
        Model<float> any = Dense(1);
        Model<float> model = new(any.Inputs, any.Nodes, any.Outputs) { Origin = new("keras", "3", "net", "Sequential", []) };
        Assert.Contains("says its shapes", Assert.Throws<ArgumentException>(() => model.Summary(SummaryStyle.Keras, new() { Steps = 4 })).Message, StringComparison.Ordinal);
    }

    /// <summary>The text, and in torchinfo's and Keras's styles also with sizes in it.</summary>
    private static string Shown(Model<float> model, SummaryStyle style)
    {
        try
        {
            StyledSummary summary = model.Summary(style);
            if (!style.Takes.Contains(nameof(StyleOptions.Sequences))) return summary.ToString();
            int? steps = model.Inputs.Any(input => input.Shape.HasSteps) ? 7 : null;
            return $"{summary}\n-- with sizes\n{model.Summary(style, new() { Sequences = 2, Steps = steps, Name = "Net" })}";
        }
        catch (NotSupportedException refusal)
        {
            Assert.Contains($"style '{style.Name}'", refusal.Message, StringComparison.Ordinal);
            Assert.True(model.Nodes.Any(node => refusal.Message.Contains($"'{node.Name}'", StringComparison.Ordinal)) || style == SummaryStyle.Gluon, refusal.Message);
            return refusal.Message;
        }
    }

    private static Model<float> Rnn(int inputs, int hidden) => Model.Sequential<float>(ModelInput.Sequences(inputs), ("rnn", new RecurrentStack<float>(inputs, new LayerSpec(CellCatalog.Elman(), hidden))));

    private static Model<float> Dense(int inputs) => Model.Sequential<float>(ModelInput.Numbers(inputs), ("fc", new Dense<float>(inputs, 1)));
}
