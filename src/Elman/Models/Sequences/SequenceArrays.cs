using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elman.Storage;

namespace Elman.Models;

/// <summary>Ways to make a sequence model, and to bring one back from a file.</summary>
public static class SequenceModel
{
    /// <summary>The key of the roles in a file's metadata, beside the description of the graph.</summary>
    public const string RolesKey = "elman.sequence";

    /// <summary>The usual encoder and decoder; parameters are as layers make them, so initialise or load them.</summary>
    public static SequenceModel<T> Create<T>(SequenceOptions options) where T : unmanaged, IBinaryFloatingPointIeee754<T> => SequenceGraph.Of<T>(options);

    /// <summary>The model as arrays with its description and roles beside them; its graph alone can be loaded from it like any other.</summary>
    public static ArrayFile Write<T>(SequenceModel<T> model) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArrayFile file = ModelArrays.Write(model.Model);
        SequenceRoles roles = model.Roles;
        file.Metadata[RolesKey] = new JsonObject
        {
            ["source"] = roles.Source, ["target"] = roles.Target, ["scores"] = roles.Scores, ["start"] = roles.Start, ["end"] = roles.End, ["kind"] = roles.Kind.ToString(),
        }.ToJsonString();
        return file;
    }

    /// <summary>What <see cref="Write"/> wrote, bit for bit.</summary>
    /// <exception cref="BadFileException">The file is damaged, or holds a model without roles.</exception>
    public static SequenceModel<T> Read<T>(ArrayFile file) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string source = file.Source ?? "memory";
        if (!file.Metadata.TryGetValue(RolesKey, out string? text))
            throw new BadFileException(source, $"expected the roles of a sequence model in the metadata, under '{RolesKey}'; found none. Load the graph by Model.Load, and say the roles: new SequenceModel<T>(model, roles).");
        Model<T> model = ModelArrays.Read<T>(file);
        try
        {
            return new(model, RolesOf(text));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or FormatException or JsonException)
        {
            throw new BadFileException(source, $"metadata '{RolesKey}': {error.Message}", inner: error);
        }
    }

    /// <summary>Writes a <c>.safetensors</c>.</summary>
    public static void Save<T>(this SequenceModel<T> model, string path) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"'{path}': a sequence model is written with its description, into a .safetensors. Choose such a name.");
        Write(model).Save(path);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SequenceModel<T> Load<T>(string path) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(ArrayFile.Load(path));

    private static SequenceRoles RolesOf(string text)
    {
        var fields = new JsonFields(JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }), "the roles");
        string kind = fields.Text("kind");
        if (!Enum.TryParse(kind, out ScoreKind scores) || !Enum.IsDefined(scores)) throw new FormatException($"the kind of scores must be one of {string.Join(", ", Enum.GetNames<ScoreKind>())}, found '{kind}'.");
        var roles = new SequenceRoles(fields.Text("source"), fields.Text("target"), fields.Text("scores"), fields.Number("start"), fields.Number("end"), scores);
        fields.End();
        return roles;
    }
}
