// dotnet run --project tools/Generator: writes the lanes and the tile kernels of src/Elman/Numerics/Generated.
using Elman.Generator;

string folder = args.Length > 0 ? args[0] : Path.Combine("src", "Elman", "Numerics", "Generated");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"'{folder}' is not there: run this from the root of the repository, or name the folder.");
    return 1;
}
foreach ((string name, string text) in Sources.All()) File.WriteAllText(Path.Combine(folder, name), text);
return 0;
