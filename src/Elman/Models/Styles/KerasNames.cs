using System.Globalization;
using System.Text;

namespace Elman.Models;

/// <summary>How a version of Keras calls what nobody gave a name.</summary>
/// <param name="Functional">A model that is no list.</param>
/// <param name="Input">An input.</param>
/// <param name="FirstInput">The number of the first input; null for none, as other layers have it.</param>
internal sealed record KerasNames(string Functional, string Input, int? FirstInput)
{
    public static readonly KerasNames Version3 = new("functional", "input_layer", null);
    public static readonly KerasNames Version2 = new("model", "input", 1);

    /// <summary>The nth layer of a class: <c>simple_rnn</c>, <c>simple_rnn_1</c>, …</summary>
    public string Layer(string name, int number)
    {
        if (name == KerasModel.InputClass) return FirstInput is int first ? Numbered(Input, number + first) : number == 0 ? Input : Numbered(Input, number);
        return number == 0 ? Snake(name) : Numbered(Snake(name), number);
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");

    /// <summary>SimpleRNN is simple_rnn: a word begins at a capital after a small letter, and at one before a small letter.</summary>
    private static string Snake(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
