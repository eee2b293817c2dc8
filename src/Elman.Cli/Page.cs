using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Elman.Cli;

/// <summary>
/// The one way in which the command writes. A page is coloured or plain, and the text is the same in both. No line is ever broken to a width: a
/// terminal does that itself, and a pipe gets the same lines whoever looks on.
/// </summary>
internal sealed class Page
{
    /// <summary>Leaves room for a line of text beside it in a terminal of 80 columns.</summary>
    private const int BarWidth = 16;

    /// <summary>Wider than any line.</summary>
    private const int Endless = 1_000_000;

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _writer;
    private IAnsiConsole? _console;

    public Page(TextWriter writer, bool isColoured) => (_writer, IsColoured) = (writer, isColoured);

    /// <summary>Whether a person looks on at a terminal.</summary>
    public bool IsColoured { get; }

    /// <summary>The stream below, for text that is not ours to colour.</summary>
    public TextWriter Plain => _writer;

    /// <summary>A line in the markup of Spectre.Console, as in <c>[bold]yes[/]</c>; <see cref="Escape"/> what comes from elsewhere.</summary>
    public void Line(string markup = "")
    {
        if (!IsColoured) _writer.Write(WithoutColours(markup));
        else if (markup.Length > 0) Console.Markup(markup);
        _writer.Write('\n');
    }

    /// <summary>Lines exactly as they are.</summary>
    public void Text(string text)
    {
        _writer.Write(text);
        _writer.Write('\n');
    }

    public void Json(JsonNode value) => Text(value.ToJsonString(_json));

    public void Flush() => _writer.Flush();

    public static string Escape(string text) => Markup.Escape(text);

    /// <summary>Runs long work that says how far it is, from 0 to 1; drawn only where a person looks on.</summary>
    public void WithProgress(string title, bool isLong, Action<Action<double>> work)
    {
        if (!IsColoured || !isLong)
        {
            work(_ => { });
            return;
        }
        Open(true).Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask(Escape(title), maxValue: 1);
            work(share => task.Value = share);
        });
    }

    /// <summary>The same with a line of text beside the bar that changes as the work goes on.</summary>
    public void WithBar(string title, Action<Action<double, string>> work)
    {
        if (!IsColoured)
        {
            work((_, _) => { });
            return;
        }
        Open(true).Progress().AutoClear(true).Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left }).Start(context =>
        {
            ProgressTask task = context.AddTask(Escape(title), maxValue: 1);
            work((share, text) =>
            {
                task.Value = share;
                task.Description = Escape(text);
            });
        });
    }

    /// <summary>Opened when the first line is coloured: a page that nobody looks at does without.</summary>
    private IAnsiConsole Console
    {
        get
        {
            if (_console is not null) return _console;
            _console = Open(IsColoured);
            _console.Profile.Width = Endless;
            return _console;
        }
    }

    /// <summary>The text of a line of markup: its tags left out, doubled brackets single.</summary>
    private static string WithoutColours(string markup)
    {
        if (!markup.AsSpan().ContainsAny('[', ']')) return markup;
        var text = new StringBuilder(markup.Length);
        for (int i = 0; i < markup.Length; i++)
        {
            bool isDouble = markup[i] is '[' or ']' && i + 1 < markup.Length && markup[i + 1] == markup[i];
            if (markup[i] == '[' && !isDouble) i = markup.IndexOf(']', i);
            else text.Append(markup[i]);
            if (isDouble) i++;
        }
        return text.ToString();
    }

    private IAnsiConsole Open(bool isColoured) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = isColoured ? InteractionSupport.Yes : InteractionSupport.No,      // without it, progress is lines and no bar
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },     // these would colour a pipe in some build services
        Out = new AnsiConsoleOutput(_writer),
    });
}
