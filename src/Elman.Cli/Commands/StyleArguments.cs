using System.CommandLine;
using Elman.Cli.Loading;
using Elman.Models;

namespace Elman.Cli.Commands;

/// <summary>In whose style a summary is shown, and what that style shows beside the model.</summary>
internal sealed class StyleArguments
{
    private readonly Option<string?> _style = Typed.OneOf("--style", $"as another framework or tool prints it: {string.Join(", ", SummaryStyle.All.Select(style => style.Name))}", [.. SummaryStyle.All.Select(style => style.Name)]);
    private readonly Option<int[]?> _shape = Typed.Counts("--shape", "sequences and steps (N,T) of the shapes; T alone for one sequence without an axis N; N alone where the model has no steps");
    private readonly Option<string?> _name = new("--name") { Description = "class of the model in PyTorch and Gluon, name of the model in Keras", HelpName = "NAME" };
    private readonly Option<bool> _noSizes = new("--no-sizes") { Description = "without sizes in bytes, as Keras before 2.13" };

    public StyleArguments(ElmanCommand command)
    {
        (_style.HelpName, _shape.HelpName) = ("STYLE", "N,T");
        foreach (Option option in new Option[] { _style, _shape, _name, _noSizes }) command.Add(option);
    }

    /// <summary>The summary in the style that was asked for; null where none was.</summary>
    public StyledSummary? Summary<T>(ParseResult arguments, Model<T> model) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Option? given = new Option[] { _shape, _name, _noSizes }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false });
        if (arguments.GetValue(_style) is not { } style)
            return given is null ? null : throw new WrongUseException($"{given.Name} belongs to a style; say which with {_style.Name} {string.Join('|', SummaryStyle.All.Select(one => one.Name))}.");
        (int? sequences, int? steps) = arguments.GetValue(_shape) switch
        {
            null or [] => (default(int?), default(int?)),
            [var n, var t] => (n, t),
            [var t] when model.Inputs.Any(input => input.Shape.HasSteps) => (null, t),
            [var n] => (n, null),
            var more => throw new WrongUseException($"{_shape.Name} expects N,T; found {more.Length} numbers."),
        };
        var options = new StyleOptions { Sequences = sequences, Steps = steps, Name = arguments.GetValue(_name), Sizes = arguments.GetValue(_noSizes) ? false : null };
        return model.Summary(SummaryStyle.Named(style), options);
    }
}
