using System.CommandLine;
using System.Globalization;
using Elman.Formats;
using Elman.Numerics.Activations;
using Elman.Recurrent;

namespace Elman.Cli.Loading;

/// <summary>The model that a command runs, and the options for what its file does not say; the same for every command that loads one.</summary>
internal sealed class LoadArguments
{
    private static readonly Dictionary<string, Heads> _heads = new() { ["every"] = Heads.Every, ["last"] = Heads.Last, ["last-step"] = Heads.LastStep };

    private static readonly Dictionary<string, Direction> _directions = new() { ["forward"] = Direction.Forward, ["reverse"] = Direction.Reverse };

    private static readonly string _files = $"the model: {string.Join(", ", FormatTable.Rows.SelectMany(row => row.Extensions))}";

    private readonly Argument<string>? _model;
    private readonly Option<string>? _modelOption;

    private readonly Option<string?> _activation = new("--activation") { Description = "activation of an RNN, such as tanh or relu (assumed: tanh)", HelpName = "NAME" };
    private readonly Option<string?> _headsOption = Typed.OneOf("--heads", "what follows the recurrent layers is applied at every step, to the last output of each direction (h_n), or at the last step (output[:, -1]) (assumed: every)", _heads.Keys);
    private readonly Option<string?> _hidden = new("--hidden-activation") { Description = "activation between Linear modules; 'linear' for none (assumed: relu)", HelpName = "NAME" };
    private readonly Option<double?> _epsilon = Typed.Number("--layer-norm-epsilon", "what LayerNorm adds to the variance (assumed: 1e-5)");
    private readonly Option<string[]> _order = Typed.List("--order", "names of all modules in the order in which they run", "A,B,…");
    private readonly Option<string?> _cell = new("--cell") { Description = "the cell where names and shapes fit several, such as elman_residual or gru_reset_before", HelpName = "NAME" };
    private readonly Option<string?> _direction = Typed.OneOf("--direction", "how recurrent layers run where their names do not tell, as those of Flax, Equinox and Burn (assumed: forward)", _directions.Keys);
    private readonly Option<string?> _weights = new("--weights") { Description = "weights of a Keras model in place of its own: .h5, or in the order of get_weights() .npz, .safetensors", HelpName = "FILE" };
    private readonly Option<string?> _architecture = new("--architecture") { Description = "the model that a Keras file of weights alone belongs to: .keras, .h5, or the JSON of model.to_json(); for other weights a description in our own JSON", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--key") { Description = "where in a checkpoint of PyTorch the weights stand, such as model_state_dict or nets/actor; a dot for the whole file", HelpName = "KEY" };
    private readonly Option<string[]> _set = new("--set") { Description = "fixes an input of an ONNX graph, or a size that has a name, such as --set sr=16000 --set batch=1", HelpName = "NAME=NUMBER" };
    private readonly Option<bool> _double = new("--double") { Description = "compute in float64 instead of float32" };

    /// <summary>What the library calls an option, and what it is here: its messages are shown in the words of the command.</summary>
    private static readonly (string Library, string Here)[] _names =
    [
        ("LoadOptions.HiddenActivation", "--hidden-activation"),
        ("LoadOptions.Activation", "--activation"),
        ("LoadOptions.Heads", "--heads"),
        ("LoadOptions.LayerNormEpsilon", "--layer-norm-epsilon"),
        ("LoadOptions.Order", "--order"),
        ("LoadOptions.Cell", "--cell"),
        ("LoadOptions.Direction", "--direction"),
        ("LoadOptions.Weights", "--weights"),
        ("LoadOptions.Architecture", "--architecture"),
        ("LoadOptions.Key", "--key"),
        ("LoadOptions.Set", "--set"),
    ];

    /// <param name="isOption">Whether the model is named by <c>--model</c>, where what a command is about is another file.</param>
    public LoadArguments(ElmanCommand command, bool isOption = false)
    {
        if (isOption) command.Add(_modelOption = new("--model") { Description = _files, HelpName = "MODEL", Required = true });
        else command.Add(_model = new("MODEL") { Description = _files });
        foreach (Option option in new Option[] { _activation, _headsOption, _hidden, _epsilon, _order, _cell, _direction, _weights, _architecture, _key, _set, _double }) command.Add(option);
    }

    public string Path(ParseResult arguments) => _model is not null ? arguments.GetRequiredValue(_model) : arguments.GetRequiredValue(_modelOption!);

    /// <summary>Whether to compute in float64.</summary>
    public bool IsDouble(ParseResult arguments) => arguments.GetValue(_double);

    public LoadOptions Options(ParseResult arguments) => new()
    {
        Activation = Named(arguments, _activation),
        Heads = arguments.GetValue(_headsOption) is { } heads ? _heads[heads] : null,
        HiddenActivation = Named(arguments, _hidden),
        LayerNormEpsilon = arguments.GetValue(_epsilon),
        Order = arguments.GetValue(_order) is { Length: > 0 } order ? order : null,
        Cell = arguments.GetValue(_cell),
        Direction = arguments.GetValue(_direction) is { } direction ? _directions[direction] : null,
        Weights = arguments.GetValue(_weights),
        Architecture = arguments.GetValue(_architecture),
        Key = arguments.GetValue(_key),
        Set = Settings(arguments.GetValue(_set) ?? []),
    };

    private static Dictionary<string, double>? Settings(string[] given)
    {
        if (given.Length == 0) return null;
        var settings = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string text in given)
        {
            int between = text.LastIndexOf('=');
            if (between < 1 || !double.TryParse(text.AsSpan(between + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) throw new WrongUseException($"--set expects NAME=NUMBER, such as sr=16000; found '{text}'.");
            if (!settings.TryAdd(text[..between], value)) throw new WrongUseException($"--set: '{text[..between]}' is given twice. Give it once.");
        }
        return settings;
    }

    public static string InWordsOfTheCommand(string message) => _names.Aggregate(message, (text, row) => text.Replace(row.Library, row.Here, StringComparison.Ordinal));

    private static Activation? Named(ParseResult arguments, Option<string?> option)
    {
        if (arguments.GetValue(option) is not { } name) return null;
        try
        {
            return Activation.Parse(name);
        }
        catch (FormatException error)
        {
            throw new WrongUseException($"{option.Name}: {error.Message}");
        }
    }
}
