using System.Net.Http.Headers;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>One process of several, asked by somebody who has the first key.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly TaskCompletionSource _trouble = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Node(OffhookProcess process, string folder, string? key)
    {
        (Process, Folder, Client) = (process, folder, process.CreateClient());
        Client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    public OffhookProcess Process { get; }

    public string Folder { get; }

    public HttpClient Client { get; }

    /// <summary>Completes when it was killed or frozen.</summary>
    public Task Trouble => _trouble.Task;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task KillAsync()
    {
        _trouble.TrySetResult();
        await Process.KillAsync();
    }

    public async Task FreezeAsync()
    {
        await Process.FreezeAsync(Cancel);
        _trouble.TrySetResult();
    }

    /// <summary>Rings a customer who answers at once.</summary>
    public Task<Answer> ClickAsync(string agent, string? key = null) => Client.ClickToCallAsync("9800000010", agent, key, Cancel);

    /// <summary>Brings the callback of a call, with some values replaced.</summary>
    public Task<Answer> BringAsync(Platform platform, SimulatedCall call, params (string Name, string Value)[] overrides) =>
        Client.BringAsync(new Uri(Process.Address, platform.CallbackAddressOf(call, overrides.ToDictionary(pair => pair.Name, pair => pair.Value)).PathAndQuery), Cancel);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
