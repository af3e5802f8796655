using System.Net.Http.Headers;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.People;

/// <summary>A public service on a manual clock whose people are those of a stand-in.</summary>
public sealed class PeopleService : SharedFixture
{
    internal SupabaseStandIn Project { get; private set; } = null!; // Set before the first test.

    public ServiceHost Service { get; private set; } = null!; // Set before the first test.

    internal ManualClock Clock => Service.Clock;

    public static async Task<PeopleService> StartAsync()
    {
        var people = new PeopleService();
        await people.InitializeAsync();
        return people;
    }

    protected override async ValueTask BeginAsync()
    {
        Project = await SupabaseStandIn.StartAsync();
        Service = await ServiceHost.StartAsync(
            new ServiceOptions
            {
                IsPublic = true,
                Clock = new ManualClock(),
                Settings = new Dictionary<string, string>(Project.Settings) { ["OFFHOOK_AGENT_GUARD_SECONDS"] = "0", ["KALEYRA_DIALS_PER_SECOND"] = "0" },
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>A client that brings a credential.</summary>
    /// <param name="origin">The page that it seems to be; null for none.</param>
    public HttpClient With(string credential, string? origin = null)
    {
        var client = Service.CreateStranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin);
        }

        return client;
    }

    /// <summary>How a request of its bearer to the history is answered: the problem's name and its detail, or <c>200</c>.</summary>
    public async Task<(string Name, string? Detail)> KnownAsAsync(string credential)
    {
        using var client = With(credential);
        using var response = await client.GetAsync(new Uri("/calls", UriKind.Relative), TestContext.Current.CancellationToken);
        if ((int)response.StatusCode == 200)
        {
            return ("200", null);
        }

        var problem = await ProblemAnswer.OfAsync(response);
        return (problem.Name, problem.Json.Text("detail"));
    }

    protected override async ValueTask EndAsync()
    {
        await Service.DisposeAsync();
        await Project.DisposeAsync();
    }
}
