using Npgsql;
using Offhook.Calls;
using Offhook.Testing;

namespace Offhook.Storage.Tests;

/// <summary>Keeps the writer at work, so that whatever comes meanwhile shares the next commit.</summary>
internal abstract class HeldWriter : IAsyncDisposable
{
    public static async Task<HeldWriter> TakeAsync(TempStore temp) => temp.Database is PostgresDatabase database
        ? await HeldByLock.TakeAsync(temp, database)
        : await HeldBySecret.TakeAsync(temp.Store);

    public abstract Task LetGoAsync();

    // A test that failed early must not hold up the closing of its store.
    public async ValueTask DisposeAsync() => await LetGoAsync();

    /// <summary>On SQLite: by a secret that takes its time to be made.</summary>
    private sealed class HeldBySecret : HeldWriter
    {
        private readonly ManualResetEventSlim _letGo = new();

        public static async Task<HeldWriter> TakeAsync(ICallStore store)
        {
            var held = new HeldBySecret();
            var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = store.SecretAsync("slow", () => held.Make(taken), TempStore.Cancel);
            await taken.Task.SoonAsync();
            return held;
        }

        // The event needs no disposing, and the writer may still look at it.
        public override Task LetGoAsync()
        {
            _letGo.Set();
            return Task.CompletedTask;
        }

        private byte[] Make(TaskCompletionSource taken)
        {
            taken.SetResult();
            return _letGo.Wait(Waiting.Patience) ? [1] : throw new TimeoutException("Waited 20 s to be let go; nobody did.");
        }
    }

    /// <summary>On PostgreSQL: by somebody who locks the table of reports, before which a report without a call waits.</summary>
    private sealed class HeldByLock(NpgsqlConnection locker) : HeldWriter
    {
        public static async Task<HeldWriter> TakeAsync(TempStore temp, PostgresDatabase database)
        {
            var locker = await database.ConnectAsync();
            await using var command = new NpgsqlCommand("begin; lock table reports in exclusive mode", locker);
            await command.ExecuteNonQueryAsync(TempStore.Cancel);
            _ = temp.Store.KeepAsync(new KeptReport(Said.Busy(CallReference.New(temp.Clock.Now), temp.Clock.Now), null), TempStore.Cancel);
            await database.UntilSomebodyWaitsAsync(TempStore.Cancel);
            return new HeldByLock(locker);
        }

        // The lock ends with the connection.
        public override async Task LetGoAsync() => await locker.DisposeAsync();
    }
}
