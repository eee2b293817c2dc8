using Elman.Formats.Emit;
using Elman.Layers;
using Elman.Models;
using Elman.Numerics;
using Elman.Recurrent;
using Elman.Recurrent.Cells;
using Elman.Tests.Cli;
using Elman.Tests.Models;

namespace Elman.Tests.Formats.Emit;

/// <summary>Models as programs of their own: what the programs print is what the engine computes.</summary>
[Collection(ComputeTests.Name)]
public sealed class EmitTests : IDisposable
{
    private readonly Scratch _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Names => [.. EmitTable.Rows.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_program_in_CSharp_gives_the_numbers_of_the_engine(string name)
    {
        Model<double> model = EmitTable.Rows.First(row => row.Name == name).Model;
        model.Emit(_files["model.cs"], EmitLanguage.CSharp);
        Same(model, ProgramRunner.CSharp(_files["model.cs"]));
    }

    [Theory]
    [InlineData("numpy")]
    [InlineData("torch")]
    public void The_programs_in_Python_give_the_numbers_of_the_engine(string library)
    {
        EmitLanguage language = library == "numpy" ? EmitLanguage.NumPy : EmitLanguage.PyTorch;
        string[] paths = [.. EmitTable.Rows.Index().Select(row => _files[$"model{row.Index}.py"])];
        foreach ((string path, (string, Model<double> Model) row) in paths.Zip(EmitTable.Rows)) row.Model.Emit(path, language);
        if (ProgramRunner.Python(library, paths) is not { } printed)
        {
            Assert.Skip($"There is no Python with {library} here.");
            return;
        }
        foreach ((string text, (string, Model<double> Model) row) in printed.Zip(EmitTable.Rows, (text, row) => (text, row))) Same(row.Model, text);
    }

    /// <summary>Keras cannot be had everywhere; what is written for it is kept to be read, and is Python.</summary>
    [Fact]
    public void The_program_for_Keras_is_the_file_that_is_kept_and_its_syntax_is_right()
    {
        foreach ((string name, Model<double> model) in EmitTable.Rows)
        {
            model.Emit(_files["model.py"], EmitLanguage.Keras);
            Assert.True(ProgramRunner.Syntax(_files["model.py"]) is null or "", name);
        }
        EmitTable.Rows.First(row => row.Name == "a list").Model.Emit(_files["list.py"], EmitLanguage.Keras);
        ExpectedText.Is("emit-keras", File.ReadAllText(_files["list.py"]));
    }

    [Fact]
    public void What_no_program_has_words_for_is_refused_by_name_and_nothing_is_written()
    {
        (Layer<double> Layer, string Named)[] refused =
        [
            (new Masking<double>(0), "mask"),
            (new RecurrentStack<double>(3, new LayerSpec(Cell.Of(new MinimalGatedCell()), 2)), "its cell 'minimal_gated'"),
        ];
        foreach ((Layer<double> layer, string named) in refused)
        {
            Model<double> model = Model.Sequential<double>(ModelInput.Sequences(3), ("odd", layer));
            foreach (EmitLanguage language in EmitLanguage.All)
            {
                var error = Assert.Throws<NotSupportedException>(() => model.Emit(_files["odd" + language.Extension], language));
                Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
                Assert.Contains(named, error.Message, StringComparison.Ordinal);
            }
        }
        Assert.Empty(Directory.EnumerateFiles(_files[""]));
        var ending = Assert.Throws<ArgumentException>(() => EmitTable.Rows[0].Model.Emit(_files["model.py"], EmitLanguage.CSharp));
        Assert.Contains(".cs", ending.Message, StringComparison.Ordinal);
    }

    /// <summary>Nine digits are printed.</summary>
    private static void Same(Model<double> model, string printed)
    {
        Dictionary<string, double[]> found = ProgramRunner.Numbers(printed);
        IReadOnlyDictionary<string, Signal<double>> expected = model.Forward(model.Inputs.Index().ToDictionary(row => row.Item.Name, row => Drawn(model, row.Index)), new Pass());
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach ((string name, Signal<double> signal) in expected)
        {
            double[] numbers = signal.Numbers!.Values.ToArray();
            Assert.Equal(numbers.Length, found[name].Length);
            for (int i = 0; i < numbers.Length; i++)
                Assert.True(Math.Abs(numbers[i] - found[name][i]) <= 2e-8 * Math.Max(1, Math.Abs(numbers[i])), FormattableString.Invariant($"{name}[{i}]: expected {numbers[i]}, found {found[name][i]}"));
        }
    }

    private static Signal<double> Drawn(Model<double> model, int index)
    {
        ModelInput input = model.Inputs[index];
        var shape = new Shape([.. DrawnValues.Sizes(input.Shape)]);
        if (!input.Shape.IsIds) return Tensor.From<double>([.. Enumerable.Range(0, shape.Count).Select(i => Math.Sin(DrawnValues.First(index) + i))], shape);
        int count = model.Nodes.Where(node => node.Inputs.Contains(input.Name)).Select(node => node.Layer).OfType<Embedding<double>>().Min(layer => layer.Count);
        return Tensor.From<int>([.. Enumerable.Range(0, shape.Count).Select(i => (3 + 7 * i) % count)], shape);
    }
}
