using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class AwayTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task While_another_program_holds_the_file_writes_say_so_reads_go_on_and_it_recovers()
    {
        await using var temp = await TempStore.OpenAsync();
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var reference = row.Call.Reference;
        using (var other = temp.OpenFile())
        {
            using var transaction = other.BeginTransaction(deferred: false);

            var kept = temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now));
            var read = await temp.Store.FindAsync(reference.ToString("D"), Cancel);

            Assert.Equal(row, read);
            var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => kept);
            Assert.Contains("Nothing was kept", away.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now))).Row.Version);
    }

    [Fact]
    public async Task When_the_transaction_cannot_be_finished_nobody_is_acknowledged()
    {
        await using var temp = await TempStore.OpenAsync();
        temp.Execute("alter table changes rename to mislaid");

        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Record.ExceptionAsync(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i)))).AsTask()));
        temp.Execute("alter table mislaid rename to changes");

        Assert.All(begun, fault => Assert.IsType<StoreUnavailableException>(fault));
        Assert.Empty((await temp.Store.SnapshotAsync(10, Cancel)).Items);
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        Assert.Equal(1, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task What_a_failed_commit_left_on_the_disk_is_announced_with_the_next()
    {
        await using var temp = await TempStore.OpenAsync();
        var announced = new List<CallChange>();
        temp.Store.Committed += announced.AddRange;
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        temp.Execute("alter table changes rename to mislaid");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now)));

        // What a disk leaves that failed only when it was to confirm.
        temp.Execute($"""
            alter table mislaid rename to changes;
            insert into changes select 2, reference, version, at from changes where number = 1;
            update counters set value = 2 where name = 'changes';
            """);
        await temp.Store.ProveWritableAsync(Cancel);
        var next = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Equal([new CallChange(1, row, CallChangeKind.Added), new CallChange(2, row, CallChangeKind.Added), new CallChange(3, next, CallChangeKind.Added)], announced);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_words()
    {
        var folder = TempStore.NewFolder();
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(TempStore.PathIn(folder), new string('x', 5000), Cancel);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => TempStore.OpenAsync(folder));

        Assert.Contains("not a database", refused.Message, StringComparison.Ordinal);
        TempStore.Remove(folder);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused_in_words()
    {
        var folder = TempStore.NewFolder();
        Directory.CreateDirectory(TempStore.PathIn(folder));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => TempStore.OpenAsync(folder));

        TempStore.Remove(folder);
    }

    [Fact]
    public async Task A_word_that_no_Offhook_wrote_is_refused_by_the_table()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        var refused = Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => temp.Execute("update ivr_calls set status = 'completed'"));

        Assert.Contains("CHECK", refused.Message, StringComparison.Ordinal);
        Assert.All(Enum.GetValues<CallStatus>(), status => temp.Execute($"update ivr_calls set status = '{status.Word()}'"));
    }
}
