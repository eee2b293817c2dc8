using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Elman.Cli.Loading;

/// <summary>Options whose value is a number or a list, read invariantly of the culture.</summary>
internal static class Typed
{
    public static Option<double?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse(result, name, "a finite number, such as 1e-5", text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : (double?)null),
    };

    /// <summary>A number that is 0 or more.</summary>
    public static Option<double?> Tolerance(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse(result, name, "a number of 0 or more, such as 1e-5", text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0 ? number : (double?)null),
    };

    /// <summary>A whole number of 1 or more.</summary>
    public static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "COUNT",
        CustomParser = result => Parse(result, name, "a whole number of 1 or more", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 ? number : (int?)null),
    };

    /// <summary>A whole number of 0 or more.</summary>
    public static Option<int?> Index(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "INDEX",
        CustomParser = result => Parse(result, name, "a whole number of 0 or more", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : (int?)null),
    };

    public static Option<string?> OneOf(string name, string description, IReadOnlyCollection<string> words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (!words.Contains(word)) result.AddError($"{name} expects one of {string.Join(", ", words)}; found '{word}'.");
            return word;
        },
    };

    /// <summary>Words with commas between.</summary>
    public static Option<string[]> List(string name, string description, string form) => new(name)
    {
        Description = description,
        HelpName = form,
        CustomParser = result =>
        {
            string[] words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
            if (words.Contains("")) result.AddError($"{name} expects {form}, words with commas between; found '{result.Tokens[0].Value}'.");
            return words;
        },
    };

    /// <summary>Whole numbers with commas between.</summary>
    public static Option<int[]?> Counts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A,B,…",
        CustomParser = result =>
        {
            string[] words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
            var counts = new int[words.Length];
            for (int i = 0; i < words.Length; i++)
                if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out counts[i]))
                    result.AddError($"{name} expects whole numbers with commas between, such as 5,3,7; found '{words[i]}'.");
            return counts;
        },
    };

    private static TValue? Parse<TValue>(ArgumentResult result, string name, string expected, Func<string, TValue?> read) where TValue : struct
    {
        string text = result.Tokens[0].Value;
        TValue? value = read(text);
        if (value is null) result.AddError($"{name} expects {expected}; found '{text}'.");
        return value;
    }
}
