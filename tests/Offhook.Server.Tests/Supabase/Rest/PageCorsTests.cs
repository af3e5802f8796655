namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>The browser asks first whether a page may ask.</summary>
public sealed class PageCorsTests(TableService table) : IClassFixture<TableService>
{
    // In lower case and in this order, as browsers send them.
    private const string Wanted = "accept-profile,apikey,authorization,content-profile,content-type,prefer,range,x-client-info";

    [Theory]
    [InlineData("/rest/v1/ivr_calls", "GET")]
    [InlineData("/rest/v1/ivr_calls", "HEAD")]
    [InlineData("/rest/v1/ivr_calls", "PATCH")]
    [InlineData("/rest/v1/ivr_calls", "DELETE")]
    [InlineData("/rest/v1/rpc/f", "POST")]
    [InlineData("/auth/v1/token", "POST")]
    public async Task A_page_that_a_key_names_may_ask(string path, string method)
    {
        var answer = await PreflightAsync(path, TableService.Page, method);

        Assert.Equal((204, TableService.Page), (answer.Status, answer.Header("Access-Control-Allow-Origin")));
        Assert.Contains(method, answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Superset(Wanted.Split(',').ToHashSet(), answer.Header("Access-Control-Allow-Headers")!.ToLowerInvariant().Split(',').ToHashSet());
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("https://crm.example.com.evil.example.test")]
    [InlineData("http://crm.example.com")]
    [InlineData("https://crm.example.com:8443")]
    [InlineData("null")]
    public async Task Another_page_may_not(string origin)
    {
        var answer = await PreflightAsync("/rest/v1/ivr_calls", origin, "GET");

        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/calls")]
    [InlineData("/calls/click-to-call")]
    public async Task A_page_that_only_a_key_names_may_ask_nothing_else(string path) =>
        Assert.Null((await PreflightAsync(path, TableService.Page, "POST")).Header("Access-Control-Allow-Origin"));

    private Task<TableAnswer> PreflightAsync(string path, string origin, string method) => table.AskAsync(
        path, HttpMethod.Options, ("apikey", ""), ("origin", origin), ("access-control-request-method", method), ("access-control-request-headers", Wanted));
}
