using System.Security.Cryptography;
using Offhook.Storage;

namespace Offhook.Server.Settings;

/// <summary>The folder of one running installation: locked against a second process, readable only by its owner.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private const string DatabaseMark = "uses-database";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Takes the folder, making it when it does not exist.</summary>
    /// <exception cref="SettingsException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerFolder);
            }

            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new SettingsException($"OFFHOOK_DATA: {path} cannot be written by this user");
        }
        catch (IOException) when (Directory.Exists(path))
        {
            throw new SettingsException($"OFFHOOK_DATA: another Offhook is running on {path}; stop it, or give this one a folder of its own");
        }
        catch (IOException)
        {
            throw new SettingsException($"OFFHOOK_DATA: {path} cannot be made");
        }
    }

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a secret for its owner's eyes only, replacing what was there in one step.</summary>
    public async Task WriteSecretAsync(string name, string text, CancellationToken cancellationToken)
    {
        var target = File(name);
        var partial = target + ".new";
        System.IO.File.Delete(partial);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        await using (var stream = new FileStream(partial, options))
        await using (var writer = new StreamWriter(stream))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
            await writer.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(partial, target, overwrite: true);
    }

    /// <summary>Notes that the calls of this installation lie in a database.</summary>
    public void RememberDatabase() => System.IO.File.WriteAllText(File(DatabaseMark), "The calls of this installation lie in the database that DATABASE_URL names.\n");

    /// <summary>Keeps a lost setting from looking like an installation without calls.</summary>
    /// <exception cref="SettingsException">This installation worked with a database before.</exception>
    public void RefuseWithoutDatabase()
    {
        if (System.IO.File.Exists(File(DatabaseMark)))
        {
            throw new SettingsException(
                $"DATABASE_URL is missing, and the calls of this installation lie in a database. Set it again; to leave the database for good and begin an empty embedded store, remove {File(DatabaseMark)}.");
        }
    }

    /// <summary>The secrets that sign callback addresses, newest first. The first start makes one; a copy lies in the folder and outlives the store.</summary>
    /// <param name="copy">The name of the copy.</param>
    public async Task<IReadOnlyList<byte[]>> CallbackSecretsAsync(ICallStore store, string copy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        const string Prefix = "callback-secret/";
        await store.SecretAsync(Prefix + "0001", () => ReadCopy(copy) ?? RandomNumberGenerator.GetBytes(32), cancellationToken);
        byte[][] secrets = [.. (await store.SecretsAsync(Prefix, cancellationToken)).Reverse().Take(2).Select(secret => secret.Value)];
        await WriteSecretAsync(copy, string.Join('\n', secrets.Select(Convert.ToHexStringLower)) + "\n", cancellationToken);
        return secrets;
    }

    private byte[]? ReadCopy(string name)
    {
        var first = System.IO.File.Exists(File(name)) ? System.IO.File.ReadLines(File(name)).FirstOrDefault() : null;
        return first is { Length: 64 } && first.All(char.IsAsciiHexDigit) ? Convert.FromHexString(first) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
