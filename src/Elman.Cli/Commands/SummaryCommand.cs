using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using Elman.Cli.Loading;
using Elman.Models;

namespace Elman.Cli.Commands;

/// <summary>What a model is made of.</summary>
internal sealed class SummaryCommand : ElmanCommand
{
    private readonly LoadArguments _load;
    private readonly StyleArguments _styles;
    private readonly Option<bool> _json = JsonOption.New();

    public SummaryCommand() : base("summary", "shows layers, shapes, parameters and work of a model, and what was assumed")
    {
        _load = new(this);
        _styles = new(this);
        Add(_json);
    }

    public override IReadOnlyList<(string Line, string Purpose)> Examples =>
    [
        ("elman summary samples/data/sunspots.end.safetensors --heads last", "an RNN that PyTorch saved; its head reads the last step"),
        ("elman summary samples/data/sunspots.end.safetensors --style torchinfo --shape 16,22 --name SimpleRNN", "the same as torchinfo shows it"),
    ];

    public override Exit Run(ParseResult arguments, Surroundings here) => _load.IsDouble(arguments) ? Run<double>(arguments, here) : Run<float>(arguments, here);

    private Exit Run<T>(ParseResult arguments, Surroundings here) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LoadedModel<T> loaded = LoadedModel<T>.Load(_load.Path(arguments), _load.Options(arguments));
        StyledSummary? styled = _styles.Summary(arguments, loaded.Model);
        if (arguments.GetValue(_json))
        {
            JsonObject summary = (loaded.Model.Summary() with { Assumptions = loaded.Assumptions }).ToJson();
            summary.Insert(0, "path", loaded.Path);
            summary.Insert(1, "container", loaded.Container);
            summary.Insert(2, "dialect", loaded.Dialect);
            if (loaded.Producer is not null) summary.Insert(3, "producer", loaded.Producer);
            if (styled is not null)
            {
                summary["style"] = styled.Style;
                summary["text"] = styled.Text;
                summary["remarks"] = new JsonArray([.. styled.Remarks.Select(remark => (JsonNode)remark)]);
            }
            here.Page.Json(summary);
        }
        else if (styled is not null)
        {
            // The page has the table alone, as its tool prints it; what was assumed is said beside it.
            here.Page.Text(styled.ToString());
            loaded.SayAssumptions(here.Errors);
        }
        else loaded.Show(here.Page);
        return Exit.Fine;
    }
}
