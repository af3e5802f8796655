using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Server.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>What a request to the table was answered with.</summary>
internal sealed record TableAnswer(int Status, string? Range, string Text, HttpResponseMessage Response)
{
    public JsonElement Json { get; } = Text.Length == 0 ? default : JsonDocument.Parse(Text).RootElement.Clone();

    /// <summary>The campaigns of the rows, which are the names of the fixture's calls.</summary>
    public string Names => Json.ValueKind is JsonValueKind.Array ? string.Join(' ', Json.EnumerateArray().Select(row => row.Text("campaign"))) : ToString();

    /// <summary>The code of a refusal.</summary>
    public string? Code => Json.Text("code");

    /// <summary>A header's values, joined by commas.</summary>
    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public override string ToString() => $"{Status} {Range} {Text}";
}

/// <summary>A public service with eight calls of two teams and of none, a publishable key for one of the teams, and people who sign in elsewhere.</summary>
public sealed class TableService : SharedFixture
{
    public const string Page = "https://crm.example.com";

    private static readonly PhoneNumber North = PhoneNumber.FromE164("+919800000021");
    private static readonly PhoneNumber NorthTwo = PhoneNumber.FromE164("+919800000022");
    private static readonly PhoneNumber South = PhoneNumber.FromE164("+919800000023");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public PeopleService People { get; } = new();

    internal ICallStore Store => People.Service.Services.GetRequiredService<ICallStore>();

    /// <summary>A key that a page of <see cref="Page"/> may show to read the calls of the team north.</summary>
    public string Publishable { get; private set; } = "";

    /// <summary>The calls n0 to n7, in the order in which they were asked for. n0 to n3 and n7 are of north, n4 and n5 of south, n6 of no team.</summary>
    internal List<CallRow> Rows { get; } = [];

    internal string Supervisor(string team) => People.Project.Supervisor(People.Clock, $"supervisor-{team.Length}", team);

    internal string Agent(string team) => People.Project.Agent(People.Clock, $"agent-{team.Length}", "9800000021", team);

    internal string Nobody() => People.Project.Key.Token(People.Project.Claims(People.Clock, "nobody"));

    protected override async ValueTask BeginAsync()
    {
        await People.InitializeAsync();
        var ring = People.Service.Services.GetRequiredService<AccessKeyRing>();
        Publishable = (await ring.AddAsync("crm", Offhook.Storage.AccessKeyKind.Publishable, "north", [Page], Cancel))!.Value.Text; // The name is free.
        await AddAsync("north", North, "Asha", (reference, at) => Talked(reference, at, 42));
        await AddAsync("north", North, "O'Neil, \"Asha\" (night)", Busy);
        await AddAsync("north", NorthTwo, null, Refused);
        await AddAsync("north", NorthTwo, "अशा", null);
        await AddAsync("south", South, "asha", (reference, at) => Talked(reference, at, 7));
        await AddAsync("south", South, "x", Accepted);
        await AddAsync(null, North, "Asha", Busy);
        await AddAsync("north", null, null, null);
    }

    protected override ValueTask EndAsync() => People.DisposeAsync();

    /// <summary>Asks as <c>supabase-js</c> does with the administrator's key, unless other headers are given.</summary>
    internal async Task<TableAnswer> AskAsync(string path, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var client = People.Service.CreateStranger();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(client.BaseAddress + path.TrimStart('/')));
        foreach (var (name, value) in headers.Any(header => header.Name is "apikey" or "authorization") ? headers : [.. headers, .. Both(People.Service.Key)])
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        _ = request.Headers.TryAddWithoutValidation("x-client-info", "supabase-js-web/2.109.0");
        var response = await client.SendAsync(request, Cancel);
        return new TableAnswer((int)response.StatusCode, response.Content.Headers.TryGetValues("Content-Range", out var range) ? range.Single() : null, await response.Content.ReadAsStringAsync(Cancel), response);
    }

    /// <summary>The two headers of a page where nobody is signed in.</summary>
    internal static (string Name, string Value)[] Both(string key) => [("apikey", key), ("authorization", $"Bearer {key}")];

    /// <summary>The two headers of a page where somebody is signed in.</summary>
    internal static (string Name, string Value)[] Both(string key, string token) => [("apikey", key), ("authorization", $"Bearer {token}")];

    private async Task AddAsync(string? team, PhoneNumber? agent, string? name, Func<Guid, DateTimeOffset, Report>? report)
    {
        var at = People.Clock.GetUtcNow().AddMinutes(Rows.Count).AddMilliseconds(125 * Rows.Count);
        var intent = new Report
        {
            Reference = CallReference.New(at),
            Source = ReportSource.Intent,
            At = at,
            Wish = new Wish(
                "kaleyra-legacy", agent is null ? CallKind.Outbound : CallKind.ClickToCall, PhoneNumber.FromE164("+919800000010"), agent, name,
                agent is null ? "123.sound" : null, $"n{Rows.Count}", team),
        };
        var begun = Assert.IsType<BeginOutcome.Begun>(await Store.BeginAsync(new Intent(intent, at.AddHours(9), null, null), Cancel));
        Rows.Add(report is null ? begun.Row : Assert.IsType<KeepOutcome.Kept>(await Store.KeepAsync(new KeptReport(report(intent.Reference, at), null), Cancel)).Row);
    }

    private static Report Talked(Guid reference, DateTimeOffset at, int seconds) => new()
    {
        Reference = reference,
        Source = ReportSource.Callback,
        At = at.AddMinutes(1),
        ProviderStatus = "ANSWER/ANSWER/ANSWER",
        Overall = Leg.Answered,
        Agent = Leg.Answered,
        Customer = Leg.Answered,
        StartedAt = at.AddSeconds(1),
        EndedAt = at.AddSeconds(seconds + 9),
        Duration = TimeSpan.FromSeconds(seconds + 8),
        Talk = TimeSpan.FromSeconds(seconds),
        RecordingUrl = "https://provider.example/secret.mp3",
    };

    private static Report Busy(Guid reference, DateTimeOffset at) =>
        new() { Reference = reference, Source = ReportSource.Callback, At = at, ProviderStatus = "BUSY", Agent = Leg.Answered, Customer = Leg.Busy };

    private static Report Refused(Guid reference, DateTimeOffset at) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Refused, Detail = "50% \\ off_now, (\"x\")" };

    private static Report Accepted(Guid reference, DateTimeOffset at) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Accepted, ProviderCallId = "p-5" };
}
