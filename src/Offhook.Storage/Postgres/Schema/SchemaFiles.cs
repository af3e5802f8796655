using System.Globalization;
using System.Reflection;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>A numbered SQL file of this assembly, applied once and never edited after its release.</summary>
/// <param name="Number">1 for <c>0001_calls.sql</c>.</param>
/// <param name="Name">The file's name.</param>
internal sealed record Migration(int Number, string Name)
{
    private const string Folder = "Offhook.Storage.Postgres.Migrations.";

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => new Migration(int.Parse(name.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), name[Folder.Length..]))
            .OrderBy(migration => migration.Number),
    ];

    /// <summary>The statements.</summary>
    public string Sql => EmbeddedSql.Text(Folder + Name);
}

/// <summary>SQL that lies beside the code.</summary>
internal static class EmbeddedSql
{
    /// <summary>A file of the folder <c>Schema</c>.</summary>
    public static string OfSchema(string name) => Text("Offhook.Storage.Postgres.Schema." + name);

    /// <summary>A file by its whole name.</summary>
    public static string Text(string name)
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!); // Its name is one of those that the project embeds.
        return file.ReadToEnd();
    }
}
