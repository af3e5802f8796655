using Offhook.Calls;

namespace Offhook.Storage.Table;

/// <summary>A list of rows, as readers of the table ask for it. Made of columns that exist and values of their types: nothing in it is text of a statement.</summary>
public sealed record TableQuery
{
    /// <summary>Only calls that this audience may see are found and counted.</summary>
    public required CallAudience Audience { get; init; }

    /// <summary>What a row must answer with yes; null for all rows.</summary>
    public TableCondition? Where { get; init; }

    /// <summary>The order; rows that are equal in it follow by their key. Without one the newest come first.</summary>
    public IReadOnlyList<TableOrder> Order { get; init; } = [];

    /// <summary>How many rows are left out at the beginning; 0 or more.</summary>
    public long Offset { get; init; }

    /// <summary>How many rows at most; 0 or more.</summary>
    public required int Limit { get; init; }

    /// <summary>Whether to count the rows that there are without offset and limit.</summary>
    public bool CountsAll { get; init; }
}

/// <summary>One term of an order.</summary>
/// <param name="IsDescending">Whether the greatest come first.</param>
/// <param name="NullsFirst">Whether rows without a value come first. PostgreSQL takes them for the greatest.</param>
public sealed record TableOrder(TableColumn Column, bool IsDescending, bool NullsFirst)
{
    /// <summary>With the place of missing values that PostgreSQL would give them.</summary>
    public TableOrder(TableColumn column, bool isDescending)
        : this(column, isDescending, NullsFirst: isDescending)
    {
    }
}

/// <summary>What a <see cref="TableQuery"/> finds.</summary>
/// <param name="Total">How many rows there are without offset and limit, as of the same moment; null when that was not asked.</param>
public sealed record TableRows(IReadOnlyList<CallRow> Rows, long? Total);

/// <summary>A query took longer than one reader may hold the store, and was given up.</summary>
public sealed class QueryTooLongException(Exception? inner = null) : Exception("The query took too long and was given up.", inner)
{
    /// <summary>How long a query may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
}
