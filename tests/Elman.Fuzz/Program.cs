using System.Diagnostics;
using System.Globalization;
using Elman.Fuzz;

// Damages golden files and reads them: dotnet run -c Release --project tests/Elman.Fuzz -- --seconds 60 --seed 1 [--files FOLDER] [--format NAME] [--only N]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Settings.Parse(args) is not { } settings) return 2;
Corpus[] all = Corpus.Below(settings.Folder), formats = [.. all.Where(corpus => settings.Format is null || corpus.Format.Name == settings.Format)];
if (formats.Length == 0)
{
    Console.Error.WriteLine($"No files of a format to damage below '{settings.Folder}'. Formats: {string.Join(", ", all.Select(corpus => corpus.Format.Name))}.");
    return 2;
}
using var run = new FuzzRun(settings, formats);
var clock = Stopwatch.StartNew();
int? failed = null;
for (long number = settings.Only ?? 0; failed is null && (settings.Only is null ? clock.Elapsed.TotalSeconds < settings.Seconds : number == settings.Only); number++)
    if (!run.Next(number)) failed = 1;
run.Report();
return failed ?? 0;
