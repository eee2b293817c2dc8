namespace Elman.Generator;

/// <summary>Every generated file: its name and its text.</summary>
public static class Sources
{
    public static IEnumerable<(string Name, string Text)> All()
    {
        foreach (LaneShape shape in LaneShape.Vectors) yield return ($"{shape.Name}.g.cs", VectorLane.Write(shape));
        yield return ("Tile.g.cs", TileSource.Write());
        yield return ("OuterTile.g.cs", OuterTileSource.Write());
    }

    /// <summary>The first lines of every generated file.</summary>
    public const string Header = "// Written by tools/Generator; never edited by hand.\n";
}
