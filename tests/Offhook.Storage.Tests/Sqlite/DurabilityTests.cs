using Microsoft.Data.Sqlite;
using Offhook.Storage.Sqlite;
using Offhook.Testing;

namespace Offhook.Storage.Tests.Sqlite;

public sealed class DurabilityTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_without_the_store_being_closed()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = new List<CallRow>();
        for (var round = 0; round < 5; round++)
        {
            rows.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(i => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds((round * 20) + i))))));
            var copy = SqliteDatabase.Create();
            Directory.CreateDirectory(copy.Folder);
            File.Copy(temp.File.FilePath, copy.FilePath);
            File.Copy(temp.File.FilePath + "-wal", copy.FilePath + "-wal");

            await using var recovered = await TempStore.OpenAsync(copy);

            var snapshot = await recovered.Store.SnapshotAsync(200, Cancel);
            Assert.Equal(rows.ToHashSet(), snapshot.Items.ToHashSet());
            Assert.Equal(rows.Count, snapshot.Number);
            Assert.Equal(["ok"], await recovered.QueryAsync("pragma integrity_check"));
        }
    }

    [Fact]
    public async Task A_write_ahead_log_that_was_cut_short_costs_only_its_end()
    {
        await using var temp = await TempStore.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i)));
        }

        var copy = SqliteDatabase.Create();
        Directory.CreateDirectory(copy.Folder);
        File.Copy(temp.File.FilePath, copy.FilePath);
        var log = await File.ReadAllBytesAsync(temp.File.FilePath + "-wal", Cancel);
        await File.WriteAllBytesAsync(copy.FilePath + "-wal", log[..^5000], Cancel);
        await using var recovered = await TempStore.OpenAsync(copy);

        var snapshot = await recovered.Store.SnapshotAsync(200, Cancel);
        Assert.Equal(snapshot.Number, snapshot.Items.Count);
        Assert.InRange(snapshot.Items.Count, 1, 19);
        Assert.Equal(["ok"], await recovered.QueryAsync("pragma integrity_check"));
        await recovered.Store.BegunAsync(Said.Intent(recovered.Clock.Now));
    }

    [Fact]
    public async Task Commits_are_synchronized_in_full_and_logged_ahead()
    {
        await using var temp = await TempStore.OpenAsync();
        using var session = new SqliteFile(temp.File.FilePath).OpenWriter();

        Assert.Equal("wal", session.Command("pragma journal_mode").First(row => row.GetString(0)));
        Assert.Equal(2, session.Command("pragma synchronous").Number());
        Assert.Equal(1, session.Command("pragma foreign_keys").Number());
        Assert.Equal(5000, session.Command("pragma busy_timeout").Number());
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var temp = await TempStore.OpenAsync();
        using var session = new SqliteFile(temp.File.FilePath).OpenReader();

        Assert.Throws<SqliteException>(() => session.Execute("delete from ivr_calls"));
    }

    [Fact]
    public async Task The_file_and_its_folder_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(temp.File.Folder));
        foreach (var file in (string[])[temp.File.FilePath, temp.File.FilePath + "-wal", temp.File.FilePath + "-shm"])
        {
            Assert.Equal(Own, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_file_that_was_put_there_for_all_to_read_becomes_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes");
            return;
        }

        await using var temp = await TempStore.OpenAsync();
        await temp.Store.DisposeAsync();
        File.SetUnixFileMode(temp.File.FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await temp.ReopenAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(temp.File.FilePath));
    }

    [Fact]
    public async Task A_closed_store_is_one_file()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Store.SnapshotAsync(10, Cancel);

        await temp.Store.DisposeAsync();

        Assert.Equal([temp.File.FilePath], Directory.GetFiles(temp.File.Folder));
    }
}
