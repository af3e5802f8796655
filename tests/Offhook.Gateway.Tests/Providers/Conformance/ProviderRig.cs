using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Storage;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>A provider under test, with the people at its phones. A new provider writes the abstract part; <see cref="ProviderConformance"/> asks for nothing else.</summary>
internal abstract class ProviderRig(Ground ground) : IAsyncDisposable
{
    /// <summary>For how long the provider asks to slow down (<see cref="DialFailure.SlowDown"/>).</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(7);

    /// <summary>The provider with an account in good order. Its time-outs are the machine's; everything else goes by the clock of the ground.</summary>
    public abstract IVoiceProvider Provider { get; }

    /// <summary>Takes its callbacks.</summary>
    public abstract ICallbackIntake Intake { get; }

    /// <summary>The name in the column <c>provider</c>, as rows of earlier days have it.</summary>
    public abstract string Name { get; }

    /// <summary>The secret of the account.</summary>
    public abstract string Key { get; }

    /// <summary>How it may send what it calls back with.</summary>
    public abstract IReadOnlyList<CallbackForm> Forms { get; }

    /// <summary>How many phones have rung.</summary>
    public abstract int Rings { get; }

    /// <summary>How many requests have reached the provider, answered or not.</summary>
    public abstract int Requests { get; }

    /// <summary>What will happen when this customer is called.</summary>
    public abstract void Prepare(Story story, PhoneNumber customer);

    /// <summary>Makes the next dial fail.</summary>
    /// <returns>The provider to dial with: <see cref="Provider"/>, or one with other settings.</returns>
    public abstract IVoiceProvider Failing(DialFailure failure);

    /// <summary>The next dial is taken, and the answer to it names no id.</summary>
    public abstract void LeaveIdOut();

    /// <summary>The next call's callbacks come in this form.</summary>
    public abstract void SendAs(CallbackForm form);

    /// <summary>After the true end of the next call comes a report that knows less.</summary>
    public abstract void SayLessAfterwards();

    /// <summary>Questions that ring nobody fail from now on as this says: <see cref="DialFailure.KeyRefused"/>, <see cref="DialFailure.ServerError"/>, <see cref="DialFailure.Unreachable"/>.</summary>
    /// <returns>The provider to ask.</returns>
    public abstract IVoiceProvider FailingQuestions(DialFailure failure);

    /// <summary>Lets time pass until a call has come so far.</summary>
    /// <returns>All requests that the provider has called back with for this call, in order.</returns>
    public abstract Task<IReadOnlyList<CallbackRequest>> ReachAsync(Guid reference, Moment moment);

    /// <summary>Where the provider's own words leave less than the story has, or say it otherwise: how the call then ends. Null where it ends as <see cref="Ending.Of(Story)"/> says.</summary>
    public virtual Ending? Says(Story story) => null;

    public Ground Ground => ground;

    public ICallStore Store => ground.Store;

    /// <summary>Begins a call and dials it.</summary>
    /// <param name="play">Instead of the first form that the provider can play.</param>
    public async Task<PlacedCall> PlaceAsync(Story story, IVoiceProvider? with = null, string? play = null)
    {
        var customer = Stories.CustomerOf(story);
        Prepare(story, customer);
        var wish = Stories.IsOutbound(story)
            ? new Wish(Name, CallKind.Outbound, customer, Play: play ?? Provider.Traits.Plays[0].Sample)
            : new Wish(Name, CallKind.ClickToCall, customer, Given.Agent, "Asha");
        return await PlaceAgainAsync(wish, with ?? Provider, story);
    }

    /// <summary>Begins and dials the call of a wish; what will happen was prepared.</summary>
    public async Task<PlacedCall> PlaceAgainAsync(Wish wish, IVoiceProvider with, Story story)
    {
        var now = ground.Clock.GetUtcNow();
        var row = await Store.BegunAsync(new Report { Reference = CallReference.New(now), Source = ReportSource.Intent, At = now, Wish = wish });
        var answer = await with.DialAsync(row.Call, TokenOf(row.Call.Reference), CancellationToken.None);
        await ground.Inbox.KeepAsync(answer.Report, answer.Raw, Given.Cancel);
        return new(row.Call.Reference, story, answer);
    }

    /// <summary>Places a call and lets it end, without taking what is called back.</summary>
    public async Task<(PlacedCall Placed, IReadOnlyList<CallbackRequest> CalledBack)> PlayAsync(Story story, IVoiceProvider? with = null)
    {
        var placed = await PlaceAsync(story, with);
        return (placed, await ReachAsync(placed.Reference, Moment.Over));
    }

    public async Task<PhoneCall> KeepAsync(Guid reference, params IEnumerable<CallbackRequest> requests)
    {
        foreach (var request in requests)
        {
            Assert.True(await TakeAsync(request), $"{request.Path.Path} refused a genuine request");
        }

        return await CallAsync(reference);
    }

    public Task<bool> TakeAsync(CallbackRequest request) => Intake.KeepAsync(request.Path, request.Query, request.Body);

    public string TokenOf(Guid reference) => ground.Tokens.For(reference);

    public async Task<PhoneCall> CallAsync(Guid reference) =>
        (await Store.FindAsync(reference.ToString("D"), Given.Cancel))?.Call ?? throw new InvalidOperationException($"there is no call {reference}");

    /// <summary>Searches the provider's log; the clock moves so that repeated questions come.</summary>
    public async Task<LogSearch> SearchAsync(IVoiceProvider? with, params IEnumerable<Guid> references)
    {
        var calls = new List<PhoneCall>();
        foreach (var reference in references)
        {
            calls.Add(await CallAsync(reference));
        }

        return await ground.Clock.PlayAsync((with ?? Provider).SearchLogAsync(calls, Given.Cancel), TimeSpan.FromSeconds(1));
    }

    public virtual ValueTask DisposeAsync() => ground.DisposeAsync();
}

/// <summary>A call that was dialled.</summary>
internal sealed record PlacedCall(Guid Reference, Story Story, DialAnswer Answer);
