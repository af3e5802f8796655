namespace Offhook.Storage;

/// <summary>The named keys of an installation, the same for all its nodes. Of a key only its hash is kept.</summary>
public interface IAccessKeyStore
{
    /// <summary>All keys, in the order of their names.</summary>
    Task<IReadOnlyList<AccessKey>> AccessKeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <returns>False, and nothing is kept, when there is one of this name.</returns>
    Task<bool> AddAccessKeyAsync(AccessKey key, CancellationToken cancellationToken);

    /// <summary>Removes a key for good.</summary>
    /// <returns>False when there is none of this name.</returns>
    Task<bool> RemoveAccessKeyAsync(string name, CancellationToken cancellationToken);
}

/// <summary>What a key is for.</summary>
public enum AccessKeyKind
{
    /// <summary>A program: reads and dials.</summary>
    Server,

    /// <summary>A web page, where anybody can read it: only reads.</summary>
    Publishable,
}

/// <summary>A named key.</summary>
/// <param name="Name">Unique, compared exactly.</param>
/// <param name="Team">The only team that it is good for; null for all, and for none by itself when it is publishable.</param>
/// <param name="Origins">The pages that it is good for; none for a key that no page bears.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Hash">SHA-256 of the key's text.</param>
public sealed record AccessKey(string Name, AccessKeyKind Kind, string? Team, IReadOnlyList<string> Origins, DateTimeOffset CreatedAt, byte[] Hash)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
