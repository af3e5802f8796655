using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Simulator;
using CallKind = Offhook.Calls.CallKind;

namespace Offhook.Gateway.Tests.Providers;

public sealed class LegacyProviderTests
{
    private static readonly DateOnly Today = new(2026, 2, 24);

    [Theory]
    [InlineData("+6598000000", "+919800000001")]
    [InlineData("+919800000010", "+6598000000")]
    [InlineData("+6598000000", null)]
    public async Task Another_countrys_number_of_ten_digits_is_refused_before_it_rings_a_stranger(string customer, string? agent)
    {
        await using var work = await Work.StartAsync();
        var kind = agent is null ? CallKind.Outbound : CallKind.ClickToCall;
        var call = Given.Call(Given.Intent(work.Clock.GetUtcNow(), PhoneNumber.FromE164(customer), agent is null ? null : PhoneNumber.FromE164(agent), kind));

        var answer = await work.Provider.DialAsync(call, new string('0', 32), Given.Cancel);

        Assert.Equal((DialProof.Refused, "it would take this number for another one"), (answer.Report.Proof, answer.Report.Detail));
        Assert.Empty(work.Platform.RequestsReceived);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_that_asks_to_slow_down_is_unavailable_for_so_long(bool ofOneCustomer)
    {
        await using var work = await Work.StartAsync();
        work.Platform.Always(Fault.TooManyRequests(TimeSpan.FromSeconds(60)).OnReports());

        var page = await work.Provider.ReadLogAsync(new LogRequest(Today, Today, ofOneCustomer ? Given.Customer : null, 1, 50), Given.Cancel);

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<LogPage.Unavailable>(page).RetryAfter);
    }

    [Fact]
    public async Task A_log_page_says_whether_another_may_follow()
    {
        await using var work = await Work.StartAsync();
        await work.ClickAsync();
        await work.ClickAsync(Given.Number("9800000021"));
        work.Clock.Advance(TimeSpan.FromMinutes(2));

        var pages = new List<LogPage.Read>();
        for (var page = 1; page <= 3; page++)
        {
            pages.Add(Assert.IsType<LogPage.Read>(await work.Provider.ReadLogAsync(new LogRequest(Today, Today, null, page, 1), Given.Cancel)));
        }

        Assert.Equal([true, true, false], pages.Select(page => page.HasMore));
        Assert.Equal(["answered", "missed"], pages.SelectMany(page => page.Items).Select(item => item.Status));
    }
}
