using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Elman.Tests.Explanations;

/// <summary>The types that compiled code names: a call through a dot or an extension looks like its own in the source, and not here.</summary>
internal static class CompiledReferences
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> _codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Every type of a namespace's own assembly that its code or its members name, with where.</summary>
    public static IEnumerable<(Type Named, string By)> Of(IEnumerable<Type> types) =>
        from type in types
        from member in type.GetMembers(All).Append(type)
        from named in Named(member, type).SelectMany(Parts)
        where named.Assembly == type.Assembly
        select (named, $"{type}.{member.Name}");

    private static IEnumerable<Type?> Named(MemberInfo member, Type type) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodBase method => Signature(method).Concat(Body(method, type)),
        Type self => [self.BaseType, .. self.GetInterfaces()],
        _ => [],
    };

    private static IEnumerable<Type?> Signature(MethodBase method) => method.GetParameters().Select(parameter => (Type?)parameter.ParameterType).Append((method as MethodInfo)?.ReturnType);

    private static IEnumerable<Type?> Body(MethodBase method, Type type)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (LocalVariableInfo local in body.LocalVariables) yield return local.LocalType;
        Type[] ofType = type.GetGenericArguments(), ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (int token in Tokens(body.GetILAsByteArray()!))
        {
            MemberInfo named = method.Module.ResolveMember(token, ofType, ofMethod)!;
            yield return named as Type ?? named.DeclaringType;
            if (named is FieldInfo field) yield return field.FieldType;
            if (named is MethodInfo { IsGenericMethod: true } generic)
                foreach (Type argument in generic.GetGenericArguments()) yield return argument;
        }
    }

    /// <summary>The members that the instructions name.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            // The first byte of the instructions of two bytes.
            if (value == 0xFE) value = (short)(0xFE00 | code[at++]);
            OperandType operand = _codes[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType) yield return Number(code, at);
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * Number(code, at),
                _ => 4,
            };
        }
    }

    private static int Number(byte[] code, int at) => BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));

    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null || type.IsGenericParameter) return [];
        if (type.HasElementType) return Parts(type.GetElementType());
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
