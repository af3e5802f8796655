using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.People;

/// <summary>A signed-in person is nobody until the project's administrator says otherwise.</summary>
public sealed class RoleTests(PeopleService people) : IClassFixture<PeopleService>
{
    private const string Own = "9800000021";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"supervisor\"")]
    [InlineData("""{"role":null}""")]
    [InlineData("""{"role":"Supervisor","team":"red"}""")]
    [InlineData("""{"role":"admin","team":"red"}""")]
    [InlineData("""{"role":"administrator"}""")]
    [InlineData("""{"role":["supervisor"],"team":"red"}""")]
    [InlineData("""{"role":"supervisor"}""")]
    [InlineData("""{"role":"supervisor","team":null}""")]
    [InlineData("""{"role":"supervisor","team":""}""")]
    [InlineData("""{"role":"supervisor","team":" red"}""")]
    [InlineData("""{"role":"supervisor","team":["red"]}""")]
    [InlineData("""{"role":"supervisor","team":7}""")]
    [InlineData("""{"role":"supervisor","team":"red\u0000"}""")]
    [InlineData("""{"role":"supervisor","team":"\ud800"}""")]
    [InlineData("""{"role":"agent"}""")]
    [InlineData("""{"role":"agent","agent_number":""}""")]
    [InlineData("""{"role":"agent","agent_number":"nobody"}""")]
    [InlineData("""{"role":"agent","agent_number":["9800000021"]}""")]
    [InlineData("""{"role":"agent","agent_number":"112"}""")]
    [InlineData("""{"role":"agent","agent_number":"9800000021","team":7}""")]
    [InlineData("""{"team":"red","agent_number":"9800000021"}""")]
    public async Task Who_is_not_clearly_somebody_is_nobody(string appMetadata)
    {
        var claims = people.Project.Claims(people.Clock, "unclear");
        claims["app_metadata"] = "here";
        using var client = people.With(people.Project.Key.Token(claims.ToJsonString().Replace("\"here\"", appMetadata, StringComparison.Ordinal)));

        await AssertNobodyAsync(client);
    }

    [Fact]
    public async Task What_people_write_of_themselves_makes_them_nothing()
    {
        var claims = people.Project.Claims(people.Clock, "upstart");
        foreach (var name in (string[])["user_metadata", "raw_app_meta_data", "metadata"])
        {
            claims[name] = new JsonObject { ["role"] = "supervisor", ["team"] = "red", ["agent_number"] = Own };
        }

        (claims["team"], claims["agent_number"]) = ("red", Own);
        using var client = people.With(people.Project.Key.Token(claims));

        await AssertNobodyAsync(client);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    [InlineData("1")]
    public async Task Who_signed_in_without_a_name_is_nobody_whatever_else_is_said(string isAnonymous)
    {
        var claims = people.Project.Claims(people.Clock, "anonymous", new() { ["role"] = "agent", ["agent_number"] = Own });
        claims["is_anonymous"] = JsonNode.Parse(isAnonymous);
        using var client = people.With(people.Project.Key.Token(claims));

        await AssertNobodyAsync(client);
    }

    [Theory]
    [InlineData("9800000021")]
    [InlineData("+91 98000 00021")]
    [InlineData("09800000021")]
    public async Task An_agent_dials_from_its_own_phone_however_that_is_spelt(string number)
    {
        using var client = people.With(people.Project.Agent(people.Clock, "agent", number, "red"));

        var started = await client.ClickToCallAsync(agent: "098000 00021", cancellationToken: Cancel);
        using var without = await client.PostAsJsonAsync(new Uri("/calls/click-to-call", UriKind.Relative), new { customer_number = CallRequests.Customer }, Cancel);

        Assert.Equal((HttpStatusCode.Created, "+919800000021", "red"), (started.Status, started["agent_number"], started["team"]));
        Assert.Equal(HttpStatusCode.Created, without.StatusCode);
        Assert.Contains("+919800000021", await without.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_dials_from_nobody_elses_phone_and_starts_no_outbound_call()
    {
        using var client = people.With(people.Project.Agent(people.Clock, "agent", Own, "red"));
        var before = people.Service.Platform.Dials.Count;

        var other = await client.ClickToCallAsync(agent: "9800000022", cancellationToken: Cancel);
        var outbound = await client.OutboundAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Forbidden, "/problems/other-agents-phone"), (other.Status, other["type"]));
        Assert.Equal((HttpStatusCode.Forbidden, "/problems/not-allowed"), (outbound.Status, outbound["type"]));
        Assert.Equal(before, people.Service.Platform.Dials.Count);
    }

    [Fact]
    public async Task A_supervisor_dials_for_anybody_and_the_call_is_the_teams()
    {
        using var client = people.With(people.Project.Supervisor(people.Clock, "supervisor", "red"));

        var call = await client.ClickToCallAsync(agent: "9800000031", cancellationToken: Cancel);
        var outbound = await client.OutboundAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, "red"), (call.Status, call["team"]));
        Assert.Equal((HttpStatusCode.Created, "red"), (outbound.Status, outbound["team"]));
    }

    [Fact]
    public async Task Two_people_may_use_the_same_idempotency_key()
    {
        using var first = people.With(people.Project.Agent(people.Clock, "first", "9800000041", "red"));
        using var second = people.With(people.Project.Agent(people.Clock, "second", "9800000042", "red"));

        var one = await first.ClickToCallAsync(agent: "9800000041", key: "same", cancellationToken: Cancel);
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        using var renewed = people.With(people.Project.Agent(people.Clock, "first", "9800000041", "red"));
        var again = await renewed.ClickToCallAsync(agent: "9800000041", key: "same", cancellationToken: Cancel);
        var two = await second.ClickToCallAsync(agent: "9800000042", key: "same", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, one.Id), (again.Status, again.Id));
        Assert.Equal(HttpStatusCode.Created, two.Status);
        Assert.NotEqual(one.Id, two.Id);
    }

    private static async Task AssertNobodyAsync(HttpClient client)
    {
        var read = await client.AskAsync("/calls", Cancel);
        var dialled = await client.ClickToCallAsync(agent: Own, cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Forbidden, "/problems/no-role"), (read.Status, read["type"]));
        Assert.Equal((HttpStatusCode.Forbidden, "/problems/no-role"), (dialled.Status, dialled["type"]));
    }
}
