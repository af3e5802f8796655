namespace Offhook.Storage.Table;

/// <summary>A column of <c>ivr_calls</c> as readers of the table see it. There are no others than those of <see cref="IvrCallsTable"/>.</summary>
public sealed class TableColumn
{
    private readonly Func<CallRow, object?> _value;

    internal TableColumn(string name, ColumnType type, Func<CallRow, object?> value)
    {
        Name = name;
        Type = type;
        _value = value;
    }

    /// <summary>The name, lower case with <c>_</c>.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public ColumnType Type { get; }

    /// <summary>What a row has here: a value of the type that <see cref="ColumnType"/> names, or null.</summary>
    public object? Value(CallRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _value(row);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether a value can be compared with this column's.</summary>
    internal bool Holds(object value) => Type switch
    {
        ColumnType.Uuid => value is Guid,
        ColumnType.Text => value is string,
        ColumnType.Number => value is int,
        ColumnType.BigNumber => value is long,
        ColumnType.Timestamptz => value is DateTimeOffset,
        _ => false,
    };
}
