using System.Numerics;
using Elman.Storage;

namespace Elman.Formats.Containers.Pickle;

/// <summary>Reads one pickle of protocols 2 to 5 into plain data (PEP 307, 3154, 574). It has no way to import, make or call anything.</summary>
/// <remarks>Every instruction takes at least one byte of the file and makes at most one value, so the memory is at most some hundred times the pickle's size.</remarks>
internal sealed class PickleMachine
{
    private const int FirstProtocol = 2, LastProtocol = 5;

    private readonly List<PickleValue> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, PickleValue> _memo = [];
    private long _at;
    private PickleOpcode _opcode = PickleOpcode.All[0];
    private PickleValue? _result;
    private bool _hasProtocol;

    private PickleMachine(PickleInput input) => Input = input;

    public PickleInput Input { get; }

    /// <summary>The value of a pickle; the input stands behind it then.</summary>
    public static PickleValue Read(PickleInput input)
    {
        var machine = new PickleMachine(input);
        while (machine._result is null) machine.Next();
        return machine._result;
    }

    private void Next()
    {
        _at = Input.Position;
        byte code = Input.Byte();
        _opcode = PickleOpcode.Of(code) ?? throw Input.Bad(_at, $"expected an instruction, found the byte 0x{code:x2}, which is none. The file is damaged, or no pickle.");
        if (!_hasProtocol && _opcode.Name != "PROTO") throw Input.Bad(_at, $"expected the protocol ({FirstProtocol} to {LastProtocol}) first, found {_opcode.Name}. It is of protocol 0 or 1, or no pickle; save it again with a newer Python.");
        if (_opcode.Run is not { } run) throw Bad($"is refused: {_opcode.Refused}");
        run(this);
    }

    public void Protocol()
    {
        byte protocol = Input.Byte();
        if (protocol is < FirstProtocol or > LastProtocol) throw Bad($"says protocol {protocol}; expected {FirstProtocol} to {LastProtocol}. Save the file with pickle_protocol=2");
        if (_hasProtocol) throw Bad($"stands twice; expected it once, at the beginning");
        _hasProtocol = true;
    }

    public void Stop()
    {
        PickleValue value = Pop();
        if (_stack.Count > 0 || _marks.Count > 0) throw Bad($"expected one value at the end, found {_stack.Count + 1} and {_marks.Count} open marks");
        _result = value;
    }

    public void Push(PickleValue value) => _stack.Add(value);

    public PickleValue Pop()
    {
        PickleValue top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    public void Drop()
    {
        // Python's own rule: a mark above the last value is dropped instead of the value.
        if (_marks.Count > 0 && _marks[^1] == _stack.Count) _marks.RemoveAt(_marks.Count - 1);
        else Pop();
    }

    public void Mark() => _marks.Add(_stack.Count);

    public PickleValue[] PopToMark()
    {
        if (_marks.Count == 0) throw Bad($"expected a mark on the stack, found none");
        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        PickleValue[] values = [.. _stack[mark..]];
        _stack.RemoveRange(mark, values.Length);
        return values;
    }

    public void Integer(uint bytes)
    {
        const int longest = 1024;
        if (bytes > longest) throw Bad($"expected a whole number of at most {longest} bytes, found {bytes}");
        Push(new PickleInteger(new BigInteger(Input.Bytes(bytes))));
    }

    public void Tuple(int count)
    {
        var items = new PickleValue[count];
        for (int i = count - 1; i >= 0; i--) items[i] = Pop();
        Push(new PickleTuple(items));
    }

    public void Append(ReadOnlySpan<PickleValue> items)
    {
        PickleList list = Top() switch
        {
            PickleList plain => plain,
            PickleCall call => call.ItemsToFill,
            PickleValue other => throw Expected("a list", other),
        };
        list.Add(items);
    }

    public void SetItem()
    {
        PickleValue value = Pop(), key = Pop();
        Pairs().Add(key, value);
    }

    public void SetItems(PickleValue[] values)
    {
        if (values.Length % 2 != 0) throw Bad($"expected keys and values, found {values.Length} things, which is odd");
        PickleMap pairs = Pairs();
        for (int i = 0; i < values.Length; i += 2) pairs.Add(values[i], values[i + 1]);
    }

    /// <summary>What is in a set is of no use to anybody here; it only has to be there.</summary>
    public void AddToSet(PickleValue[] items)
    {
        if (Top() is not PickleSet) throw Expected($"a set for {items.Length} items", Top());
    }

    public void FrozenSet()
    {
        PopToMark();
        Push(new PickleSet());
    }

    public void Remember(uint place) => _memo[place] = Top();

    public void Remember() => _memo[(uint)_memo.Count] = Top();

    public void Recall(uint place) => Push(_memo.TryGetValue(place, out PickleValue? value) ? value : throw Bad($"asks for place {place} of the memo, where nothing was put"));

    public void StackGlobal()
    {
        PickleValue name = Pop(), module = Pop();
        if (name is not PickleText { Value: var word } || module is not PickleText { Value: var path }) throw Expected("two texts", name is PickleText ? module : name);
        Push(new PickleGlobal(path, word));
    }

    public void Call(bool makesObject)
    {
        PickleValue arguments = Pop(), function = Pop();
        if (arguments is not PickleTuple tuple) throw Expected("a tuple of arguments", arguments);
        Push(new PickleCall(Callable(function), tuple, makesObject));
    }

    public void CallWithNames()
    {
        PickleValue named = Pop();
        if (named is not PickleMap) throw Expected("arguments by name", named);
        Call(makesObject: true);
    }

    public void Build()
    {
        PickleValue state = Pop();
        if (Top() is not PickleCall call) throw Expected("an object to give a state", Top());
        if (call.State is not null) throw Bad($"gives {call.Name} a second state");
        call.State = state;
    }

    private PickleMap Pairs() => Top() switch
    {
        PickleMap plain => plain,
        PickleCall call => call.PairsToFill,
        PickleValue other => throw Expected("a dictionary", other),
    };

    /// <summary>A class may also be named by the file around the pickle.</summary>
    private PickleValue Callable(PickleValue function) =>
        function is PickleGlobal or PickleCall or PicklePersistent ? function : throw Expected("a class or function", function);

    private PickleValue Top()
    {
        int floor = _marks.Count > 0 ? _marks[^1] : 0;
        return _stack.Count > floor ? _stack[^1] : throw Bad($"wants a value, but the stack has none {(floor > 0 || _marks.Count > 0 ? "above its mark" : "left")}");
    }

    private BadFileException Expected(string what, PickleValue found) => Bad($"expected {what}, found {found.Words}");

    private BadFileException Bad(InvariantText problem) => Input.Bad(_at, $"{_opcode.Name} {BadFileException.Shown(problem.ToString(), 300)}. Nothing in it was run.");
}
