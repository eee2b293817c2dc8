using System.Numerics;
using Elman.Formats.Proof;
using Elman.Models;
using Elman.Storage;

namespace Elman.Formats.Emit;

/// <summary>What was read and assumed, and the program that was written.</summary>
/// <param name="Weights">The file of the weights beside the program.</param>
/// <param name="Lines">Lines of the program.</param>
/// <param name="Proof">The engine beside the same equations; null where nobody wanted it.</param>
public sealed record EmissionReport(string From, string? Producer, IReadOnlyList<string> Assumptions, EmitLanguage Language, string Program, string Weights, int Lines, int Arrays, long Bytes, EngineProof? Proof);

/// <summary>A model as a short program that needs nothing of this library, with its weights beside it.</summary>
public static class Emission
{
    extension<T>(Model<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Writes the program and, under the same name, the file of its weights.</summary>
        /// <returns>The path of the weights.</returns>
        /// <exception cref="NotSupportedException">A layer or an option cannot be written in the language; it says which. Nothing is written then.</exception>
        public string Emit(string path, EmitLanguage language)
        {
            if (!path.EndsWith(language.Extension, StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"A program in {language} is a file that ends with {language.Extension}, found '{path}'. Give it that ending.");
            string weights = Path.ChangeExtension(path, language.WeightsExtension), text = language.Text!(ProgramWalk.Of(model), Path.GetFileName(weights));
            ArrayFile file = ModelArrays.Write(model);
            file.Metadata.Clear();
            FormatTable.ForWriting(weights).Write!(file, weights);
            File.WriteAllText(path, text);
            return weights;
        }
    }

    /// <summary>Reads a model and writes it as a program.</summary>
    /// <param name="proves">Whether the engine is compared with the equations of the model, which takes a moment.</param>
    public static EmissionReport Write(string from, string to, EmitLanguage language, LoadOptions? options = null, bool proves = true)
    {
        ModelFormat source = FormatTable.Of(from);
        ArrayFile file = source.Open(from, options);
        return file.Any(array => array.Type == ElementType.Float64) ? Write<double>(source, file, to, language, options, proves) : Write<float>(source, file, to, language, options, proves);
    }

    private static EmissionReport Write<T>(ModelFormat source, ArrayFile file, string to, EmitLanguage language, LoadOptions? options, bool proves) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = ModelFile.Read<T>(file, options is null ? null : options with { Key = null });
        EngineProof? proof = proves ? EngineProof.Of(model) : null;
        string weights = model.Emit(to, language);
        return new(source.Name, Conversion.Producer(file), model.Assumptions, language, to, weights, File.ReadLines(to).Count(), model.Parameters.Count, ModelArrays.Write(model).Sum(array => (long)array.Bytes.Length), proof);
    }
}
