using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>It can be asked whether it works, and it keeps secrets.</summary>
public abstract partial class ProviderConformance
{
    private static readonly DialFailure[] OfQuestions = [DialFailure.KeyRefused, DialFailure.ServerError, DialFailure.Unreachable];

    [Fact]
    public async Task A_trial_rings_nobody_and_finds_nothing_wrong()
    {
        await using var rig = await StartAsync();

        Assert.Null(await rig.Provider.ProbeAsync(Given.Cancel));

        await rig.PlayAsync(Story.Talked);
        var rings = rig.Rings;
        Assert.Null(await rig.Provider.ProbeAsync(Given.Cancel));
        rig.Ground.Clock.Advance(LongAfterwards);
        Assert.Equal(rings, rig.Rings);
    }

    [Fact]
    public async Task A_trial_says_what_is_wrong()
    {
        foreach (var failure in OfQuestions)
        {
            await using var rig = await StartAsync();
            var failing = rig.FailingQuestions(failure);

            var trouble = await failing.ProbeAsync(Given.Cancel);

            Assert.False(string.IsNullOrWhiteSpace(trouble), $"{failure} was not noticed");
            Assert.DoesNotContain(rig.Key, trouble, StringComparison.Ordinal);
            Assert.Equal(0, rig.Rings);
        }
    }

    [Fact]
    public async Task No_text_that_may_be_logged_holds_a_key_a_proof_or_a_whole_number()
    {
        foreach (var failure in Enum.GetValues<DialFailure>().Where(failure => failure is not (DialFailure.LateReply or DialFailure.Silence)))
        {
            await using var rig = await StartAsync();
            var placed = await rig.PlaceAsync(Story.Talked, rig.Failing(failure));
            var texts = new List<string?> { placed.Answer.ToString(), placed.Answer.Report.ToString(), placed.Answer.Report.Detail };
            AssertKeepsSecrets(rig, placed.Reference, [placed.Answer.Raw], numbersToo: false);
            AssertKeepsSecrets(rig, placed.Reference, texts);
        }

        foreach (var failure in OfQuestions)
        {
            await using var rig = await StartAsync();
            var (placed, calledBack) = await rig.PlayAsync(Story.Talked);
            var day = IndianTime.DayOf(rig.Ground.Clock.GetUtcNow());
            var well = await rig.SearchAsync(null, placed.Reference);
            var read = await rig.Provider.ReadLogAsync(new LogRequest(day, day, Stories.CustomerOf(Story.Talked), 1, 50), Given.Cancel);
            foreach (var finding in well.Findings)
            {
                await rig.Ground.Inbox.KeepAsync(finding.Report, finding.Raw, Given.Cancel);
            }

            var call = await rig.KeepAsync(placed.Reference, calledBack);
            var failing = rig.FailingQuestions(failure);
            var unwell = await rig.SearchAsync(failing, placed.Reference);
            var unread = await rig.Ground.Clock.PlayAsync(failing.ReadLogAsync(new LogRequest(day, day, null, 1, 50), Given.Cancel));

            AssertKeepsSecrets(rig, placed.Reference,
            [
                rig.Provider.ToString(), rig.Provider.Traits.ToString(), placed.Answer.ToString(), call.ToString(), read.ToString(), unread.ToString(), await failing.ProbeAsync(Given.Cancel),
                .. well.Findings.Select(finding => finding.ToString()), .. new[] { well, unwell }.SelectMany(search => new[] { search.ToString(), search.Trouble }), .. rig.Ground.Heard.Messages,
            ]);
        }
    }

    private static void AssertKeepsSecrets(ProviderRig rig, Guid reference, IEnumerable<string?> texts, bool numbersToo = true)
    {
        string[] secrets = [rig.Key, rig.TokenOf(reference), .. numbersToo ? new[] { Given.Agent.Last10, Stories.CustomerOf(Story.Talked).Last10 } : []];
        foreach (var text in texts.OfType<string>())
        {
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }
    }
}
