using System.Globalization;
using System.Numerics;
using Elman.Numerics;
using Elman.Storage;

namespace Elman.Models;

/// <summary>
/// The state of a session as a <c>.safetensors</c>: an array for each state of each node (<c>rnn.0.forward.h</c>), and in the metadata
/// what it belongs to. A checksum covers all of it.
/// </summary>
internal static class SessionState
{
    private const int Newest = 1;
    private const string Name = "session state";

    // The keys of the metadata.
    private const string Format = "elman.session", Element = "element", Output = "output", Steps = "steps", Architecture = "architecture", Weights = "weights";

    public static byte[] Write<T>(Model<T> model, SessionChain<T> chain, long steps) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var file = new ArrayFile();
        foreach (SessionChain<T>.Link link in chain.Remembering)
        {
            ReadOnlySpan<T> state = link.State();
            foreach ((string name, int size) in link.Parts)
            {
                file.Add(name, Tensor.From(state[..size]));
                state = state[size..];
            }
        }
        file.Metadata[Format] = Newest.ToString(CultureInfo.InvariantCulture);
        file.Metadata[Element] = SummaryOf.ElementOf<T>();
        file.Metadata[Output] = chain.Output;
        file.Metadata[Steps] = steps.ToString(CultureInfo.InvariantCulture);
        file.Metadata[Architecture] = model.Fingerprint.Architecture;
        file.Metadata[Weights] = model.Fingerprint.Weights;
        Checksum.Seal(file);
        return file.ToBytes(".safetensors");
    }

    /// <returns>The steps that the state has behind it.</returns>
    public static long Read<T>(Model<T> model, SessionChain<T> chain, ReadOnlySpan<byte> bytes, bool allowOtherWeights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArrayFile file = ArrayFile.Read(bytes.ToArray(), Name);
        if (Number(file, Format) is > Newest and var version)
            throw new BadFileException(Name, $"it has format {version}; this library reads up to {Newest}. Use a newer version of the library.");
        Checksum.Check(file, Name);
        string element = SummaryOf.ElementOf<T>();
        if (Text(file, Element) != element) throw new ArgumentException($"The state holds {Text(file, Element)} numbers, this model {element}. Load the model as the one that the state comes from.");
        if (Text(file, Architecture) != model.Fingerprint.Architecture)
            throw new ArgumentException($"The state belongs to another model: its states are {Listed(file.Select(array => $"{array.Name} {array.Shape}"))}, those of this model {Listed(chain.Remembering.SelectMany(link => link.Parts).Select(part => $"{part.Name} ({part.Size})"))}, and the descriptions of the two models differ. Restore it into the model it was saved from.");
        if (Text(file, Output) != chain.Output) throw new ArgumentException($"The state is that of a session on output '{Text(file, Output)}', this session is on '{chain.Output}'. Open the session on that output.");
        if (!allowOtherWeights && Text(file, Weights) != model.Fingerprint.Weights)
            throw new ArgumentException("The state belongs to a model of the same architecture with other weights. Load those weights, or allow other weights if the state shall go on with these.");

        // Everything is read before anything changes.
        List<(SessionChain<T>.Link Link, T[] State)> states = [.. chain.Remembering.Select(link => (link, StateOf(file, link)))];
        if (file.Count != states.Sum(row => row.Link.Parts.Count())) throw new BadFileException(Name, $"it holds arrays that belong to no state: {Listed(file.Names)}.");
        long steps = Number(file, Steps);
        foreach ((SessionChain<T>.Link link, T[] state) in states) link.Stream.Restore(state);
        return steps;
    }

    private static T[] StateOf<T>(ArrayFile file, SessionChain<T>.Link link) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = new List<T>();
        foreach ((string name, int size) in link.Parts)
        {
            NamedArray array = file[name];
            if (!array.Shape.Equals(new Shape(size))) throw new BadFileException(Name, $"'{name}' has shape {array.Shape}, expected ({size}).");
            state.AddRange(array.As<T>().Values);
        }
        return [.. state];
    }

    private static string Text(ArrayFile file, string key) => file.Metadata.TryGetValue(key, out string? text)
        ? text
        : throw new BadFileException(Name, $"its metadata have no '{key}'. It is no saved state, or it is damaged.");

    private static long Number(ArrayFile file, string key) => long.TryParse(Text(file, key), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new BadFileException(Name, $"'{key}' in its metadata is not a whole number. It is damaged.");

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(8).DefaultIfEmpty("none"));
}
