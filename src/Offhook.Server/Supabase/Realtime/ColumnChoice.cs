using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Which columns a binding wants to be told. The primary key is always among them.</summary>
/// <param name="Mask">One bit for each column, in the order of the table.</param>
internal readonly record struct ColumnChoice(ulong Mask)
{
    /// <summary>All of them.</summary>
    public static readonly ColumnChoice All = new(ulong.MaxValue);

    /// <summary>The chosen columns in the order of the table.</summary>
    public IEnumerable<TableColumn> Columns
    {
        get
        {
            for (var i = 0; i < IvrCallsTable.Columns.Count; i++)
            {
                if ((Mask & (1UL << i)) != 0)
                {
                    yield return IvrCallsTable.Columns[i];
                }
            }
        }
    }

    /// <summary>The choice of some columns by name.</summary>
    /// <returns>What is wrong, as a sentence; null when <paramref name="choice"/> was read.</returns>
    public static string? TryRead(IEnumerable<string> names, out ColumnChoice choice)
    {
        choice = All;
        var mask = 1UL << IndexOf(IvrCallsTable.Key);
        foreach (var name in names)
        {
            if (IvrCallsTable.Find(name) is not { } column)
            {
                return $"{IvrCallsTable.Name} has no column {(name.Length > 60 ? name[..60] + "…" : name)}.";
            }

            mask |= 1UL << IndexOf(column);
        }

        choice = new ColumnChoice(mask);
        return null;
    }

    private static int IndexOf(TableColumn column)
    {
        for (var i = 0; i < IvrCallsTable.Columns.Count; i++)
        {
            if (IvrCallsTable.Columns[i] == column)
            {
                return i;
            }
        }

        throw new ArgumentException($"{column} is no column of the table", nameof(column));
    }
}
