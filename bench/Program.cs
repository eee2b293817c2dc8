// dotnet run -c Release --project bench            how fast this machine is, and what share of its peak we reach
// dotnet run -c Release --project bench -- --quick the same in a few seconds
// dotnet run -c Release --project bench -- --accuracy [--every N]  the largest error of every function over all floats, or every Nth
using Elman.Bench;

if (args is ["--accuracy", .. var rest])
{
    if (rest is []) return Accuracy.Run(Console.Out, every: null);
    if (rest is ["--every", var text] && uint.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out uint every) && every is > 0 and <= 1 << 20)
        return Accuracy.Run(Console.Out, every);
    Console.Error.WriteLine($"--accuracy takes nothing or --every N, N from 1 to 1048576; found '{string.Join(' ', rest)}'.");
    return 2;
}
if (args.FirstOrDefault(arg => arg is not "--quick") is { } unknown)
{
    Console.Error.WriteLine($"The bench does not know '{unknown}'. Known: --quick, --accuracy.");
    return 2;
}
var rates = new Rates(Console.Out, args.Contains("--quick") ? 40 : 400);
for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++) rates.Run(threads);
return 0;
