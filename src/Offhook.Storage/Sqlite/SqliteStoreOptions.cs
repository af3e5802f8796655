namespace Offhook.Storage.Sqlite;

/// <summary>Where the embedded store lies.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Path of the database file, on a local disk. Made with mode 0600 when missing, its folder with 0700; two files that begin with the same name appear beside it.</summary>
    public required string FilePath { get; init; }
}
