using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class ProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_process_on_the_same_folder_refuses_in_words()
    {
        using var folder = new TempFolder();
        await using var database = await PostgresDatabase.CreateIfUsedAsync();
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0") }, Cancel);
        await using var first = await OffhookProcess.StartAsync(provider, folder.Path, FreePort.Take(), database: database, cancellationToken: Cancel);

        var (exitCode, output) = await OffhookProcess.RunAsync(provider, folder.Path, FreePort.Take(), database);

        Assert.Equal(2, exitCode);
        Assert.Contains("Offhook does not start.", output, StringComparison.Ordinal);
        Assert.Contains($"OFFHOOK_DATA: another Offhook is running on {folder.Path}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_stop_ends_well_while_screens_listen()
    {
        using var folder = new TempFolder();
        await using var database = await PostgresDatabase.CreateIfUsedAsync();
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0") }, Cancel);
        await using var offhook = await OffhookProcess.StartAsync(provider, folder.Path, FreePort.Take(), database: database, cancellationToken: Cancel);
        using var client = offhook.CreateClient();
        await using var first = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await using var second = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await first.NextAsync(Cancel);
        await second.NextAsync(Cancel);

        await offhook.TerminateAsync(Cancel);
        var exitCode = await offhook.ExitAsync();

        Assert.Equal(0, exitCode);
        await Task.WhenAll(first.Ended, second.Ended).SoonAsync();
        Assert.DoesNotContain("fail:", offhook.Output, StringComparison.Ordinal);
    }
}
