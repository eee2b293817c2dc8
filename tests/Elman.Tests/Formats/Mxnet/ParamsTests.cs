using Elman.Formats;
using Elman.Formats.Containers.Mxnet;
using Elman.Formats.Dialects;
using Elman.Models;
using Elman.Numerics;
using Elman.Storage;
using Elman.Tests.Golden;
using Elman.Tests.Storage;

namespace Elman.Tests.Formats.Mxnet;

/// <summary>MXNet's lists of arrays: what MXNet wrote comes back byte for byte; what is damaged is refused.</summary>
public sealed class ParamsTests
{
    private static readonly string[] _golden = [.. GoldenCase.All.Where(golden => golden.Folder == "mxnet").SelectMany(golden => golden.Files.Where(file => file.EndsWith(".params", StringComparison.Ordinal)).Select(golden.PathOf))];

    public static IEnumerable<TheoryDataRow<string>> Golden => _golden.Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory, MemberData(nameof(Golden))]
    public void A_file_of_MXNet_read_and_written_again_has_the_same_bytes(string name)
    {
        string path = _golden.Single(path => Path.GetFileName(path) == name);
        using var stream = new MemoryStream();
        ParamsWriter.Write(ParamsReader.Read(path), stream);
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
    }

    [Theory]
    [InlineData("net_lstm0_l0_i2h_weight", "net_lstm0.weight_ih_l0")]
    [InlineData("arg:mdl_r11_h2h_bias", "mdl.bias_hh_l11_reverse")]
    [InlineData("0._unfused.1.r_cell.i2h_weight", "0.weight_ih_l1_reverse")]
    [InlineData("_unfused.0.h2h_bias", "bias_hh_l0")]
    [InlineData("0.l0_i2h_weight", "0.weight_ih_l0")]
    [InlineData("l0_i2h_weight", "weight_ih_l0")]
    [InlineData("gru0_i2h_weight", "gru0.weight_ih_l0")]
    [InlineData("net_dense0_weight", "net_dense0.weight")]
    [InlineData("layernorm0_gamma", "layernorm0.weight")]
    [InlineData("aux:batchnorm0_running_mean", "batchnorm0.running_mean")]
    [InlineData("1.bias", "1.bias")]
    [InlineData("begin", null)]
    public void A_name_of_Gluon_is_one_of_PyTorch(string gluon, string? torch) => Assert.Equal(torch, GluonNames.ToTorch(gluon));

    [Theory]
    [InlineData("rnn.weight_ih_l0_reverse", false, "rnn.r0_i2h_weight")]
    [InlineData("norm.weight", true, "norm.gamma")]
    [InlineData("norm.bias", true, "norm.beta")]
    [InlineData("head.weight", false, "head.weight")]
    public void A_name_of_PyTorch_is_one_of_Gluon(string torch, bool isNorm, string gluon) => Assert.Equal(gluon, GluonNames.ToGluon(torch, isNorm));

    [Theory]
    [InlineData(0xF993FAC8u)]
    [InlineData(0xF993FACAu)]
    [InlineData(2u)]
    public void Every_generation_of_the_format_is_read(uint mark)
    {
        byte[] head = mark switch
        {
            2u => Forged.Little(2u, 1u, 3u),                                            // before 1.0 the rank stands first, dimensions have four bytes
            0xF993FAC8u => [.. Forged.Little(mark, 2u), .. Forged.Little(1ul, 3ul)],
            _ => [.. Forged.Little(mark, 0u, 2u), .. Forged.Little(1ul, 3ul)],
        };
        ArrayFile file = Read([.. Forged.Little(0x112ul, 0ul, 1ul), .. head, .. Forged.Little(1u, 0u, 0u), .. Forged.Floats, .. Forged.Little(1ul, 1ul), (byte)'w']);
        Assert.Equal(new Shape(1, 3), file["w"].Shape);
        Assert.Equal([1f, 2, 3], file["w"].As<float>().Values.ToArray());
    }

    [Fact]
    public void A_model_saved_for_MXNet_is_the_same_when_it_is_loaded()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.params");
        try
        {
            Model<float> model = Model.Load<float>(_golden.Single(file => file.EndsWith("sequential.params", StringComparison.Ordinal)));
            model.Save(path);
            Model<float> back = Model.Load<float>(path);
            var x = new Tensor<float>(new Shape(2, 5, model.Inputs[0].Shape.Features));
            new TorchRandom(3).Uniform(x.Span, -1, 1);
            Bits.AssertEqual(model.Predict(x).Output.Values, back.Predict(x).Output.Values, "outputs");
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Hostile => _hostile.Keys.Select(name => new TheoryDataRow<string>(name));

    private static readonly byte[] _start = Forged.Little(0x112ul, 0ul, 1ul);
    private static readonly byte[] _array = [.. Forged.Little(0xF993FAC9u, 0u, 1u), .. Forged.Little(3ul), .. Forged.Little(1u, 0u, 0u), .. Forged.Floats];
    private static readonly byte[] _name = [.. Forged.Little(1ul, 1ul), (byte)'w'];

    private static readonly Dictionary<string, (byte[] Bytes, string Says)> _hostile = new()
    {
        ["empty"] = ([], "is empty"),
        ["another mark"] = (Forged.Little(0x113ul, 0ul, 0ul), "mark"),
        ["2^63 arrays"] = (Forged.Little(0x112ul, 0ul, 1ul << 63), "arrays are declared"),
        ["a million arrays"] = (Forged.Little(0x112ul, 0ul, 1_000_000ul), "arrays are declared"),
        ["2^31 dimensions"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 1u << 31)], "dimensions"),
        ["a negative dimension"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 1u), .. Forged.Little(ulong.MaxValue)], "dimension -1"),
        ["dimensions beyond 64 bits"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 3u), .. Forged.Little(1ul << 40, 1ul << 40, 1ul << 40), .. Forged.Little(1u, 0u, 0u)], "bytes, and 0 follow"),
        ["a sparse array"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 1u, 1u), .. Forged.Little(3ul, 1ul)], "sparse"),
        ["an unknown type"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 1u), .. Forged.Little(3ul), .. Forged.Little(1u, 0u, 99u)], "type 99"),
        ["a device of no kind"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 1u), .. Forged.Little(3ul), .. Forged.Little(0u, 0u, 0u)], "device 0"),
        ["an array never filled"] = ([.. _start, .. Forged.Little(0xF993FAC9u, 0u, 0u), .. new byte[8]], "never filled"),
        ["more names than arrays"] = ([.. _start, .. _array, .. Forged.Little(2ul), .. new byte[40]], "2 names"),
        ["a name of 2^63 bytes"] = ([.. _start, .. _array, .. Forged.Little(1ul, 1ul << 63), .. new byte[8]], "name of at most"),
        ["a name twice"] = ([.. Forged.Little(0x112ul, 0ul, 2ul), .. _array, .. _array, .. Forged.Little(2ul, 1ul), (byte)'w', .. Forged.Little(1ul), (byte)'w'], "stands twice"),
        ["bytes behind the list"] = ([.. _start, .. _array, .. _name, 1, 2, 3], "3 bytes follow"),
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_hostile_list_is_refused_by_name(string name)
    {
        (byte[] bytes, string says) = _hostile[name];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var bad = Assert.Throws<BadFileException>(() => Read(bytes));
        Assert.Contains(says, bad.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void A_list_cut_at_any_byte_is_refused()
    {
        byte[] bytes = [.. _start, .. _array, .. _name];
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<BadFileException>(() => Read(bytes[..length]));
        Assert.Single(Read(bytes));
    }

    private static ArrayFile Read(byte[] bytes) => ParamsReader.Read(new MemoryStream(bytes), "x.params");
}
