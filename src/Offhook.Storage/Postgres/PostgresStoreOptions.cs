namespace Offhook.Storage.Postgres;

/// <summary>Where the shared store lies.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>The database.</summary>
    public required PostgresAddress Address { get; init; }

    /// <summary>The same database past a pooler that cannot listen; null when there is none. Used to hear of changes at once; without it they are asked for.</summary>
    public PostgresAddress? ListenAddress { get; init; }

    /// <summary>Told, a sentence each, of what the person who runs Offhook should know and what no caller hears of.</summary>
    public Action<string>? Trouble { get; init; }
}
