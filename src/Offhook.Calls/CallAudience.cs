namespace Offhook.Calls;

/// <summary>Whose calls somebody may see.</summary>
public abstract record CallAudience
{
    private CallAudience()
    {
    }

    /// <summary>Whether this call is among them.</summary>
    public abstract bool Sees(PhoneCall phoneCall);

    /// <summary>All calls: a server, an administrator, somebody on this very machine.</summary>
    public sealed record Everyone : CallAudience
    {
        /// <summary>The only one.</summary>
        public static readonly Everyone Instance = new();

        /// <inheritdoc/>
        public override bool Sees(PhoneCall phoneCall) => true;
    }

    /// <summary>A team's calls: its supervisor.</summary>
    /// <param name="Team">Exactly as in the column <c>team</c>; a call without a team belongs to no team.</param>
    public sealed record OfTeam(string Team) : CallAudience
    {
        /// <inheritdoc/>
        public override bool Sees(PhoneCall phoneCall)
        {
            ArgumentNullException.ThrowIfNull(phoneCall);
            return string.Equals(phoneCall.Team, Team, StringComparison.Ordinal);
        }
    }

    /// <summary>An agent's own calls.</summary>
    /// <param name="Number">The agent's phone.</param>
    /// <param name="Team">The agent's team; null when there is none. A call that belongs to another team is not seen, even with the agent's number.</param>
    public sealed record OfAgent(PhoneNumber Number, string? Team) : CallAudience
    {
        /// <inheritdoc/>
        public override bool Sees(PhoneCall phoneCall)
        {
            ArgumentNullException.ThrowIfNull(phoneCall);
            return phoneCall.Agent == Number && (phoneCall.Team is null || string.Equals(phoneCall.Team, Team, StringComparison.Ordinal));
        }
    }

    /// <summary>No calls: somebody who is known, but whom nobody has given a role.</summary>
    public sealed record Nobody : CallAudience
    {
        /// <summary>The only one.</summary>
        public static readonly Nobody Instance = new();

        /// <inheritdoc/>
        public override bool Sees(PhoneCall phoneCall) => false;
    }
}
