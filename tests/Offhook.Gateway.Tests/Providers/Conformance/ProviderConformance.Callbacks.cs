using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>It believes what proves to be its own, in any order, and nothing else.</summary>
public abstract partial class ProviderConformance
{
    // What no provider's word, number or time is made of.
    private const string Junk = "qxzwjk{}[]<>%&=+;'\"\\/ \t\r\n\0ü☎\ud83d";

    [Theory]
    [MemberData(nameof(EveryStory))]
    public async Task Every_story_ends_as_it_was_in_whichever_form_it_is_told(Story story)
    {
        await using var rig = await StartAsync();
        foreach (var form in CanTell(rig, story) ? rig.Forms : [])
        {
            rig.SendAs(form);

            var (placed, calledBack) = await rig.PlayAsync(story);
            var call = await rig.KeepAsync(placed.Reference, calledBack);

            Assert.Equal((form is CallbackForm.Query, true), (calledBack.All(request => request.Body is null), calledBack[^1].TellsEnd));
            Assert.Equal((form, Expected(rig, story)), (form, Ending.Of(call)));
            Assert.True(call is { IsSettled: true, ProviderStatus: not null } && call.HasProviderId(), $"{call} by {form} is not settled");
            var reports = await rig.Store.ReportsAsync(placed.Reference, Given.Cancel);
            Assert.All(reports, report => Assert.DoesNotContain(rig.TokenOf(placed.Reference), report.Raw ?? "", StringComparison.OrdinalIgnoreCase));
            Assert.All(reports.Where(report => report.Report.Source is ReportSource.Callback or ReportSource.Event), report => Assert.False(string.IsNullOrEmpty(report.Raw)));
            Assert.Equal([], reports.Select(report => report.Report.Flags).OfType<string>());
        }
    }

    [Theory]
    [MemberData(nameof(EveryStory))]
    public async Task Nothing_is_kept_without_the_calls_own_proof(Story story)
    {
        await using var rig = await StartAsync();
        foreach (var form in CanTell(rig, story) ? rig.Forms : [])
        {
            rig.SendAs(form);
            var (other, _) = await rig.PlayAsync(Story.CustomerBusy);
            rig.SendAs(form);
            var (placed, calledBack) = await rig.PlayAsync(story);
            var token = rig.TokenOf(placed.Reference);
            var before = await rig.CallAsync(placed.Reference);

            foreach (var request in calledBack)
            {
                Assert.True(request.Holds(token), "the proof is not in the request");
                Assert.False(await rig.TakeAsync(request.With(token, "")), "a missing proof was believed");
                Assert.False(await rig.TakeAsync(request.With(token, (token[0] == '0' ? '1' : '0') + token[1..])), "a forged proof was believed");
                Assert.False(await rig.TakeAsync(request.With(token, rig.TokenOf(other.Reference))), "another call's proof was believed");
                Assert.False(await rig.TakeAsync(request.With(CallReference.Compact(placed.Reference), CallReference.Compact(other.Reference))), "the proof was believed for another call");
            }

            Assert.Equal(before, await rig.CallAsync(placed.Reference));
            foreach (var reference in new[] { placed.Reference, other.Reference })
            {
                Assert.DoesNotContain(await rig.Store.ReportsAsync(reference, Given.Cancel), report => report.Report.Source is ReportSource.Callback or ReportSource.Event);
            }
        }
    }

