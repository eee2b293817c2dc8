namespace Elman.Formats.Emit;

/// <summary>A language, or a library of one, in which a model can be written as a short program of its own.</summary>
/// <param name="Name">As <c>--emit</c> takes it.</param>
/// <param name="Extension">What the program's file ends with.</param>
/// <param name="WeightsExtension">What the file of the weights beside it ends with.</param>
/// <param name="Runner">What runs the program.</param>
public sealed record EmitLanguage(string Name, string Title, string Extension, string WeightsExtension, string Runner)
{
    /// <summary>How a program is run.</summary>
    public string Command(string path) => $"{Runner} {path}";

    internal Func<EmitProgram, string, string>? Text { get; init; }

    public static EmitLanguage CSharp { get; } = new("csharp", "C#", ".cs", ".safetensors", "dotnet run") { Text = CSharpProgram.Write };
    public static EmitLanguage NumPy { get; } = new("numpy", "NumPy", ".py", ".npz", "python3") { Text = (program, weights) => PythonProgram.Write(PythonWords.NumPy, program, weights) };
    public static EmitLanguage PyTorch { get; } = new("pytorch", "PyTorch", ".py", ".pt", "python3") { Text = (program, weights) => PythonProgram.Write(PythonWords.PyTorch, program, weights) };
    public static EmitLanguage Keras { get; } = new("keras", "Keras 3", ".py", ".npz", "python3") { Text = (program, weights) => PythonProgram.Write(PythonWords.Keras, program, weights) };

    public static IReadOnlyList<EmitLanguage> All { get; } = [CSharp, NumPy, PyTorch, Keras];

    public override string ToString() => Title;
}
