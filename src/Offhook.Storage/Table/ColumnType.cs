namespace Offhook.Storage.Table;

/// <summary>The types of PostgreSQL that the columns of <c>ivr_calls</c> have.</summary>
public enum ColumnType
{
    /// <summary>A <see cref="Guid"/>.</summary>
    Uuid,

    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>An <see cref="int"/>.</summary>
    Number,

    /// <summary>A <see cref="long"/>.</summary>
    BigNumber,

    /// <summary>A <see cref="DateTimeOffset"/> in UTC, to the microsecond.</summary>
    Timestamptz,
}

/// <summary>The names of the types.</summary>
public static class ColumnTypeNames
{
    /// <summary>The short name, as catalogues and change events give it: <c>uuid text int4 int8 timestamptz</c>.</summary>
    public static string ShortName(this ColumnType type) => type switch
    {
        ColumnType.Uuid => "uuid",
        ColumnType.Text => "text",
        ColumnType.Number => "int4",
        ColumnType.BigNumber => "int8",
        ColumnType.Timestamptz => "timestamptz",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "there is no such type"),
    };

    /// <summary>The name that PostgreSQL's messages use, for example <c>timestamp with time zone</c>.</summary>
    public static string LongName(this ColumnType type) => type switch
    {
        ColumnType.Number => "integer",
        ColumnType.BigNumber => "bigint",
        ColumnType.Timestamptz => "timestamp with time zone",
        _ => type.ShortName(),
    };
}
