namespace Elman.Cli.Traces;

/// <summary>From numbers to cells.</summary>
internal readonly record struct HeatScale(double Low, double High)
{
    public const char NotFinite = '!';
    private const string Heights = "▁▂▃▄▅▆▇█";

    public string Legend => High == 0 ? "all 0" : $"{Invariant.Text(Low, "G3")} {Ramp} {Invariant.Text(High, "G3")}";

    /// <summary>All heights with their colours, the lowest first.</summary>
    public string Ramp
    {
        get
        {
            HeatScale scale = this;
            return string.Concat(Enumerable.Range(0, Heights.Length).Select(level => scale.Cell(scale.Low + (level + 0.5) / Heights.Length * (scale.High - scale.Low))));
        }
    }

    public string Cell(double number)
    {
        if (!double.IsFinite(number)) return $"[red bold]{NotFinite}[/]";
        double place = High > Low ? (number - Low) / (High - Low) : 0;
        char height = Heights[Math.Clamp((int)(place * Heights.Length), 0, Heights.Length - 1)];
        string colour = Colour(High == 0 ? 0 : number / High);
        return $"[{colour} on {colour}]{height}[/]";
    }

    /// <summary>Of a number from −1 to 1, in steps that eyes can tell apart, so that equal neighbours share a colour.</summary>
    private static string Colour(double share)
    {
        int strength = (int)Math.Round(Math.Min(1, Math.Abs(share)) * 8);
        int rising = 88 + strength * 167 / 8, falling = 88 - strength * 88 / 8;
        return share < 0 ? $"rgb({falling},{falling},{rising})" : $"rgb({rising},{falling},{falling})";
    }
}
