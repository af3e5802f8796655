using System.Collections.Concurrent;
using System.Text.Json;
using Offhook.Calls;

namespace Offhook.Server.Access.People;

/// <summary>
/// What a signed-in person is here. Only <c>app_metadata</c> tells, which the project's administrator alone can write; people can write their own
/// <c>user_metadata</c> (both documented by Supabase). Whoever is not told to be something is nobody, and so is whoever cannot be understood.
/// </summary>
internal sealed class PersonProfiles(PeopleLog log)
{
    /// <summary>The longest name of a team, in characters.</summary>
    public const int LongestTeam = 100;

    private const int MostNoted = 1000;

    private readonly ConcurrentDictionary<string, string> _noted = new(StringComparer.Ordinal);

    /// <summary>The person of a token whose claims hold.</summary>
    public Caller CallerOf(JsonElement claims, DateTimeOffset expires)
    {
        var subject = claims.Word("sub")!; // Checked with the other claims.
        var nobody = new Caller($"supabase:{subject}", CallerRole.None, CallAudience.Nobody.Instance, Expires: expires);
        if (IsAnonymous(claims) || !claims.TryGetProperty("app_metadata", out var said) || said.ValueKind is not JsonValueKind.Object || !said.TryGetProperty("role", out _))
        {
            return nobody;
        }

        if (!TryTeam(said, out var team))
        {
            return Note(nobody, subject, $"app_metadata.team must be a text of 1 to {LongestTeam} characters without surrounding blanks");
        }

        switch (said.Word("role"))
        {
            case "agent" when TryNumber(said, out var number):
                return nobody with { Role = CallerRole.Agent, Audience = new CallAudience.OfAgent(number, team), Agent = number, Team = team };
            case "agent":
                return Note(nobody, subject, "app_metadata.agent_number must be a phone number");
            case "supervisor" when team is not null:
                return nobody with { Role = CallerRole.Supervisor, Audience = new CallAudience.OfTeam(team), Team = team };
            case "supervisor":
                return Note(nobody, subject, "app_metadata.team is needed for a supervisor");
            default:
                return Note(nobody, subject, "app_metadata.role must be agent or supervisor");
        }
    }

    // Said once for each person and reason: a page that is open asks again and again.
    private Caller Note(Caller nobody, string subject, string reason)
    {
        if (_noted.Count >= MostNoted)
        {
            _noted.Clear();
        }

        var isNew = !_noted.TryGetValue(subject, out var last) || last != reason;
        if (isNew)
        {
            _noted[subject] = reason;
            log.NoRole(subject, reason);
        }

        return nobody;
    }

    // What is no clear "false" may be an anonymous sign-in.
    private static bool IsAnonymous(JsonElement claims) =>
        claims.TryGetProperty("is_anonymous", out var anonymous) && anonymous.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);

    private static bool TryTeam(JsonElement said, out string? team)
    {
        team = said.Word("team");
        return team is null
            ? !said.TryGetProperty("team", out var other) || other.ValueKind is JsonValueKind.Null
            : team.Length is > 0 and <= LongestTeam && team.Trim().Length == team.Length && !team.Any(char.IsControl);
    }

    private static bool TryNumber(JsonElement said, out PhoneNumber number)
    {
        number = default;
        return said.TryGetProperty("agent_number", out var value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && PhoneNumber.TryRead(value.ValueKind is JsonValueKind.Number ? value.GetRawText() : said.Word("agent_number"), out number);
    }
}
