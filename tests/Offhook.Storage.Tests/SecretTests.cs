namespace Offhook.Storage.Tests;

public sealed class SecretTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task All_who_ask_for_a_secret_at_once_get_the_same_one_and_it_outlives_the_process()
    {
        await using var temp = await TempStore.OpenAsync();

        var got = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => temp.Store.SecretAsync("token", () => [(byte)i, 0, 255], Cancel), Cancel)));
        await temp.ReopenAsync();
        var later = await temp.Store.SecretAsync("token", () => throw new InvalidOperationException("it exists"), Cancel);

        Assert.All(got, value => Assert.Equal(later, value));
        Assert.Equal(3, later.Length);
    }

    [Fact]
    public async Task Secrets_are_listed_by_the_beginning_of_their_name_taken_literally()
    {
        await using var temp = await TempStore.OpenAsync();
        foreach (var name in (string[])["key_2", "key_1", "keyx3", "KEY_4", "other"])
        {
            await temp.Store.SecretAsync(name, () => [1, 2], Cancel);
        }

        var listed = await temp.Store.SecretsAsync("key_", Cancel);

        Assert.Equal(["key_1", "key_2"], listed.Select(secret => secret.Name));
        Assert.All(listed, secret => Assert.Equal([1, 2], secret.Value));
        Assert.Equal(5, (await temp.Store.SecretsAsync("", Cancel)).Count);
        Assert.Empty(await temp.Store.SecretsAsync("%", Cancel));
    }
}
