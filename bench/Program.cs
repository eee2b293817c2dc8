// dotnet run -c Release --project bench            how fast this machine is, and what share of its peak we reach
// dotnet run -c Release --project bench -- --quick the same in a few seconds
using Elman.Bench;

if (args.FirstOrDefault(arg => arg is not "--quick") is { } unknown)
{
    Console.Error.WriteLine($"The bench does not know '{unknown}'. Known: --quick.");
    return 2;
}
var rates = new Rates(Console.Out, args.Contains("--quick") ? 40 : 400);
for (int threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++) rates.Run(threads);
return 0;
