using Offhook.Testing;

namespace Offhook.Storage.Tests.Sqlite;

/// <summary>The file below a store, for tests that know what it is.</summary>
internal static class SqliteFileExtensions
{
    extension(TempStore temp)
    {
        public SqliteDatabase File => (SqliteDatabase)temp.Database;
    }
}
