using System.Collections.Generic;
using System.Globalization;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>An operation that cannot be carried out: it is misspelt, or names something that does not exist.</summary>
public sealed class OperationException(string message) : Exception(message);

/// <summary>
/// An operation on something of the wrong kind. QEMU refuses it when it runs; our types refuse it at compile time.
/// </summary>
public sealed class WrongKindException(string message) : Exception(message);

/// <summary>The operands of one operation.</summary>
internal readonly struct Operands(IReadOnlyList<string> words)
{
    internal int Count => words.Count;

    internal string this[int index] => words[index];

    internal ulong Number(int index) => TryParse(words[index], out ulong value) ? value : throw Invalid(index, "a number");

    internal int Priority(int index)
    {
        string text = words[index];
        bool negative = text.StartsWith('-');
        return TryParse(negative ? text[1..] : text, out ulong value) && value <= int.MaxValue
            ? (negative ? -(int)value : (int)value)
            : throw Invalid(index, "a priority");
    }

    internal bool Flag(int index) => words[index] switch
    {
        "1" => true,
        "0" => false,
        _ => throw Invalid(index, "0 or 1"),
    };

    internal MapAccess Access(int index) => words[index] switch
    {
        "w" or "1" => MapAccess.Write,
        "r" or "0" => MapAccess.Read,
        _ => throw Invalid(index, "w or r"),
    };

    private static bool TryParse(string text, out ulong value)
    {
        // As in C: a leading 0 makes it octal.
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        if (text.Length < 2 || text[0] != '0')
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }

        value = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7' || value > ulong.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private OperationException Invalid(int index, string expected) => new($"{expected} is expected as operand {index} of '{words[0]}', not '{words[index]}'");
}
