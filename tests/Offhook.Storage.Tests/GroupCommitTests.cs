using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class GroupCommitTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task What_64_callers_write_at_once_is_all_there_after_a_restart()
    {
        await using var temp = await TempStore.OpenAsync();

        var rows = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i))), Cancel)));
        await temp.ReopenAsync();

        Assert.Equal(rows.ToHashSet(), (await temp.Store.SnapshotAsync(200, Cancel)).Items.ToHashSet());
    }

    [Fact]
    public async Task Several_reports_of_one_call_at_once_lose_none()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        var reports = Enumerable.Range(0, 50).Select(i => Said.Talked(intent.Reference, temp.Clock.Now, seconds: i)).ToList();

        var kept = await Task.WhenAll(reports.Select(report => temp.Store.KeptAsync(report)));

        var row = await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel);
        Assert.Equal(CallFold.Fold([intent, .. reports]), row!.Call);
        Assert.Equal(kept.Count(outcome => outcome.Changed) + 1, row.Version);
    }

    [Fact]
    public async Task Of_jobs_that_share_a_commit_only_the_guilty_one_fails()
    {
        await using var temp = await TempStore.OpenAsync();
        await using var held = await HeldWriter.TakeAsync(temp);
        var begun = await temp.Store.SnapshotAsync(0, Cancel);
        var intent = Said.Intent(temp.Clock.Now);

        var first = temp.Store.BegunAsync(intent);
        var guilty = temp.Store.SecretAsync("made wrong", () => throw new FormatException("no key to be had"), Cancel);
        var twice = temp.Store.BegunAsync(intent);
        var last = temp.Store.KeptAsync(Said.Accepted(intent.Reference, temp.Clock.Now));
        await held.LetGoAsync();

        Assert.Equal(1, (await first).Version);
        await Assert.ThrowsAsync<FormatException>(() => guilty);
        await Assert.ThrowsAsync<InvalidOperationException>(() => twice);
        Assert.Equal(2, (await last).Row.Version);
        Assert.Equal(begun.Number + 2, (await temp.Store.SnapshotAsync(0, Cancel)).Number);
    }

    [Fact]
    public async Task Reports_of_one_call_in_one_commit_are_one_change()
    {
        await using var temp = await TempStore.OpenAsync();
        var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        await using var held = await HeldWriter.TakeAsync(temp);

        var accepted = temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now));
        var talked = temp.Store.KeptAsync(Said.Talked(reference, temp.Clock.Now));
        await held.LetGoAsync();

        Assert.Equal((2, 3), ((await accepted).Row.Version, (await talked).Row.Version));
        Assert.Equal([new CallChange(2, (await talked).Row, CallChangeKind.Updated)], await temp.Store.ChangesAfterAsync(1, Cancel));
    }

    [Fact]
    public async Task A_cancelled_caller_whose_work_was_not_taken_up_leaves_no_trace()
    {
        await using var temp = await TempStore.OpenAsync();
        await using var held = await HeldWriter.TakeAsync(temp);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var intent = Said.Intent(temp.Clock.Now);

        var left = temp.Store.BeginAsync(new Intent(intent, intent.At, null, null), gone.Token);
        await gone.CancelAsync();
        await held.LetGoAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Null(await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel));
    }

    [Fact]
    public async Task Closing_finishes_what_is_queued_and_takes_nothing_more()
    {
        await using var temp = await TempStore.OpenAsync();
        await using var held = await HeldWriter.TakeAsync(temp);
        var queued = Enumerable.Range(0, 300).Select(i => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddMilliseconds(i)))).ToList();

        var closing = temp.Store.DisposeAsync();
        await held.LetGoAsync();
        await closing;

        var rows = await Task.WhenAll(queued);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.NextDueAsync(Cancel));
        await temp.Store.DisposeAsync();
        await temp.ReopenAsync();
        Assert.Equal(rows.Length, (await temp.Store.SnapshotAsync(0, Cancel)).Number);
    }
}
