namespace Offhook.Calls;

/// <summary>One plain sentence for each way in which a side of a call can fail: the agent's, the customer's, and where the side is not known.</summary>
internal static class LegSentences
{
    private static readonly (Leg Leg, string Agent, string Customer, string Unsaid)[] Table =
    [
        (Leg.NoAnswer, "You did not pick up", "The customer did not answer", "Nobody answered; which phone is not known"),
        (Leg.Rejected, "You declined the call", "The customer declined the call", "The call was declined; by whom is not known"),
        (Leg.Busy, "Your phone was busy", "The customer was busy", "A phone was busy; which one is not known"),
        (Leg.Cancelled, "Cut off while your phone was ringing", "Cut off while ringing the customer", "Cut off while ringing"),
        (Leg.Congestion, "The network was too busy to reach your phone", "The network was too busy to reach the customer", "The network was too busy"),
        (Leg.ChannelUnavailable, "The network could not reach your phone", "The network could not reach the number", "The network could not reach a number"),
        (Leg.NoRoute, "The network knows no way to your phone", "The network knows no way to the number", "The network knows no way to a number"),
        (Leg.DoNotDisturb, "Your number is on the DND register", "The number is on the DND register", "A number is on the DND register"),
        (Leg.Blocked, "The account does not allow your number", "The account does not allow this number", "The account does not allow a number"),
        (Leg.NotAllowed, "The account may not call your number", "The account may not call this number", "The account may not make this call"),
        (Leg.OutgoingRestricted, "Outgoing calls to your phone are restricted", "Outgoing calls to this number are restricted", "Outgoing calls are restricted"),
        (Leg.OffHours, "Outside your calling hours", "Outside calling hours", "Outside calling hours"),
        (Leg.LinesBusy, "All lines were in use when ringing you", "All lines were in use when ringing the customer", "All lines were in use"),
        (Leg.BridgeUnavailable, "No line was free to ring you", "No line was free to ring the customer", "No line was free to join the two phones"),
        (Leg.Failed, "The call to your phone failed", "The call to the customer failed", "The call failed"),
    ];

    /// <summary>The whole table as reasons.</summary>
    public static IEnumerable<((Side, Leg) Key, Reason Reason)> All => Table.SelectMany(row => new[]
    {
        ((Side.Agent, row.Leg), new Reason("agent_" + row.Leg.Word(), Side.Agent, row.Agent)),
        ((Side.Customer, row.Leg), new Reason("customer_" + row.Leg.Word(), Side.Customer, row.Customer)),
        ((Side.Unsaid, row.Leg), new Reason(row.Leg.Word(), Side.Unsaid, row.Unsaid)),
    });
}
