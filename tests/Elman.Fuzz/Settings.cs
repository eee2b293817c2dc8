using System.Globalization;

namespace Elman.Fuzz;

/// <summary>What the command line says.</summary>
/// <param name="Only">The number of one mutation of the seed, to see it again.</param>
internal sealed record Settings(double Seconds, int Seed, string Folder, string? Format, long? Only)
{
    private const string Usage = "elman-fuzz [--seconds N] [--seed S] [--files FOLDER] [--format NAME] [--only MUTATION]";

    /// <summary>Null where the command line is wrong, which is said.</summary>
    public static Settings? Parse(string[] args)
    {
        var settings = new Settings(60, 1, Usual(), null, null);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            Settings? next = args[i] switch
            {
                "--seconds" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 => settings with { Seconds = seconds },
                "--seed" when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed) => settings with { Seed = seed },
                "--files" when Directory.Exists(value) => settings with { Folder = value },
                "--format" when value.Length > 0 => settings with { Format = value },
                "--only" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long only) => settings with { Only = only },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"'{args[i]} {value}' is not understood. {Usage}");
                return null;
            }
            settings = next;
        }
        return settings;
    }

    /// <summary>The tests' golden files, found from where the program lies or runs.</summary>
    private static string Usual()
    {
        foreach (string start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "tests", "fixtures") is var fixtures && Directory.Exists(fixtures)) return fixtures;
        return ".";
    }
}
