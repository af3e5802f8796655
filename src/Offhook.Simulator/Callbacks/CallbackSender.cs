using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Offhook.Simulator;

/// <summary>Sends what the platform has to report, once, without retries and without following redirects. Assumed: the real one does neither.</summary>
internal sealed class CallbackSender(SimulatorOptions options, Action<CallbackAttempt> sent) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options.CallbackHosts, cancellationToken),
    })
    {
        // Real time whatever the clock: a manual clock that jumps must not cut off a request that is under way.
        Timeout = TimeSpan.FromSeconds(10),
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one and tells what became of it.</summary>
    /// <param name="eventName">The live event that it is about; null for the end report.</param>
    public async Task SendAsync(SimulatedCall call, string? eventName, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var attempt = new CallbackAttempt(call.Id, options.Clock.GetUtcNow(), request.Method.Method, request.RequestUri!, body, null, null, eventName);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            sent(attempt with { StatusCode = (int)answer.StatusCode });
        }
        catch (HttpRequestException failed)
        {
            sent(attempt with { Problem = failed.Message });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            sent(attempt with { Problem = "No answer within 10 s" });
        }
    }

    /// <summary>A GET, or by a fault a POST with the query in its body.</summary>
    public static HttpRequestMessage Request(Uri address, IReadOnlyList<Fault> faults)
    {
        var form = faults.Any(fault => fault.Kind is FaultKind.FormPost);
        if (!form && !faults.Any(fault => fault.Kind is FaultKind.JsonPost))
        {
            return new HttpRequestMessage(HttpMethod.Get, address);
        }

        var query = address.Query.TrimStart('?');
        return new HttpRequestMessage(HttpMethod.Post, address.GetLeftPart(UriPartial.Path))
        {
            Content = form
                ? new StringContent(query, Encoding.UTF8, "application/x-www-form-urlencoded")
                : new StringContent(Json(query), Encoding.UTF8, "application/json"),
        };
    }

    private static string Json(string query)
    {
        var fields = new JsonObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(query))
        {
            fields[name] = values[0] ?? "";
        }

        return fields.ToJsonString();
    }

    /// <summary>Checks the address that a name really leads to: a name that pretends to be this machine is not let through.</summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, IEnumerable<string> named, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!named.Contains(target.Host, StringComparer.OrdinalIgnoreCase))
        {
            addresses = [.. addresses.Where(IPAddress.IsLoopback)];
        }

        if (addresses.Length == 0)
        {
            throw new HttpRequestException($"{target.Host} is not on this machine");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
