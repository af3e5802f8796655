using System.Net;

namespace Offhook.Server.Tests.BadInput;

public sealed class BadQueryTests(UntouchedService untouched) : IClassFixture<UntouchedService>
{
    [Theory]
    [InlineData("/calls?color=red", "color")]
    [InlineData("/calls?LIMIT=5", "LIMIT")]
    [InlineData("/calls?limit=5&limit=6", "limit")]
    [InlineData("/calls?limit=5&Limit=6", "Limit")]
    [InlineData("/calls?limit=0", "limit")]
    [InlineData("/calls?limit=201", "limit")]
    [InlineData("/calls?limit=-1", "limit")]
    [InlineData("/calls?limit=%2B5", "limit")]
    [InlineData("/calls?limit=5.0", "limit")]
    [InlineData("/calls?limit=%D9%A5", "limit")]
    [InlineData("/calls?limit=99999999999999999999", "limit")]
    [InlineData("/calls?limit=5%00", "limit")]
    [InlineData("/calls?status=BUSY2", "status")]
    [InlineData("/calls?status=3", "status")]
    [InlineData("/calls?after=x", "after")]
    [InlineData("/calls?after=MQ", "after")]
    [InlineData("/calls?after=-999999.0", "after")]
    [InlineData("/calls?after=%ff%fe", "after")]
    [InlineData("/calls?from_date=24-02-2026", "from_date")]
    [InlineData("/calls?from_date=2026-02-30", "from_date")]
    [InlineData("/calls?from_date=0001-01-01", "from_date")]
    [InlineData("/calls?to_date=9999-12-31", "to_date")]
    [InlineData("/calls?to_date=2026-02-24T00:00:00", "to_date")]
    [InlineData("/calls?customer_number=abc", "customer_number")]
    [InlineData("/calls?agent_number=9800000001,9800000002", "agent_number")]
    [InlineData("/calls?limit=0&status=x&color=red", "color limit status")]
    [InlineData("/calls/logs?from=2026-02-24", "from")]
    [InlineData("/calls/logs?page=1&page=2", "page")]
    [InlineData("/calls/logs?page=0", "page")]
    [InlineData("/calls/logs?page=10001", "page")]
    [InlineData("/calls/logs?limit=500", "limit")]
    [InlineData("/calls/logs?from_date=2026-2-24", "from_date")]
    [InlineData("/calls/logs?from_date=2014-12-31", "from_date")]
    [InlineData("/calls/logs?from_date=2026-02-24&to_date=2026-02-23", "to_date")]
    [InlineData("/calls/logs?call_to=112", "call_to")]
    [InlineData("/calls/logs?call_to=9800000010^9800000020", "call_to")]
    public async Task A_wrong_parameter_is_named_and_the_provider_is_not_asked(string address, string fields)
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, address);

        Assert.Equal(("invalid-request", 400), (problem.Name, problem.Status));
        Assert.Equal(fields.Split(' '), problem.Fields);
        Assert.Empty(untouched.Service.Platform.RequestsReceived);
    }

    [Fact]
    public async Task Thousands_of_parameters_are_refused_and_not_all_of_their_names_matter()
    {
        var query = string.Join('&', Enumerable.Range(0, 2000).Select(number => $"p{number}=1"));

        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls?" + query);

        Assert.Equal("invalid-request", problem.Name);
    }

    [Theory]
    [InlineData("/calls")]
    [InlineData("/calls?")]
    [InlineData("/calls?limit=200&status=busy&customer_number=+919800000010&agent_number=09800000001&from_date=2026-02-23&to_date=2026-02-24")]
    [InlineData("/calls?limit=&status=")]
    public async Task Right_parameters_in_any_spelling_of_a_number_are_taken(string address)
    {
        using var response = await untouched.Client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/calls/0")]
    [InlineData("/calls/00000000-0000-0000-0000-000000000000")]
    [InlineData("/calls/' or '1'='1")]
    [InlineData("/calls/%ff%fe")]
    [InlineData("/calls/9800000010/reports")]
    [InlineData("/calls/x/recording")]
    [InlineData("/calls/%F0%9F%93%9E")]
    public async Task A_call_that_is_not_there_is_a_problem(string address)
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, address);

        Assert.Equal(404, problem.Status);
    }

    [Fact]
    public async Task An_id_of_10_kB_finds_nothing()
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/" + new string('7', 10 * 1024));

        Assert.Equal("no-such-call", problem.Name);
    }
}
