using System.Numerics;

namespace Elman.Formats.Containers.Pickle;

/// <summary>What a pickle says, as plain data. Nothing of it is ever imported, built or called: a call is kept as the note that one was asked for.</summary>
internal abstract class PickleValue
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Words { get; }
}

internal sealed class PickleNone : PickleValue
{
    public static readonly PickleNone Value = new();

    public override string Words => "None";
}

internal sealed class PickleFlag(bool value) : PickleValue
{
    public static readonly PickleFlag True = new(true), False = new(false);

    public bool Value => value;
    public override string Words => value ? "True" : "False";
}

internal sealed class PickleInteger(BigInteger value) : PickleValue
{
    public BigInteger Value => value;
    public override string Words => "a whole number";
}

internal sealed class PickleReal(double value) : PickleValue
{
    public double Value => value;
    public override string Words => "a number";
}

internal sealed class PickleText(string value) : PickleValue
{
    public string Value => value;
    public override string Words => "text";
}

internal sealed class PickleBytes(byte[] value) : PickleValue
{
    public byte[] Value => value;
    public override string Words => "bytes";
}

internal sealed class PickleTuple(PickleValue[] items) : PickleValue
{
    public static readonly PickleTuple Empty = new([]);

    public IReadOnlyList<PickleValue> Items => items;
    public override string Words => "a tuple";
}

internal sealed class PickleList : PickleValue
{
    private List<PickleValue>? _items;

    public IReadOnlyList<PickleValue> Items => _items ?? [];
    public override string Words => "a list";

    public void Add(ReadOnlySpan<PickleValue> items) => (_items ??= []).AddRange(items);
}

internal sealed class PickleSet : PickleValue
{
    public override string Words => "a set";
}

internal sealed class PickleMap : PickleValue
{
    private List<KeyValuePair<PickleValue, PickleValue>>? _pairs;

    /// <summary>In the order in which they were set; the reader never looks one up, so a key needs no hash.</summary>
    public IReadOnlyList<KeyValuePair<PickleValue, PickleValue>> Pairs => _pairs ?? [];

    public override string Words => "a dictionary";

    public void Add(PickleValue key, PickleValue value) => (_pairs ??= []).Add(new(key, value));
}

/// <summary>A class or function by its name, and no more than the name.</summary>
internal sealed class PickleGlobal(string module, string name) : PickleValue
{
    public string Module => module;
    public string Name => name;
    public string FullName => $"{module}.{name}";
    public override string Words => FullName;
}

/// <summary>A value that the pickle names and the file around it keeps.</summary>
internal sealed class PicklePersistent(PickleValue id) : PickleValue
{
    public PickleValue Id => id;
    public override string Words => "a persistent id";
}

/// <summary>The note that something was to be called, with what, and what was to be put into the result.</summary>
/// <param name="makesObject">Whether the class was to be instantiated (<c>NEWOBJ</c>) rather than called.</param>
internal sealed class PickleCall(PickleValue function, PickleTuple arguments, bool makesObject) : PickleValue
{
    private PickleMap? _pairs;
    private PickleList? _items;

    public PickleValue Function => function;
    public IReadOnlyList<PickleValue> Arguments => arguments.Items;
    public bool MakesObject => makesObject;

    /// <summary>What <c>BUILD</c> gave it; null where there was none.</summary>
    public PickleValue? State { get; set; }

    /// <summary>What <c>SETITEM</c> put into it.</summary>
    public PickleMap? Pairs => _pairs;

    /// <summary>What <c>APPEND</c> put into it.</summary>
    public PickleList? Items => _items;

    /// <summary>Whether nothing was put into the result.</summary>
    public bool IsBare => State is null && _pairs is null && _items is null;

    public PickleMap PairsToFill => _pairs ??= new();
    public PickleList ItemsToFill => _items ??= new();

    /// <summary>The name of what was to be called, through calls whose results were to be called.</summary>
    public string Name
    {
        get
        {
            PickleValue inner = function;
            // A chain of calls is as long as the file makes it; a name needs no more than a few.
            for (int depth = 0; depth < 8 && inner is PickleCall call; depth++) inner = call.Function;
            return inner is PickleGlobal global ? global.FullName : inner is PickleCall ? "a call of calls" : inner.Words;
        }
    }

    public override string Words => $"an object of {Name}";
}
