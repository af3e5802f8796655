using System.Globalization;
using Offhook.Calls;
using Offhook.Gateway.Reconciliation;

namespace Offhook.Gateway.Tests.Reconciliation;

/// <summary>When an open call is looked after and when it is settled. The page <c>docs/statuses.md</c> says the same.</summary>
public sealed class DeadlineTests
{
    private static readonly DateTimeOffset Click = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);

    private static readonly Report Intent = Given.Intent(Click);
    private static readonly PhoneCall Requested = Given.Call(Intent);
    private static readonly PhoneCall Unconfirmed = Given.Call(Intent, Given.NoReply(Intent.Reference, Click));
    private static readonly PhoneCall Ringing = Given.Call(Intent, Given.Accepted(Intent.Reference, Click, "c2c_1"));
    private static readonly PhoneCall AgentOnly = Given.Call(Intent, Given.AgentOnly(Intent.Reference, Click));
    private static readonly PhoneCall Vague = Given.Call(Intent, Given.AgentOnly(Intent.Reference, Click) with { ProviderStatus = "FORWARDED", Agent = Leg.Unknown });
    private static readonly PhoneCall Unproven = Given.Call(Intent, Given.AgentOnly(Intent.Reference, Click) with { ProviderStatus = "ANSWER", Agent = Leg.Unknown, Overall = Leg.Answered });

    private static readonly PhoneCall[] Open = [Requested, Unconfirmed, Ringing, AgentOnly, Vague, Unproven];

    [Fact]
    public void The_documentation_tells_the_deadlines() => Assert.Equal(
        [Deadlines.First(true), Deadlines.First(false), Deadlines.Reply, Deadlines.Unconfirmed, Deadlines.Placed, Deadlines.LogOutage, Deadlines.AfterVagueReport],
        DocumentationPage.Statuses.Table("Deadlines").Select(cells => Span(cells[1])));

    [Theory]
    [InlineData(true, "yes")]
    [InlineData(false, "no")]
    public void The_documentation_tells_how_often_a_call_is_looked_after(bool callbacksReachUs, string arrive)
    {
        var told = new List<TimeSpan>();
        var age = TimeSpan.Zero;
        foreach (var cells in DocumentationPage.Statuses.Table("Deadlines", which: 1).Where(cells => cells[0] == arrive))
        {
            var until = cells[1] == "settled" ? Deadlines.Placed : Span(cells[1]);
            for (age += Span(cells[2]); age <= until; age += Span(cells[2]))
            {
                told.Add(age);
            }

            age = until;
        }

        Assert.Equal(told, Ages(Ringing, callbacksReachUs));
    }

    [Fact]
    public void The_documentation_tells_until_when_a_callback_is_awaited()
    {
        var twoMinutes = Span(DocumentationPage.Statuses.Table("Deadlines", which: 1)[0][1]);

        Assert.False(Deadlines.IsWorthAsking(Ringing, true, Click + twoMinutes - TimeSpan.FromTicks(1)));
        Assert.True(Deadlines.IsWorthAsking(Ringing, true, Click + twoMinutes));
    }

    [Fact]
    public void A_call_that_the_provider_took_has_a_day_and_another_one_an_hour()
    {
        Assert.All([Requested, Unconfirmed], call => Assert.Equal(Click.AddHours(1), Deadlines.Of(call)));
        Assert.All([Ringing, AgentOnly, Vague, Unproven], call => Assert.Equal(Click.AddHours(24), Deadlines.Of(call)));
    }

    [Fact]
    public void The_log_is_asked_at_once_unless_a_callback_is_still_awaited()
    {
        Assert.All(Open, call => Assert.True(Deadlines.IsWorthAsking(call, callbacksReachUs: false, Click)));
        Assert.All(Open.Except([Ringing]), call => Assert.True(Deadlines.IsWorthAsking(call, callbacksReachUs: true, Click.AddSeconds(30))));
        Assert.False(Deadlines.IsWorthAsking(Ringing, callbacksReachUs: true, Click.AddSeconds(30)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dial_without_an_answer_is_looked_at_when_its_answer_is_overdue(bool callbacksReachUs)
    {
        Assert.Equal(Click + Deadlines.Reply, Deadlines.Next(Requested, callbacksReachUs, Click));
        Assert.Equal(Click + Deadlines.Reply, Deadlines.Next(Requested, callbacksReachUs, Click.AddSeconds(29)));
        Assert.True(Deadlines.Next(Requested, callbacksReachUs, Click + Deadlines.Reply) > Click + Deadlines.Reply);
    }

    [Fact]
    public void The_next_look_always_lies_after_now_and_never_behind_the_deadline() => Law.Holds(20_000, random =>
    {
        var call = random.Pick<PhoneCall>(Open);
        var unit = TimeSpan.FromSeconds(random.Pick(1, 60, 3_600, 86_400, 864_000, -3_600));
        var now = Click + (unit * (random.Chance(0.3) ? random.Next(0, 40) : random.NextDouble() * 40));
        var callbacksReachUs = random.Chance(0.5);

        var next = Deadlines.Next(call, callbacksReachUs, now);

        Assert.True(next > now, $"{next:O} is not after {now:O}");
        Assert.True(now >= Deadlines.Of(call) || next <= Deadlines.Of(call), $"{next:O} is behind the deadline");
        Assert.True(next - now <= TimeSpan.FromHours(1) || now < Click, $"from {now:O} the next look is only at {next:O}");
    });

    [Fact]
    public void Looking_again_and_again_never_stalls_and_hits_the_deadline() => Law.Holds(500, random =>
    {
        var call = random.Pick<PhoneCall>(Open);
        var callbacksReachUs = random.Chance(0.5);
        var (now, looks, hit) = (Click + Deadlines.First(callbacksReachUs), 0, false);
        while (now < Deadlines.Of(call) + Deadlines.LogOutage)
        {
            // A look may take place later than it was due.
            var next = Deadlines.Next(call, callbacksReachUs, now);
            hit |= next == Deadlines.Of(call);
            now = next + (random.Chance(0.2) && next != Deadlines.Of(call) ? TimeSpan.FromSeconds(random.NextDouble() * 200) : TimeSpan.Zero);
            hit |= next < Deadlines.Of(call) && now >= Deadlines.Of(call);
            Assert.True(++looks < 1_000, "it never ends");
        }

        Assert.True(hit, "the deadline was passed over");
    });

    private static IEnumerable<TimeSpan> Ages(PhoneCall call, bool callbacksReachUs)
    {
        for (var next = Deadlines.Next(call, callbacksReachUs, Click); next <= Deadlines.Of(call); next = Deadlines.Next(call, callbacksReachUs, next))
        {
            yield return next - Click;
        }
    }

    private static TimeSpan Span(string text)
    {
        var parts = text.Split(' ');
        var number = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return parts[1] switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => throw new FormatException(text),
        };
    }
}
