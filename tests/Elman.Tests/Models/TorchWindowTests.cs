using Elman.Layers;
using Elman.Models;
using Elman.Numerics;

namespace Elman.Tests.Models;

/// <summary>Windows and norms as PyTorch and torchinfo print them.</summary>
public sealed class TorchWindowTests
{
    // m = nn.Sequential(nn.Conv1d(3, 6, 3, stride=2, padding=1), nn.BatchNorm1d(6), nn.PReLU(6), nn.MaxPool1d(2),
    //                   nn.Conv1d(6, 4, 2, dilation=2, groups=2, bias=False), nn.GroupNorm(2, 4), nn.AdaptiveAvgPool1d(1))
    private static Model<float> Network() => Model.Sequential<float>(ModelInput.Sequences(3),
        ("0", new Convolution<float>(3, 6, new(3, 2, padding: Padding.Of(1, 1)))), ("1", new BatchNorm<float>(6)), ("2", new PRelu<float>(6)), ("3", new Pooling<float>(Pooling<float>.Max, new(2, 2))),
        ("4", new Convolution<float>(6, 4, new(2, dilation: 2), groups: 2, bias: false)), ("5", new GroupNorm<float>(4, 2)), ("6", new GlobalPooling<float>(GlobalPooling<float>.Average)));

    /// <summary>print(m), PyTorch 1.13.</summary>
    [Fact]
    public void A_network_of_windows_is_printed_as_PyTorch_prints_it() => Assert.Equal(
        """
        Sequential(
          (0): Conv1d(3, 6, kernel_size=(3,), stride=(2,), padding=(1,))
          (1): BatchNorm1d(6, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
          (2): PReLU(num_parameters=6)
          (3): MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
          (4): Conv1d(6, 4, kernel_size=(2,), stride=(1,), dilation=(2,), groups=2, bias=False)
          (5): GroupNorm(2, 4, eps=1e-05, affine=True)
          (6): AdaptiveAvgPool1d(output_size=1)
        )
        """.ReplaceLineEndings("\n"), Network().Summary(SummaryStyle.PyTorch).Text);

    /// <summary>The rows of torchinfo's summary(m, input_size=(2000, 3, 23)), and its 1.68 million products.</summary>
    [Fact]
    public void A_network_of_windows_has_the_shapes_and_counts_of_torchinfo()
    {
        string text = Network().Summary(SummaryStyle.TorchInfo, new() { Sequences = 2000, Steps = 23 }).Text;
        Assert.Contains(
            """
            Sequential                               [2000, 4, 1]              --
            ├─Conv1d: 1-1                            [2000, 6, 12]             60
            ├─BatchNorm1d: 1-2                       [2000, 6, 12]             12
            ├─PReLU: 1-3                             [2000, 6, 12]             6
            ├─MaxPool1d: 1-4                         [2000, 6, 6]              --
            ├─Conv1d: 1-5                            [2000, 4, 4]              24
            ├─GroupNorm: 1-6                         [2000, 4, 4]              8
            ├─AdaptiveAvgPool1d: 1-7                 [2000, 4, 1]              --
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains("Total mult-adds (Units.MEGABYTES): 1.68", text, StringComparison.Ordinal);
    }

    /// <summary>54 products a window of the first, of which there are 12; 24 a window of the second, of which there are 4.</summary>
    [Fact]
    public void The_true_products_are_those_of_the_windows_there_are() => Assert.Equal(2 * (12 * 54 + 4 * 24), Network().Summary().MultiplyAdds(2, 23));
}
