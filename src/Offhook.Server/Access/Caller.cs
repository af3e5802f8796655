using Offhook.Calls;

namespace Offhook.Server.Access;

/// <summary>What somebody is here.</summary>
internal enum CallerRole
{
    /// <summary>Known, but nobody has given a role: sees nothing, dials nothing.</summary>
    None,

    /// <summary>Reads what the audience says, and nothing else: a page with a publishable key.</summary>
    Reader,

    /// <summary>Dials from one phone and sees that phone's calls.</summary>
    Agent,

    /// <summary>Sees a team's calls.</summary>
    Supervisor,

    /// <summary>A program of the administrator's: everything but the administration.</summary>
    Server,

    /// <summary>Everything.</summary>
    Administrator,
}

/// <summary>Who asks.</summary>
/// <param name="Name">Unique among all credentials and stable over renewals of a token: the scope of idempotency keys and the name in the log. No secret.</param>
/// <param name="Audience">Whose calls may be seen.</param>
/// <param name="Agent">The one phone that an agent may dial from; null for everybody else.</param>
/// <param name="Team">The team that calls started by this caller belong to; null when there is none.</param>
/// <param name="Expires">When the credential ends by itself; null when it does not.</param>
internal sealed record Caller(string Name, CallerRole Role, CallAudience Audience, PhoneNumber? Agent = null, string? Team = null, DateTimeOffset? Expires = null)
{
    /// <summary>Whether this caller may have phones rung.</summary>
    public bool MayDial => Role is CallerRole.Agent or CallerRole.Supervisor or CallerRole.Server or CallerRole.Administrator;

    /// <summary>Whether this is a page's key that reads nothing by itself: the token of whoever signed in on the page decides.</summary>
    public bool NeedsPerson => Role is CallerRole.Reader && Audience is CallAudience.Nobody;
}

/// <summary>What became of a credential.</summary>
internal abstract record Recognition
{
    private Recognition()
    {
    }

    /// <summary>It is good.</summary>
    internal sealed record Known(Caller Caller) : Recognition;

    /// <summary>It is not.</summary>
    /// <param name="Code">One word, for example <c>InvalidJWTToken</c>.</param>
    /// <param name="Text">Why, for the one who brought it, without any part of the credential: <c>Token has expired 12 seconds ago</c>.</param>
    /// <param name="IsPassing">Whether the same credential may be good in a moment: what it is checked with is not known yet.</param>
    internal sealed record Refused(string Code, string Text, bool IsPassing = false) : Recognition;
}
