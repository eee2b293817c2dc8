namespace Elman.Formats.Containers.Pickle;

/// <summary>Everything that a value of a pickle leads to, each once: as long as the pickle and not longer, however it refers to itself.</summary>
internal static class PickleWalk
{
    /// <summary>The persistent ids.</summary>
    public static IEnumerable<PicklePersistent> Persistent(PickleValue root)
    {
        var seen = new HashSet<PickleValue>(ReferenceEqualityComparer.Instance);
        var open = new Stack<PickleValue>([root]);
        while (open.TryPop(out PickleValue? value))
        {
            if (!IsComposed(value) || !seen.Add(value)) continue;
            if (value is PicklePersistent persistent) yield return persistent;
            foreach (PickleValue part in Parts(value)) open.Push(part);
        }
    }

    private static bool IsComposed(PickleValue value) => value is PickleTuple or PickleList or PickleMap or PickleCall or PicklePersistent;

    private static IEnumerable<PickleValue> Parts(PickleValue value) => value switch
    {
        PickleTuple tuple => tuple.Items,
        PickleList list => list.Items,
        PickleMap map => map.Pairs.SelectMany(pair => new[] { pair.Key, pair.Value }),
        PicklePersistent persistent => [persistent.Id],
        PickleCall call => Parts(call),
        _ => [],
    };

    private static IEnumerable<PickleValue> Parts(PickleCall call)
    {
        yield return call.Function;
        foreach (PickleValue argument in call.Arguments) yield return argument;
        if (call.State is not null) yield return call.State;
        if (call.Pairs is not null) yield return call.Pairs;
        if (call.Items is not null) yield return call.Items;
    }
}
