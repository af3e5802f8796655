using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Server.Access;

namespace Offhook.Server.Providers;

/// <summary>The providers of this installation: what they can do, and whether calls are placed with them at present.</summary>
internal static class ProviderEndpoint
{
    public static void MapProviders(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/providers", (ProviderDirectory providers, ProviderBreakers breakers) =>
            Results.Ok(new ProviderList([.. providers.All.Select(provider => ProviderView.Of(provider, providers.Placing.Contains(provider), breakers.Of(provider)))])))
            .OnlyFor(RoleGates.Staff).WithTags("Providers").WithSummary("What the providers can do, the preferred one first").Produces<ProviderList>();
}

/// <summary>The providers, the preferred one first.</summary>
internal sealed record ProviderList(IReadOnlyList<ProviderView> Items);

/// <summary>A provider.</summary>
/// <param name="Name">As in the column <c>provider</c>.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="PlacesCalls">False for one that only finishes the calls that it has.</param>
/// <param name="IsResting">Whether it failed the last calls and is left alone for a moment.</param>
/// <param name="LiveEvents">Whether ringing and answering are reported while they happen.</param>
/// <param name="IdInReply">Whether <c>call_id</c> is the provider's as soon as a call is placed.</param>
/// <param name="Recordings"><c>none</c>, <c>by_link</c> or <c>by_id</c>.</param>
/// <param name="SeveralNumbers">Whether one side of a call may be several numbers.</param>
/// <param name="HangUp">Whether a placed call can be ended from here.</param>
/// <param name="Callbacks">What its reports of the end bring: <c>outcome</c>, <c>legs</c>, <c>talk_time</c>, <c>times</c>, <c>recording</c>, <c>operator</c>, <c>key_press</c>. The rest comes from its log.</param>
/// <param name="LogDays">How many days back its log can be read; null when no limit is known.</param>
/// <param name="Plays">What an outbound call may play: <c>sound</c>, <c>ivr</c>, <c>speech</c>, <c>flow</c>.</param>
internal sealed record ProviderView(
    string Name, string DisplayName, bool PlacesCalls, bool IsResting, bool LiveEvents, bool IdInReply, string Recordings, bool SeveralNumbers, bool HangUp,
    IReadOnlyList<string> Callbacks, int? LogDays, IReadOnlyList<string> Plays)
{
    public static ProviderView Of(IVoiceProvider provider, bool placesCalls, ProviderBreaker breaker)
    {
        var traits = provider.Traits;
        return new(
            traits.Name, traits.DisplayName, placesCalls, breaker.RestsBecause is not null, traits.ReportsLive, traits.GivesIdInReply, Word(traits.Recordings), traits.TakesSeveralNumbers, traits.CanHangUp,
            [.. Enum.GetValues<CallbackContents>().Where(content => content is not CallbackContents.None && traits.Callbacks.HasFlag(content)).Select(Word)],
            (int?)traits.LogReach?.TotalDays, [.. traits.Plays.Select(form => form.Name)]);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
