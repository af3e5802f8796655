using System.Buffers;
using System.Buffers.Binary;

namespace Offhook.Calls;

/// <summary>The compact form of a call's reference: its 128 bits as 26 lower-case characters of Crockford's base 32.</summary>
public static class CallReference
{
    /// <summary>Characters in a compact reference.</summary>
    public const int Length = 26;

    private const int UuidLength = 36;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> UuidText = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>A new reference, bearing the time it was made at.</summary>
    public static Guid New(DateTimeOffset now) => Guid.CreateVersion7(now);

    /// <summary>When a reference made by <see cref="New"/> was made, to the millisecond, UTC.</summary>
    public static DateTimeOffset MadeAt(Guid reference)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = reference.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var b in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | b;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }

    /// <summary>The compact form.</summary>
    public static string Compact(Guid reference) => string.Create(Length, reference, static (text, value) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }
    });

    /// <summary>Reads a compact reference in either case.</summary>
    /// <returns><see langword="false"/> for anything that <see cref="Compact"/> cannot have written.</returns>
    public static bool TryReadCompact(ReadOnlySpan<char> text, out Guid reference)
    {
        reference = default;
        if (text.Length != Length)
        {
            return false;
        }

        UInt128 bits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            // Only ASCII letters have a case here: the Kelvin sign, for one, would become a k.
            var c = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | ' ') : text[i];
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || (i == 0 && digit > 7))
            {
                return false;
            }

            bits = (bits << 5) | (uint)digit;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        reference = new Guid(bytes, bigEndian: true);
        return true;
    }

    /// <summary>Reads a reference as UUID text or in its compact form, either in either case and without anything around it.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Guid reference)
    {
        if (TryReadCompact(text, out reference))
        {
            return true;
        }

        // The framework's reader alone would also take spaces around it, and 0x or + inside.
        return text.Length == UuidLength && text.IndexOfAnyExcept(UuidText) < 0 && Guid.TryParseExact(text, "D", out reference);
    }
}
