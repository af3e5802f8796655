using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>The parameter <c>order</c>: <c>column[.asc|.desc][.nullsfirst|.nullslast]</c>, joined by commas.</summary>
internal static class OrderTerms
{
    /// <returns>What is wrong, or null when the terms were added.</returns>
    public static TableFault? Read(string text, List<TableOrder> terms)
    {
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = item.Split('.');
            if (IvrCallsTable.Find(parts[0].Trim('"')) is not { } column)
            {
                return parts[0].Length == 0 ? Unreadable(text, "a column's name is needed") : TableFault.NoSuchColumn(parts[0].Trim('"'));
            }

            var words = parts.AsSpan(1);
            var isDescending = words is ["desc", ..];
            if (words is ["asc" or "desc", ..])
            {
                words = words[1..];
            }

            bool? nullsFirst = words is ["nullsfirst"] ? true : words is ["nullslast"] ? false : null;
            if (nullsFirst is null && words.Length > 0)
            {
                return Unreadable(text, $"unexpected \"{TableFault.Cut(words[0])}\" expecting asc, desc, nullsfirst or nullslast");
            }

            // A column that orders already cannot order again.
            if (!terms.Exists(term => term.Column == column))
            {
                terms.Add(new TableOrder(column, isDescending, nullsFirst ?? isDescending));
            }
        }

        return null;
    }

    private static TableFault Unreadable(string text, string details) => TableFault.Unreadable($"\"failed to parse order ({TableFault.Cut(text)})\"", details);
}
