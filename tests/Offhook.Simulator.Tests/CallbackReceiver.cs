using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Offhook.Simulator.Tests;

/// <summary>What reached the receiver, byte for byte.</summary>
internal sealed record Received(string Verb, string Target, string? ContentType, string Body);

/// <summary>Somebody who is called back.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Received> _received = [];
    private readonly List<Dictionary<string, string>> _headers = [];

    private CallbackReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            lock (_received)
            {
                _received.Add(new Received(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.ContentType, body));
                _headers.Add(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            }

            context.Response.StatusCode = Answers;
            if (Answers == StatusCodes.Status302Found)
            {
                context.Response.Headers.Location = "/elsewhere";
            }
        });
    }

    public int Answers { get; set; } = 200;

    public string Address { get; private set; } = "";

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (_received)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The headers of each, in the same order.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Headers
    {
        get
        {
            lock (_received)
            {
                return [.. _headers];
            }
        }
    }

    public static async Task<CallbackReceiver> StartAsync()
    {
        var receiver = new CallbackReceiver();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Address = receiver._app.Urls.First();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