    [Theory]
    [MemberData(nameof(EveryStory))]
    public async Task In_any_order_and_however_often_it_is_the_same_call(Story story)
    {
        await using var rig = await StartAsync();
        if (!CanTell(rig, story))
        {
            return;
        }

        var seed = Random.Shared.Next();
        var random = new Random(seed);

        // All of them begin at the same moment, so that their times are the same, too.
        var placed = new List<PlacedCall>();
        for (var i = 0; i < 6; i++)
        {
            placed.Add(await rig.PlaceAsync(story));
        }

        var calls = new List<PhoneCall>();
        foreach (var one in placed)
        {
            var calledBack = await rig.ReachAsync(one.Reference, Moment.Over);
            CallbackRequest[] order = one == placed[0] ? [.. calledBack] : [.. calledBack, .. calledBack];
            if (one != placed[0])
            {
                random.Shuffle(order);
            }

            var call = await rig.KeepAsync(one.Reference, order);
            calls.Add(call with { Reference = default, CallId = "", RecordingUrl = call.RecordingUrl is null ? null : "" });
        }

        Assert.True(calls.TrueForAll(call => call == calls[0]), $"seed {seed}: {string.Join(", ", calls.Select(Ending.Of))}");
    }

    [Theory]
    [InlineData(Story.Talked)]
    [InlineData(Story.Heard)]
    public async Task A_report_that_knows_less_changes_nothing_afterwards_and_does_no_harm_before(Story story)
    {
        await using var rig = await StartAsync();
        if (!CanTell(rig, story))
        {
            return;
        }

        rig.SayLessAfterwards();
        var (placed, calledBack) = await rig.PlayAsync(story);
        var (truth, less) = (calledBack.Take(calledBack.Count - 1), calledBack[^1]);

        var call = await rig.KeepAsync(placed.Reference, truth);
        var afterwards = await rig.KeepAsync(placed.Reference, less);

        Assert.Equal(Expected(rig, story), Ending.Of(call));
        Assert.Equal(call, afterwards);

        rig.SayLessAfterwards();
        (placed, calledBack) = await rig.PlayAsync(story);
        Assert.Equal(Expected(rig, story), Ending.Of(await rig.KeepAsync(placed.Reference, [calledBack[^1], .. calledBack.SkipLast(1)])));
    }

    [Fact]
    public async Task Rubbish_breaks_nothing_and_ends_no_call()
    {
        await using var rig = await StartAsync();
        var (placed, calledBack) = await rig.PlayAsync(Story.Talked);
        var (token, reference) = (rig.TokenOf(placed.Reference), CallReference.Compact(placed.Reference));
        var names = calledBack.SelectMany(request => (request.Query ?? "").TrimStart('?').Split('&')).Select(pair => pair.Split('=')[0]).Distinct().Except(["ref", "t"]).ToArray();
        var seed = Random.Shared.Next();
        var random = new Random(seed);

        for (var i = 0; i < 200; i++)
        {
            var genuine = random.Chance(0.5);
            var proof = genuine ? $"ref={reference}&t={token}&" : "";
            var rubbish = string.Join('&', Enumerable.Range(0, random.Next(12)).Select(_ => random.Pick<string>(names) + "=" + RubbishOf(random)));
            var (query, body) = random.Next(4) switch
            {
                0 => ("?" + proof + rubbish, null),
                1 => (proof + RubbishOf(random), RubbishOf(random)),
                2 => (null, (genuine ? $$"""{"ref":"{{reference}}","t":"{{token}}","x":""" : "{\"") + RubbishOf(random)),
                _ => (RubbishOf(random), proof + rubbish),
            };
            var path = rig.Intake.Paths[random.Next(rig.Intake.Paths.Count)];
            try
            {
                var believed = await rig.Intake.KeepAsync(path, query, body);
                Assert.True(genuine || !believed, $"believed without proof: {query} {body}");
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"seed {seed}, number {i}: {query} | {body}", broken);
            }
        }

        var call = await rig.CallAsync(placed.Reference);
        Assert.False(call.IsSettled, $"seed {seed}: {call}");
        Assert.Equal(Expected(rig, Story.Talked), Ending.Of(await rig.KeepAsync(placed.Reference, calledBack)));
    }

    private static string RubbishOf(Random random) =>
        random.Chance(0.1) ? new string('q', 20_000) : string.Create(random.Next(40), random, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Junk[from.Next(Junk.Length)];
            }
        });
}
