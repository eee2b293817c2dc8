using Elman.Layers;
using Elman.Models;
using Elman.Numerics.Activations;

namespace Elman.Tests.Models;

/// <summary>torchinfo 1.8 writes a whole number of a unit without decimals, and commas from a thousand on.</summary>
public sealed class TorchInfoCountTests
{
    [Theory]
    [InlineData(100, 100, "Total mult-adds (Units.MEGABYTES): 1")]
    [InlineData(100, 150, "Total mult-adds (Units.MEGABYTES): 1.50")]
    [InlineData(1000, 1000, "Total mult-adds (Units.GIGABYTES): 1")]
    [InlineData(1000, 1_234_500_000, "Total mult-adds (Units.TERABYTES): 1,234.50")]
    [InlineData(1000, 2_000_000_000, "Total mult-adds (Units.TERABYTES): 2,000")]
    public void A_count_of_products_stands_as_torchinfo_writes_it(int size, int sequences, string line)
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Numbers(size), ("fc", new Dense<float>(size, size, bias: false)));
        Assert.Contains(line, Lines(model, sequences));
    }

    [Fact]
    public void No_products_are_a_whole_number_too()
    {
        Model<float> model = Model.Sequential<float>(ModelInput.Numbers(3), ("relu", new ActivationLayer<float>(Activation.Relu)));
        Assert.Contains("Total mult-adds (Units.MEGABYTES): 0", Lines(model, sequences: 2));
    }

    private static string[] Lines(Model<float> model, int sequences) =>
        model.Summary(SummaryStyle.TorchInfo, new() { Name = "Net", Sequences = sequences }).Text.Split('\n');
}
