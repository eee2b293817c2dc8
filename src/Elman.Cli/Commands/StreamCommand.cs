using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Elman.Cli.Loading;
using Elman.Models;

namespace Elman.Cli.Commands;

/// <summary>A model one line at a time: numbers in, numbers out, the state carried.</summary>
internal sealed class StreamCommand : ElmanCommand
{
    private static readonly char[] _between = [' ', '\t', ',', ';'];

    private readonly LoadArguments _load;
    private readonly Option<string?> _state = new("--state") { Description = "goes on from the state in this file if it is there, and saves it there at the end", HelpName = "FILE" };
    private readonly Option<string?> _output = new("--output") { Description = "which output of the model, where it has several", HelpName = "NAME" };
    private readonly Option<bool> _skip = new("--skip-bad") { Description = "leave out lines that cannot be read, with a note, instead of ending there" };

    public StreamCommand() : base("stream", "a line of numbers in, a line of numbers out, the state carried")
    {
        _load = new(this);
        foreach (Option option in new Option[] { _state, _output, _skip }) Add(option);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("printf '0.1\\n0.7\\n-0.3\\n' | elman stream samples/data/sunspots.end.safetensors --heads last --state sun.state", "three steps; the next call goes on after them"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        using Session<T> session = loaded.Model.OpenSession(arguments.GetValue(_output));
        var state = arguments.GetValue(_state) is { } path ? new StateFile(path) : null;
        state?.Restore(session);
        loaded.SayAssumptions(here.Errors);
        here.Errors.Flush();
        try
        {
            Pump(session, here, arguments.GetValue(_skip));
        }
        finally
        {
            // Every line that was answered is in the state, however the stream ends.
            state?.Save(session);
        }
        return Exit.Fine;
    }

    private static void Pump<T>(Session<T> session, Surroundings here, bool skipBad) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = new T[Math.Max(1, session.Inputs)];
        var y = new T[session.Outputs];
        for (long number = 1; ReadLine(here) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (Step(session, line, x, y) is not { } problem)
            {
                here.Page.Text(string.Join(' ', y.Select(value => value.ToString(null, CultureInfo.InvariantCulture))));
                here.Page.Flush();
            }
            else if (skipBad)
            {
                here.Errors.Text($"elman: line {Invariant.Text(number)} left out: {problem}");
                here.Errors.Flush();
            }
            else throw new WrongUseException($"line {number}: {problem} Correct it, or leave such lines out with --skip-bad.");
        }
    }

    /// <summary>Waits for a line, or for Ctrl-C.</summary>
    private static string? ReadLine(Surroundings here) => here.Input.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(here.Cancellation).GetAwaiter().GetResult();

    /// <summary>One step; what is wrong with the line, or null.</summary>
    private static string? Step<T>(Session<T> session, string line, T[] x, T[] y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] words = line.Split(_between, StringSplitOptions.RemoveEmptyEntries);
        bool takesId = session.Inputs == 0;
        if (words.Length != x.Length) return $"expected {Invariant.Text(x.Length)} {(takesId ? "id" : x.Length == 1 ? "number" : "numbers")}, found {Invariant.Text(words.Length)} in '{Shown(line)}'.";
        try
        {
            if (takesId)
            {
                if (!int.TryParse(words[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int id)) return $"expected an id, a whole number; found '{Shown(words[0])}'.";
                session.Step(id, y);
                return null;
            }
            for (int i = 0; i < words.Length; i++)
                if (!T.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out x[i]) || !T.IsFinite(x[i]))
                    return $"expected a finite number, found '{Shown(words[i])}'; the decimal sign is a point.";
            session.Step(x, y);
            return null;
        }
        catch (ArgumentException error)
        {
            return CommandLine.OneLine(error.Message);
        }
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
