namespace Offhook.Storage.Tests;

/// <summary>Keeps the writer at work on a secret that takes its time, so that whatever comes meanwhile shares the next commit.</summary>
internal sealed class HeldWriter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _letGo = new();

    public static async Task<HeldWriter> TakeAsync(ICallStore store)
    {
        var held = new HeldWriter();
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = store.SecretAsync("slow", () => held.Make(taken), TempStore.Cancel);
        await taken.Task.WaitAsync(Patience, TempStore.Cancel);
        return held;
    }

    public void LetGo() => _letGo.Set();

    public void Dispose()
    {
        LetGo(); // A test that failed early must not hold up the closing of its store. The event needs no disposing, and the writer may still look at it.
    }

    private byte[] Make(TaskCompletionSource taken)
    {
        taken.SetResult();
        return _letGo.Wait(Patience) ? [1] : throw new TimeoutException("Waited 20 s to be let go; nobody did.");
    }
}
