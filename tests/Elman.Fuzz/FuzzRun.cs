using System.Runtime.InteropServices;

namespace Elman.Fuzz;

/// <summary>One run: each mutation follows from the seed and its number, so that it can be made again.</summary>
internal sealed class FuzzRun : IDisposable
{
    /// <summary>After this many seconds in one file the reader hangs, and the process ends with the file saved.</summary>
    private const int HangSeconds = 30;

    private sealed class Count
    {
        public long Tried, Read, Most;
        public double Longest;
    }

    private readonly Settings _settings;
    private readonly Corpus[] _formats;
    private readonly Count[] _counts;
    private readonly string _folder = Directory.CreateTempSubdirectory("elman-fuzz-").FullName;
    private readonly Timer _watch;
    private long _beats, _watched = -1;
    private string _current = "";
    private long _number;

    public FuzzRun(Settings settings, Corpus[] formats)
    {
        (_settings, _formats, _counts) = (settings, formats, [.. formats.Select(_ => new Count())]);
        // What must stand beside a file is there, unharmed.
        foreach (Seed seed in formats.SelectMany(format => format.Seeds))
            foreach (string beside in Directory.EnumerateFiles(Path.GetDirectoryName(seed.Path)!, Path.GetFileName(seed.Path).Split('.', '-')[0] + "*"))
                File.Copy(beside, Path.Combine(_folder, Path.GetFileName(beside)), overwrite: true);
        _watch = new Timer(_ => Watch(), null, TimeSpan.FromSeconds(HangSeconds), TimeSpan.FromSeconds(HangSeconds));
    }

    /// <summary>One mutation; false where a reader broke its promise, which is said and whose file is saved.</summary>
    public bool Next(long number)
    {
        int format = (int)(number % _formats.Length);
        Corpus corpus = _formats[format];
        var random = new Random(unchecked((int)(_settings.Seed * 1_000_003L + number)));
        Seed seed = corpus.Seeds[random.Next(corpus.Seeds.Count)];
        byte[] bytes = (random.Next(2) == 0 ? ZipMutation.Of(seed.Bytes, random, corpus.Contents) : null) ?? Mutation.Of(seed.Bytes, random, corpus.Contents);
        string path = Path.Combine(_folder, Path.GetFileName(seed.Path));
        File.WriteAllBytes(path, bytes);
        (_current, _number) = (path, number);
        Outcome outcome = Trial.Run(corpus.Format, path);
        Interlocked.Increment(ref _beats);
        Count count = _counts[format];
        count.Tried++;
        if (outcome.IsRead) count.Read++;
        (count.Longest, count.Most) = (Math.Max(count.Longest, outcome.Seconds), Math.Max(count.Most, outcome.Allocated));
        if (outcome.Fault is { } fault) Save(path, fault);
        else File.WriteAllBytes(path, seed.Bytes);
        return outcome.Fault is null;
    }

    public void Report()
    {
        Console.WriteLine($"{"format",-22}{"files",6}{"mutations",11}{"still read",12}{"longest",10}{"most memory",14}");
        foreach ((Corpus corpus, Count count) in _formats.Zip(_counts))
            Console.WriteLine($"{corpus.Format.Name,-22}{corpus.Seeds.Count,6}{count.Tried,11:#,##0}{count.Read,12:#,##0}{count.Longest * 1000,7:F0} ms{count.Most / 1e6,11:F1} MB");
        Console.WriteLine($"{_counts.Sum(count => count.Tried):#,##0} mutations of seed {_settings.Seed}");
    }

    public void Dispose()
    {
        _watch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Save(string path, string fault)
    {
        string saved = Path.Combine(Environment.CurrentDirectory, $"fuzz-{_settings.Seed}-{_number}-{Path.GetFileName(path)}");
        File.Copy(path, saved, overwrite: true);
        Console.Error.WriteLine($"Mutation {_number} of seed {_settings.Seed} ({RuntimeInformation.RuntimeIdentifier}): {fault}\nThe file is saved as '{saved}'. Again: --seed {_settings.Seed} --only {_number}{(_settings.Format is { } name ? $" --format \"{name}\"" : "")}");
    }

    private void Watch()
    {
        long beats = Interlocked.Read(ref _beats);
        if (beats != _watched || _current.Length == 0)
        {
            _watched = beats;
            return;
        }
        Save(_current, $"hangs: more than {HangSeconds} s");
        Environment.Exit(1);
    }
}
