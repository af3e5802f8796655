using System.Security.Cryptography;

namespace Offhook.Storage.Tests;

public sealed class AccessKeyTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task Keys_are_read_as_they_were_added_in_the_order_of_their_names_and_outlive_the_process()
    {
        await using var temp = await TempStore.OpenAsync();
        AccessKey[] keys =
        [
            Key("b", AccessKeyKind.Publishable, "red", "https://crm.example.com", "http://localhost:5173"),
            Key("A", AccessKeyKind.Server, null),
            Key("a-1", AccessKeyKind.Server, "Team ü'; --"),
        ];
        foreach (var key in keys)
        {
            Assert.True(await Keys(temp).AddAccessKeyAsync(key, Cancel));
        }

        await temp.ReopenAsync();
        var read = await Keys(temp).AccessKeysAsync(Cancel);

        Assert.Equal(["A", "a-1", "b"], read.Select(key => key.Name));
        foreach (var (key, kept) in keys.OrderBy(key => key.Name, StringComparer.Ordinal).Zip(read))
        {
            Assert.Equal((key.Kind, key.Team, Storable.Of(key.CreatedAt)), (kept.Kind, kept.Team, kept.CreatedAt));
            Assert.Equal(key.Origins, kept.Origins);
            Assert.Equal(key.Hash, kept.Hash);
        }
    }

    [Fact]
    public async Task A_name_is_given_once_also_to_those_who_ask_at_once()
    {
        await using var temp = await TempStore.OpenAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Keys(temp).AddAccessKeyAsync(Key("same", AccessKeyKind.Server, null), Cancel)));

        Assert.Single(added, isAdded => isAdded);
        Assert.Single(await Keys(temp).AccessKeysAsync(Cancel));
    }

    [Fact]
    public async Task A_key_is_removed_once_and_its_name_is_free_again()
    {
        await using var temp = await TempStore.OpenAsync();
        await Keys(temp).AddAccessKeyAsync(Key("crm", AccessKeyKind.Server, null), Cancel);

        Assert.False(await Keys(temp).RemoveAccessKeyAsync("CRM", Cancel));
        Assert.True(await Keys(temp).RemoveAccessKeyAsync("crm", Cancel));
        Assert.False(await Keys(temp).RemoveAccessKeyAsync("crm", Cancel));
        Assert.False(await Keys(temp).RemoveAccessKeyAsync("nul\0", Cancel));
        Assert.Empty(await Keys(temp).AccessKeysAsync(Cancel));
        Assert.True(await Keys(temp).AddAccessKeyAsync(Key("crm", AccessKeyKind.Publishable, "red", "https://crm.example.com"), Cancel));
    }

    private static IAccessKeyStore Keys(TempStore temp) => (IAccessKeyStore)temp.Store;

    private static AccessKey Key(string name, AccessKeyKind kind, string? team, params string[] origins) =>
        new(name, kind, team, origins, new(2026, 1, 31, 9, 30, 0, 123, 456, TimeSpan.Zero), RandomNumberGenerator.GetBytes(32));
}
