using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>What is wrong with a request for rows, in the four fields that PostgREST answers with.</summary>
/// <param name="Code">A SQLSTATE such as <c>22P02</c>, or PostgREST's own such as <c>PGRST100</c>.</param>
/// <param name="Message">For example <c>invalid input syntax for type integer: "abc"</c>.</param>
internal sealed record TableFault(string Code, string Message, string? Details = null, string? Hint = null)
{
    /// <summary>PostgreSQL keeps no NUL, and no half of a character.</summary>
    public static readonly TableFault NotStorable = new("22021", "invalid byte sequence for encoding \"UTF8\"");

    /// <summary>A pattern whose escape character has nothing to escape.</summary>
    public static readonly TableFault HalfPattern = new("22025", "LIKE pattern must not end with escape character");

    public static TableFault NoSuchForm(ColumnType type, string text) =>
        new(type is ColumnType.Timestamptz ? "22007" : "22P02", $"invalid input syntax for type {type.LongName()}: \"{Cut(text)}\"");

    public static TableFault NumberOutOfRange(ColumnType type, string text) => new("22003", $"value \"{Cut(text)}\" is out of range for type {type.LongName()}");

    public static TableFault TimeOutOfRange(string text) => new("22008", $"date/time field value out of range: \"{Cut(text)}\"");

    public static TableFault ZoneOutOfRange(string text) => new("22009", $"time zone displacement out of range: \"{Cut(text)}\"");

    public static TableFault NoSuchColumn(string name) => new("42703", $"column {IvrCallsTable.Name}.{Cut(name)} does not exist");

    /// <summary>What is filtered, ordered or cut is of another table.</summary>
    public static TableFault NotEmbedded(string table) =>
        new("PGRST108", $"'{Cut(table)}' is not an embedded resource in this request", $"{IvrCallsTable.Name} is the only table that is offered.");

    /// <summary>The operator is none for a column of this type.</summary>
    public static TableFault NotForType(string symbol, ColumnType type) =>
        new("42883", $"operator does not exist: {type.LongName()} {symbol} unknown", Hint: "No operator matches the given name and argument types. You might need to add explicit type casts.");

    /// <summary>The text is not understood.</summary>
    public static TableFault Unreadable(string message, string details) => new("PGRST100", message, details);

    /// <summary>What somebody wrote, short enough to be repeated.</summary>
    public static string Cut(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
