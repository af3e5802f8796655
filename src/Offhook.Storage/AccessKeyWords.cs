namespace Offhook.Storage;

/// <summary>The kinds of keys as words: in the database and in JSON.</summary>
public static class AccessKeyWords
{
    /// <summary>The word of a kind.</summary>
    public static string Word(this AccessKeyKind kind) => kind switch
    {
        AccessKeyKind.Server => "server",
        AccessKeyKind.Publishable => "publishable",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind of a word; null for any other text.</summary>
    public static AccessKeyKind? Read(string? word) => word switch
    {
        "server" => AccessKeyKind.Server,
        "publishable" => AccessKeyKind.Publishable,
        _ => null,
    };
}
