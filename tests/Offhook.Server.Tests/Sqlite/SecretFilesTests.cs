using Offhook.Testing;

namespace Offhook.Server.Tests.Sqlite;

public sealed class SecretFilesTests
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task What_holds_secrets_or_numbers_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();
        await client.ClickToCallAsync(cancellationToken: TestContext.Current.CancellationToken);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnersFile | UnixFileMode.UserExecute, File.GetUnixFileMode(service.DataFolder));
            foreach (var file in Directory.GetFiles(service.DataFolder).Where(file => Path.GetFileName(file) != "lock"))
            {
                Assert.True(File.GetUnixFileMode(file) == OwnersFile, $"{file}: {File.GetUnixFileMode(file)}");
            }
        }

        Assert.Superset(new HashSet<string> { "first-key", "callback-secrets", "offhook.db" }, Directory.GetFiles(service.DataFolder).Select(file => Path.GetFileName(file)).ToHashSet());
    }

    [Fact]
    public async Task The_key_itself_is_not_in_the_store()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        var key = System.Text.Encoding.ASCII.GetBytes(service.Key);
        await service.StopAsync(TestContext.Current.CancellationToken);

        foreach (var file in Directory.GetFiles(service.DataFolder, "offhook.db*"))
        {
            Assert.True((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(key) < 0, file);
        }
    }
}
