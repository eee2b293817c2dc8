using System.Globalization;
using Elman.Bench;
using Elman.Bench.Comparison;
using Elman.Bench.Ours;
using Elman.Bench.Peers;

switch (args)
{
    case ["--serve", var threads]:
        Server.Run(Console.In, Console.Out, int.Parse(threads, CultureInfo.InvariantCulture));
        return 0;
    case ["--products"]:
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++) Products.Run(Console.Out, threads);
        return 0;
    case ["--accuracy"]:
        return Accuracy.Run(Console.Out, every: null);
    case ["--accuracy", "--every", var text] when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint every) && every is > 0 and <= 1 << 20:
        return Accuracy.Run(Console.Out, every);
}
Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
var peers = new PeerList(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "peers")), options.Simd);
peers.Prepare(options.Cases.Select(one => one.ToString()));
var report = new Report(Console.Out, peers.Rows);
report.Head();
var runner = new Runner(peers, options.Quick ? Effort.Quick : Effort.Full);
foreach (int threads in options.Threads)
    foreach (Row row in runner.Run(options.Cases, threads)) report.Add(row);
report.End();
if (options.Json is { } json) File.WriteAllText(json, report.ToJson().ToJsonString(new() { WriteIndented = true }) + "\n");
if (options.Pictures is { } folder) Pictures.Write(report.Rows, folder);
return 0;
