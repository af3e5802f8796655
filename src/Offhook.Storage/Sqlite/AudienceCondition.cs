using Microsoft.Data.Sqlite;
using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>Whose calls somebody may see, as a condition on a table that the statement calls <c>c</c>.</summary>
internal static class AudienceCondition
{
    /// <summary>Begins with <c>and</c>; empty for who sees everything.</summary>
    public static string Sql(CallAudience audience) => audience switch
    {
        CallAudience.Everyone => "",
        CallAudience.OfTeam => " and c.team = @of_team",
        CallAudience.OfAgent => " and c.agent_number = @of_agent and (c.team is null or c.team = @of_team)",
        _ => " and false",
    };

    public static SqliteCommand WithAudience(this SqliteCommand command, CallAudience audience) => command
        .With("@of_team", (audience as CallAudience.OfTeam)?.Team ?? (audience as CallAudience.OfAgent)?.Team)
        .With("@of_agent", (audience as CallAudience.OfAgent)?.Number.E164);
}
