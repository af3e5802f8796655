using System.Reflection;
using Offhook.Storage;

namespace Offhook.Testing;

/// <summary>A real database of its own for one test, seen past the store. One statement reads both kinds: tables are named without their schema, values are text.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Whether the tests of this program run on PostgreSQL, as its <see cref="RunsOnPostgresAttribute"/> says; otherwise they run on SQLite.</summary>
    public static bool IsPostgres { get; } = Assembly.GetEntryAssembly()?.IsDefined(typeof(RunsOnPostgresAttribute)) == true;

    /// <summary>Whether the tests of this program can run.</summary>
    public static bool IsInstalled => !IsPostgres || PostgresCluster.IsInstalled;

    /// <summary>Makes one without calls, of the kind that the tests of this program run on.</summary>
    public static async Task<TestDatabase> CreateAsync() => IsPostgres ? await PostgresDatabase.CreatePreparedAsync() : SqliteDatabase.Create();

    /// <summary>Opens a store on it, as another process would.</summary>
    public abstract Task<ICallStore> OpenStoreAsync(TimeProvider clock, CancellationToken cancellationToken);

    /// <summary>The rows that a statement gives, their columns joined by <c>|</c>. Times are ISO 8601 in UTC with seven decimals, ids are in lower case.</summary>
    public abstract Task<IReadOnlyList<string>> QueryAsync(string sql);

    /// <summary>Executes statements.</summary>
    public abstract Task ExecuteAsync(string sql);

    /// <summary>From now on no change of a call can be committed. Calls can still be read.</summary>
    public abstract Task BreakAsync();

    /// <summary>Ends what <see cref="BreakAsync"/> began.</summary>
    public abstract Task MendAsync();

    /// <summary>Nothing at all can be written until what is given back is disposed of. All can still be read.</summary>
    public abstract Task<IAsyncDisposable> HoldAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes it, whoever still uses it.</summary>
    protected abstract ValueTask RemoveAsync();
}
