namespace Offhook.Storage.Table;

/// <summary>The order of texts by their bytes in UTF-8, which is PostgreSQL's collation "C" and SQLite's own.</summary>
internal static class TextOrder
{
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // In UTF-16 the halves of the highest characters lie below U+E000; in UTF-8 the highest characters lie last.
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
