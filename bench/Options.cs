using System.Globalization;
using Elman.Bench.Comparison;

namespace Elman.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Json">Where the rows go as JSON too, and the pictures beside.</param>
/// <param name="Page">Where the page goes that says all of it, the pictures in a folder of its name; with the memory of each case, narrow vectors, tiers and the start.</param>
internal sealed record Options(bool Quick, Effort Effort, IReadOnlyList<Case> Cases, IReadOnlyList<int> Threads, string? Json, string? Pictures, string? Page, bool WithStart, string? Simd)
{
    public const string Usage = """
        dotnet run -c Release --project bench                      compares with the peers
          --quick               a few cases on one thread, within 50 s
          --effort quick        quick, usual (if not said; a quarter of an hour) or full (three times as long)
          --case TEXT           only cases that contain TEXT, such as 'lstm 1 100'; or a whole case that the grid has not: MODE CELL N T D H L [FORM]
          --threads 1,2         numbers of threads; 1 and 2 if not said
          --simd 256            nobody uses wider vectors than these; for those that can be told
          --json FILE           the rows as JSON too
          --report FILE         a page of all of it as Markdown, with pictures: docs/performance.md; measures the memory, 256 bits, tiers and the start too
          --no-start            leaves the start out of the page, for which the command is published
          --pictures FOLDER     ratio by case, roofline, and cost against N, T and H as SVG
        dotnet run -c Release --project bench -- --start           publishes the command and times its first answer
        dotnet run -c Release --project bench -- --tasks FOLDER    whole trainings of a folder of tasks beside PyTorch, by the wall, on one thread
        dotnet run -c Release --project bench -- --tiers           the 2nd, the 10th and the 1,000th call beside each other
        dotnet run -c Release --project bench -- --products        products of matrices beside the machine's peak
        dotnet run -c Release --project bench -- --accuracy [--every N]   the largest error of every function over all floats, or every Nth
        bench/peers/install.sh installs and builds the peers.
        """;

    /// <exception cref="FormatException">Something is not understood; it says what.</exception>
    public static Options Parse(string[] arguments)
    {
        bool quick = false, start = true;
        string? only = null, json = null, pictures = null, page = null, simd = null;
        Effort? effort = null;
        int[]? threads = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            switch (arguments[i])
            {
                case "--quick": quick = true; break;
                case "--case": only = Value(); break;
                case "--json": json = Value(); break;
                case "--effort": effort = Effort.Named(Value()); break;
                case "--report": page = Value(); break;
                case "--no-start": start = false; break;
                case "--pictures": pictures = Value(); break;
                case "--threads": threads = [.. Value().Split(',').Select(Count)]; break;
                case "--simd":
                    simd = Value();
                    if (simd != "256") throw new FormatException($"--simd is '{simd}'; 256 is the width that the peers can be told to keep to.");
                    break;
                default: throw new FormatException($"'{arguments[i]}' is not known.");
            }
        }
        IReadOnlyList<Case> grid = Grid.Read(quick);
        if (only is not null)
        {
            Case[] found = [.. grid.Where(one => one.ToString().Contains(only, StringComparison.Ordinal))];
            grid = found.Length > 0 ? found : [Case.Parse(only)];
        }
        int[] usual = quick ? [1] : [.. new[] { 1, 2 }.Where(count => count <= Environment.ProcessorCount)];
        return new(quick, effort ?? Effort.Named(quick ? "quick" : "usual"), grid, threads ?? usual, json, pictures, page, start, simd);
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 64
        ? count
        : throw new FormatException($"--threads has '{text}'; expected numbers from 1 to 64, such as 1,2.");
}
