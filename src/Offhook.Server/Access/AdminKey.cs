using System.Buffers.Text;
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

    private const string SecretName = "admin-key-hash";
    private const string Prefix = "offhook_";

    private readonly byte[] _hash;

    private AdminKey(byte[] hash) => _hash = hash;

    /// <summary>Makes the key at the first start and knows it again at later ones.</summary>
    /// <returns>The key, and whether it was made just now.</returns>
    public static async Task<(AdminKey Key, bool IsNew)> OpenAsync(ICallStore store, DataFolder folder, CancellationToken cancellationToken)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var known = await store.SecretsAsync(SecretName, cancellationToken);
        if (known.Count > 0)
        {
            return (new AdminKey(known[0].Value), false);
        }

        // The file first: a hash whose key nobody ever saw would lock everybody out.
        await folder.WriteSecretAsync(FileName, key + "\n", cancellationToken);
        return (new AdminKey(await store.SecretAsync(SecretName, () => Hash(key), cancellationToken)), true);
    }

    /// <summary>Whether this is the key. Compared in constant time.</summary>
    public bool Is(string? candidate) =>
        candidate is { Length: > 0 and <= 200 } && CryptographicOperations.FixedTimeEquals(Hash(candidate), _hash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
