using System.Net;
using System.Net.Sockets;
using Offhook.Gateway.Providers;
using Offhook.Server.Access;
using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>A recording, fetched by us: the provider's link needs no login and therefore never leaves the service.</summary>
internal static class RecordingEndpoint
{
    /// <summary>The client that fetches recordings.</summary>
    public const string HttpClientName = "recordings";

    /// <summary>The client that fetches from the demo's simulator on this machine.</summary>
    public const string SimulatorClientName = "simulated-recordings";

    // Where Kaleyra keeps recordings. Assumed: observed links name hosts of these two domains; anything else is not fetched.
    private static readonly string[] Hosts = ["kaleyra.com", "solutionsinfini.com"];
    private static readonly TimeSpan PatiencePerAddress = TimeSpan.FromSeconds(5);

    public static async Task<IResult> Get(
        string id, HttpContext http, ICallStore store, ProviderDirectory providers, IHttpClientFactory clients, RecordingSource source, TimeProvider clock)
    {
        if (await store.FindForAsync(http, id) is not { } row)
        {
            return ProblemWriter.Result(Problem.NoSuchCall);
        }

        if (row.Call.RecordingUrl is not { } link)
        {
            return ProblemWriter.Result(Problem.NoRecording);
        }

        // Assumed: which hosts give such links is not known. It came a moment ago from the provider itself, over a connection of ours, so only its form is checked.
        if (!link.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && providers.Find(row.Call.Provider) is { Traits.Recordings: RecordingAccess.ById } provider)
        {
            return await provider.FindRecordingAsync(link, http.RequestAborted) switch
            {
                RecordingLink.Found { Address: var signed } when source.Simulator is { } local && signed.Authority == local.Authority =>
                    await RecordingFetch.AnswerAsync(http, clients.CreateClient(SimulatorClientName), signed, clock),
                RecordingLink.Found { Address: { Scheme: "https", UserInfo: "" } signed } => await RecordingFetch.AnswerAsync(http, clients.CreateClient(HttpClientName), signed, clock),
                RecordingLink.Unavailable unavailable => ProblemWriter.Result(Problem.RecordingUnavailable, unavailable.Why),
                _ => ProblemWriter.Result(Problem.RecordingUnavailable, "Its link cannot be used."),
            };
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0)
        {
            return ProblemWriter.Result(Problem.RecordingUnavailable, "Its link cannot be used.");
        }

        if (source.Simulator is { } simulator && address.Authority == simulator.Authority)
        {
            return await RecordingFetch.AnswerAsync(http, clients.CreateClient(SimulatorClientName), new Uri(simulator, address.PathAndQuery), clock);
        }

        if (!IsAllowed(address.Host))
        {
            return ProblemWriter.Result(Problem.RecordingUnavailable, "Its link does not lead to the provider, so it is not fetched.");
        }

        return await RecordingFetch.AnswerAsync(http, clients.CreateClient(HttpClientName), address, clock);
    }

    /// <summary>A handler that follows no redirect and connects to public addresses only, whatever a name resolves to.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
            return await ConnectAsync([.. addresses.Where(IsPublic).Select(address => new IPEndPoint(address, context.DnsEndPoint.Port))], cancellationToken);
        },
    };

    /// <summary>Connects to the first that answers, each in its turn: of the addresses of a name some may be out of reach from here.</summary>
    /// <exception cref="HttpRequestException">None answers, or there is none.</exception>
    internal static async Task<Stream> ConnectAsync(IReadOnlyList<IPEndPoint> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(PatiencePerAddress);
            var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(place, patience.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new HttpRequestException(places.Count == 0 ? "the name leads to no public address" : "no public address of the name answers");
    }

    private static bool IsAllowed(string host) =>
        Array.Exists(Hosts, allowed => host.Equals(allowed, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + allowed, StringComparison.OrdinalIgnoreCase));

    private static bool IsPublic(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(ip))
        {
            return false;
        }

        if (ip.AddressFamily is AddressFamily.InterNetworkV6)
        {
            // The last ones carry an IPv4 address, which may be anything: translated (NAT64), 6to4, Teredo, and the old compatible form.
            return !(ip.GetAddressBytes() is [0, 0x64, 0xff, 0x9b, ..] or [0x20, 0x02, ..] or [0x20, 0x01, 0, 0, ..] or [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..])
                && !(ip.IsIPv6LinkLocal || ip.IsIPv6SiteLocal || ip.IsIPv6UniqueLocal || ip.IsIPv6Multicast || ip.Equals(IPAddress.IPv6Any));
        }

        var bytes = ip.GetAddressBytes();
        return bytes is not ([0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [192, 0, 0, _] or [198, 18 or 19, ..] or [>= 224, ..]);
    }
}

/// <summary>Where else recordings may come from.</summary>
/// <param name="Simulator">The demo's simulator, or a stand-in for kaleyra.io on this very machine, neither of which has https; null otherwise.</param>
internal sealed record RecordingSource(Uri? Simulator);
