using Offhook.Testing;

namespace Offhook.Storage.Tests.Sqlite;

public sealed class FileAwayTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task While_another_program_holds_the_file_writes_say_so_reads_go_on_and_it_recovers()
    {
        await using var temp = await TempStore.OpenAsync();
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var reference = row.Call.Reference;
        using (var other = temp.File.OpenFile())
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
    public async Task What_a_failed_commit_left_on_the_disk_is_announced_with_the_next()
    {
        await using var temp = await TempStore.OpenAsync();
        var announced = new List<CallChange>();
        temp.Store.Committed += announced.AddRange;
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Database.BreakAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now)));

        // What a disk leaves that failed only when it was to confirm.
        await temp.Database.MendAsync();
        await temp.ExecuteAsync("""
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
        var file = SqliteDatabase.Create();
        Directory.CreateDirectory(file.Folder);
        await File.WriteAllTextAsync(file.FilePath, new string('x', 5000), Cancel);

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => TempStore.OpenAsync(file));

        Assert.Contains("not a database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused_in_words()
    {
        var file = SqliteDatabase.Create();
        Directory.CreateDirectory(file.FilePath);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => TempStore.OpenAsync(file));
    }
}
