using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>A request for a report as the provider received it.</summary>
internal sealed record Question(string Method, string? Id, string? FromDate, string? ToDate, int Page, int Limit);

/// <summary>A provider whose reports are made by hand, for rows that the simulator never writes.</summary>
internal sealed class HandMadeLog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Question> _asked = new();

    private HandMadeLog(WebApplication app) => _app = app;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<Question> Asked => [.. _asked];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="rows">The rows that answer a question.</param>
    public static async Task<HandMadeLog> StartAsync(Func<Question, IEnumerable<Dictionary<string, object>>> rows)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var log = new HandMadeLog(app);
        app.UseRouting();
        app.MapPost("/", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var question = new Question(
                form["method"].ToString(), form["id"], form["fromdate"], form["todate"],
                int.TryParse(form["page"], out var page) ? page : 1, int.TryParse(form["limit"], out var limit) ? limit : 50);
            log._asked.Enqueue(question);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(JsonSerializer.Serialize(new { status = "200", message = "OK", data = rows(question) }), http.RequestAborted);
        });
        await app.StartAsync(Given.Cancel);
        return log;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>An ordinary finished row of the account's log.</summary>
    public static Dictionary<string, object> Row(DateTimeOffset start, string id, params (string Name, object Value)[] with)
    {
        var row = new Dictionary<string, object>
        {
            ["id"] = id,
            ["callfrom"] = "9800000001",
            ["callto"] = "9800000010",
            ["start_time"] = Indian(start),
            ["end_time"] = Indian(start.AddSeconds(40)),
            ["duration"] = 40,
            ["billsec"] = "20",
            ["status"] = "ANSWER",
            ["service"] = "Click2Call",
        };
        foreach (var (name, value) in with)
        {
            row[name] = value;
        }

        return row;
    }

    private static string Indian(DateTimeOffset time) => time.ToOffset(new TimeSpan(5, 30, 0)).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
