using System.Globalization;
using Elman.Bench;
using Elman.Bench.Comparison;
using Elman.Bench.Ours;
using Elman.Bench.Startup;
using Elman.Bench.Tasks;

switch (args)
{
    case ["--serve", var threads]:
        Server.Run(Console.In, Console.Out, int.Parse(threads, CultureInfo.InvariantCulture));
        return 0;
    case ["--memory", var one, var threads]:
        Elman.Numerics.Compute.Threads = int.Parse(threads, CultureInfo.InvariantCulture);
        Footprint.Print(Case.Parse(one), Console.Out);
        return 0;
    case ["--products"]:
        for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++) Products.Run(Console.Out, threads);
        return 0;
    case ["--options"]:
        OptionCosts.Run(Console.Out, 1);
        return 0;
    case ["--accuracy"]:
        return Accuracy.Run(Console.Out, every: null);
    case ["--accuracy", "--every", var text] when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint every) && every is > 0 and <= 1 << 20:
        return Accuracy.Run(Console.Out, every);
    case ["--train", var folder, var task]:
        TaskTimes.Train(folder, task, Console.Out);
        return 0;
    case ["--tasks", var folder]:
        TaskTimes.Compare(folder, "bench/peers", Console.Out);
        return 0;
    case ["--start"]:
        Session.Print(Session.Start(), Console.Out);
        return 0;
    case ["--tiers"]:
        Session.Print(Session.Tiers(), Console.Out);
        return 0;
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
Session.Compare(options, args, Console.Out);
return 0;
