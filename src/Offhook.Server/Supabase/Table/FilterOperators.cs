using System.Collections.Frozen;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>The operators of filters, as PostgREST and Supabase Realtime spell them.</summary>
internal static class FilterOperators
{
    /// <summary>The operator that takes a list.</summary>
    public const string In = "in";

    private static readonly FrozenDictionary<string, Comparison> Comparisons = new Dictionary<string, Comparison>
    {
        ["eq"] = Comparison.Equal,
        ["neq"] = Comparison.NotEqual,
        ["lt"] = Comparison.Less,
        ["lte"] = Comparison.LessOrEqual,
        ["gt"] = Comparison.Greater,
        ["gte"] = Comparison.GreaterOrEqual,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All that there are, for a message.</summary>
    public static string Names => "eq, neq, lt, lte, gt, gte, in, is, like, ilike, isdistinct";

    /// <summary>Whether there is such an operator.</summary>
    public static bool Knows(string name) => Comparisons.ContainsKey(name) || name is In or "is" or "like" or "ilike" or "isdistinct";

    /// <summary>The condition of an operator with one value.</summary>
    /// <param name="starIsAny">Whether <c>*</c> in a pattern is <c>%</c>, as in addresses, where <c>%</c> must be encoded.</param>
    /// <returns>What is wrong, or null when <paramref name="condition"/> was made.</returns>
    public static TableFault? Make(TableColumn column, string name, string value, bool starIsAny, out TableCondition condition)
    {
        condition = new TableCondition.Missing(column);
        if (name == "is")
        {
            return Is(column, value, ref condition);
        }

        if (name is "like" or "ilike")
        {
            return Like(column, name, starIsAny ? value.Replace('*', '%') : value, ref condition);
        }

        if (TableValue.Cast(column.Type, value, out var cast) is { } fault)
        {
            return fault;
        }

        condition = name == "isdistinct" ? new TableCondition.Distinct(column, cast) : new TableCondition.Compared(column, Comparisons[name], cast);
        return null;
    }

    /// <summary>The condition of <see cref="In"/>.</summary>
    /// <returns>What is wrong, or null when <paramref name="condition"/> was made.</returns>
    public static TableFault? MakeIn(TableColumn column, IReadOnlyList<string> values, out TableCondition condition)
    {
        var casts = new List<object>(values.Count);
        condition = new TableCondition.OneOf(column, []);
        foreach (var value in values)
        {
            if (TableValue.Cast(column.Type, value, out var cast) is { } fault)
            {
                return fault;
            }

            casts.Add(cast);
        }

        condition = new TableCondition.OneOf(column, casts);
        return null;
    }

    // No column is a boolean, so true, false and unknown are words that are known and never fit.
    private static TableFault? Is(TableColumn column, string value, ref TableCondition condition)
    {
        switch (value.ToUpperInvariant())
        {
            case "NULL":
                condition = new TableCondition.Missing(column);
                return null;
            case "NOT_NULL":
                condition = new TableCondition.Opposite(new TableCondition.Missing(column));
                return null;
            case "TRUE" or "FALSE" or "UNKNOWN":
                return new TableFault("42804", $"argument of IS {value.ToUpperInvariant()} must be type boolean, not type {column.Type.LongName()}");
            default:
                return TableFault.Unreadable($"\"failed to parse filter (is.{TableFault.Cut(value)})\"", "is takes null or not_null here");
        }
    }

    private static TableFault? Like(TableColumn column, string name, string pattern, ref TableCondition condition)
    {
        if (column.Type is not ColumnType.Text)
        {
            return TableFault.NotForType(name == "like" ? "~~" : "~~*", column.Type);
        }

        if (TableValue.Cast(ColumnType.Text, pattern, out _) is { } fault)
        {
            return fault;
        }

        if (!LikePattern.IsWhole(pattern))
        {
            return TableFault.HalfPattern;
        }

        condition = new TableCondition.Patterned(column, pattern, ignoreCase: name == "ilike");
        return null;
    }
}
