using System.Text.RegularExpressions;

namespace Elman.Formats.Dialects;

/// <summary>The names of Gluon's parameters and of PyTorch's. Both stack the rows of the gates in the same order, so a name is all that differs.</summary>
internal static partial class GluonNames
{
    /// <summary>What Gluon and PyTorch call the products and what belongs to them.</summary>
    private static readonly (string Gluon, string Torch)[] _products = [("i2h", "ih"), ("h2h", "hh"), ("h2r", "hr")];

    /// <summary>What they call the parameters of the other layers.</summary>
    private static readonly (string Gluon, string Torch)[] _plain =
        [("weight", "weight"), ("bias", "bias"), ("gamma", "weight"), ("beta", "bias"), ("running_mean", "running_mean"), ("running_var", "running_var")];

    /// <summary>In an exported file each name says whether it is learned (<c>arg:</c>) or counted (<c>aux:</c>).</summary>
    private static readonly string[] _kinds = ["arg:", "aux:"];

    /// <summary>Whether no other framework writes such a name.</summary>
    public static bool IsGluons(string name) => Array.Exists(_kinds, kind => name.StartsWith(kind, StringComparison.Ordinal)) || Recurrent.IsMatch(name) || Unfused.IsMatch(name);

    /// <summary>The name that PyTorch would give it; null where it is no parameter of a layer that both have.</summary>
    public static string? ToTorch(string name)
    {
        if (Array.Find(_kinds, kind => name.StartsWith(kind, StringComparison.Ordinal)) is { } found) name = name[found.Length..];
        Match match = Unfused.Match(name) is { Success: true } unfused ? unfused : Recurrent.Match(name);
        if (match.Success)
        {
            string layer = match.Groups["layer"].Success ? match.Groups["layer"].Value : "0";
            string reverse = match.Groups["way"].Value == "r" ? "_reverse" : "";
            return Joined(match.Groups["path"].Value, $"{match.Groups["what"].Value}_{_products.First(row => row.Gluon == match.Groups["product"].Value).Torch}_l{layer}{reverse}");
        }
        (string Gluon, string Torch) plain = Array.Find(_plain, row => name == row.Gluon || name.EndsWith("." + row.Gluon, StringComparison.Ordinal) || name.EndsWith("_" + row.Gluon, StringComparison.Ordinal));
        return plain.Gluon is null ? null : Joined(name[..^plain.Gluon.Length], plain.Torch);
    }

    /// <summary>The name in a block's <c>save_parameters</c> of what PyTorch calls so.</summary>
    /// <param name="isNorm">Whether it belongs to a norm, whose weight Gluon calls gamma.</param>
    public static string ToGluon(string name, bool isNorm)
    {
        if (Torchs.Match(name) is { Success: true } match)
            return $"{match.Groups["path"].Value}{(match.Groups["reverse"].Success ? "r" : "l")}{match.Groups["layer"].Value}_{_products.First(row => row.Torch == match.Groups["product"].Value).Gluon}_{match.Groups["what"].Value}";
        int dot = name.LastIndexOf('.') + 1;
        return isNorm ? name[..dot] + _plain.First(row => row.Torch == name[dot..] && row.Gluon != row.Torch).Gluon : name;
    }

    /// <summary>The path of the layer: without the dot or underline that ends it, and with no dot where the file has the layer alone.</summary>
    private static string Joined(string path, string name) => path.TrimEnd('.', '_') is { Length: > 0 } trimmed ? $"{trimmed}.{name}" : name;

    /// <summary><c>net_lstm0_l0_i2h_weight</c>, <c>0.r1_h2h_bias</c>; a single cell has no number of a layer.</summary>
    [GeneratedRegex(@"^(?<path>|.*?[._])((?<way>[lr])(?<layer>[0-9]{1,4})_)?(?<product>i2h|h2h|h2r)_(?<what>weight|bias)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Recurrent { get; }

    /// <summary><c>0._unfused.1.r_cell.i2h_weight</c>: a layer that was saved after it had run.</summary>
    [GeneratedRegex(@"^(?<path>|.*\.)_unfused\.(?<layer>[0-9]{1,4})\.((?<way>[lr])_cell\.)?(?<product>i2h|h2h|h2r)_(?<what>weight|bias)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Unfused { get; }

    [GeneratedRegex(@"^(?<path>|.*\.)(?<what>weight|bias)_(?<product>ih|hh|hr)_l(?<layer>[0-9]{1,4})(?<reverse>_reverse)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Torchs { get; }
}
