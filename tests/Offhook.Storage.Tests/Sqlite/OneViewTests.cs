using Offhook.Storage.Sqlite;

namespace Offhook.Storage.Tests.Sqlite;

public sealed class OneViewTests
{
    [Fact]
    public async Task What_is_committed_while_a_view_is_read_is_not_in_it()
    {
        await using var temp = await TempStore.OpenAsync();
        using var session = new SqliteFile(temp.File.FilePath).OpenReader();
        using var other = new SqliteFile(temp.File.FilePath).OpenWriter();

        var seen = session.InOneView(view =>
        {
            var first = ChangeTable.LastNumber(view);
            other.Execute("update counters set value = 7 where name = 'changes'");
            return (first, ChangeTable.LastNumber(view));
        });

        Assert.Equal((0, 0), seen);
        Assert.Equal(7, ChangeTable.LastNumber(session));
    }
}
