using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>Whose calls somebody may see, as a condition on a table that the statement calls <c>c</c>.</summary>
internal static class AudienceCondition
{
    /// <summary>Begins with <c>and</c>; empty for who sees everything.</summary>
    public static string Sql(CallAudience audience) => audience switch
    {
        CallAudience.Everyone => "",
        CallAudience.OfTeam => " and c.team::text = @of_team",
        CallAudience.OfAgent => " and c.agent_number::text = @of_agent and (c.team is null or c.team::text = @of_team)",
        _ => " and false",
    };

    public static NpgsqlCommand WithAudience(this NpgsqlCommand command, CallAudience audience) =>
        command.With("@of_team", TeamOf(audience)).With("@of_agent", NumberOf(audience));

    public static NpgsqlBatchCommand WithAudience(this NpgsqlBatchCommand command, CallAudience audience) =>
        command.With("@of_team", NpgsqlDbType.Text, TeamOf(audience)).With("@of_agent", NpgsqlDbType.Text, NumberOf(audience));

    private static string? TeamOf(CallAudience audience) => (audience as CallAudience.OfTeam)?.Team ?? (audience as CallAudience.OfAgent)?.Team;

    private static string? NumberOf(CallAudience audience) => (audience as CallAudience.OfAgent)?.Number.E164;
}
