using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Offhook.Server.Settings;
using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>The first key of an installation. The store holds its hash; the key itself lies once in <c>OFFHOOK_DATA/first-key</c>, for the administrator to take away.</summary>
internal sealed class AdminKey
{
    /// <summary>The file with the key.</summary>
    public const string FileName = "first-key";

    /// <summary>The command-line word that makes a new key and ends the old one, with all sessions opened by it.</summary>
    public const string RenewArgument = "--new-key";

    private const string SecretPrefix = "admin-key-hash/";
    private const string Prefix = "offhook_";

    private readonly byte[] _hash;

    private AdminKey(byte[] hash) => _hash = hash;

    /// <summary>Changes with the key, and tells nothing of it.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(_hash).AsSpan(0, 8));

    /// <summary>Makes the key at the first start and knows it again at later ones.</summary>
    /// <param name="renew">Whether to make a new key and end the old one.</param>
    /// <returns>The key, and whether it was made just now.</returns>
    public static async Task<(AdminKey Key, bool IsNew)> OpenAsync(ICallStore store, DataFolder folder, bool renew, CancellationToken cancellationToken)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var known = await store.SecretsAsync(SecretPrefix, cancellationToken);
        if (known.Count > 0 && !renew)
        {
            return (new AdminKey(known[^1].Value).Tidy(folder), false);
        }

        // The file first: a hash whose key nobody ever saw would lock everybody out.
        await folder.WriteSecretAsync(FileName, key + "\n", cancellationToken);
        var name = SecretPrefix + (known.Count + 1).ToString("D4", CultureInfo.InvariantCulture);
        var kept = new AdminKey(await store.SecretAsync(name, () => Hash(key), cancellationToken)).Tidy(folder);

        // Of several nodes that start at once on one store, one makes the key.
        return (kept, kept.Is(key));
    }

    /// <summary>Whether this is the key. Compared in constant time.</summary>
    public bool Is(string? candidate) =>
        candidate is { Length: > 0 and <= 200 } && CryptographicOperations.FixedTimeEquals(Hash(candidate), _hash);

    // A key that is not the one would mislead: another node made or renewed it, or we died before ours was kept.
    private AdminKey Tidy(DataFolder folder)
    {
        var path = folder.File(FileName);
        if (File.Exists(path) && !Is(File.ReadAllText(path).Trim()))
        {
            File.Delete(path);
        }

        return this;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
