using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>What a story needs: its number and its kind.</summary>
internal static class Stories
{
    public static bool IsOutbound(Story story) => story is Story.Heard or Story.NotHeard;

    /// <summary>All that a provider can play.</summary>
    public static IEnumerable<Story> Of(ProviderTraits traits) => Enum.GetValues<Story>().Where(story => !IsOutbound(story) || traits.Plays.Count > 0);

    /// <summary>Each story has a customer of its own.</summary>
    public static PhoneNumber CustomerOf(Story story) => Given.Number($"980000020{(int)story}");
}

/// <summary>How a call ended, as far as somebody told.</summary>
internal sealed record Ending(CallStatus Status, Reason? Reason, Leg Agent, Leg Customer)
{
    /// <summary>How a story ends when the provider tells all of it.</summary>
    public static Ending Of(Story story) => story switch
    {
        Story.Talked => new(CallStatus.Answered, null, Leg.Answered, Leg.Answered),
        Story.AgentNoAnswer => On(Side.Agent, Leg.NoAnswer, Leg.NoAnswer, Leg.Unknown),
        Story.AgentDeclined => On(Side.Agent, Leg.Rejected, Leg.Rejected, Leg.Unknown),
        Story.AgentHungUp => On(Side.Unsaid, Leg.Cancelled, Leg.Answered, Leg.Cancelled),
        Story.CustomerBusy => On(Side.Customer, Leg.Busy, Leg.Answered, Leg.Busy),
        Story.CustomerNoAnswer => On(Side.Customer, Leg.NoAnswer, Leg.Answered, Leg.NoAnswer),
        Story.CustomerDeclined => On(Side.Customer, Leg.Rejected, Leg.Answered, Leg.Rejected),
        Story.Heard => new(CallStatus.Answered, null, Leg.Unknown, Leg.Answered),
        Story.NotHeard => On(Side.Customer, Leg.NoAnswer, Leg.Unknown, Leg.NoAnswer),
        _ => throw new ArgumentOutOfRangeException(nameof(story), story, null),
    };

    public static Ending Of(PhoneCall call) => new(call.Status, call.Reason, call.AgentLeg, call.CustomerLeg);

    private static Ending On(Side side, Leg deciding, Leg agent, Leg customer) => new(deciding.Outcome(), Reason.Of(side, deciding), agent, customer);
}
