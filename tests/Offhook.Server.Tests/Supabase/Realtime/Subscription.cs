namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>What somebody wants to hear of: all events or one, of rows that fulfil all conditions.</summary>
internal sealed record Subscription(string Event, params IReadOnlyList<Condition> Conditions)
{
    /// <summary>As a page asks for it.</summary>
    public string Binding => Conditions.Count == 0
        ? $$"""{"event":"{{Event}}","schema":"public","table":"ivr_calls"}"""
        : $$"""{"event":"{{Event}}","schema":"public","table":"ivr_calls","filter":"{{string.Join(',', Conditions)}}"}""";
}

/// <summary>One condition of a filter.</summary>
/// <param name="Operator"><c>eq neq lt lte gt gte in</c>.</param>
/// <param name="Value">For <c>in</c> several, joined by commas.</param>
internal sealed record Condition(string Column, string Operator, string Value)
{
    /// <summary>As PostgreSQL is asked about it.</summary>
    /// <param name="type">The column's type in PostgreSQL's words.</param>
    public string Sql(string type) => Operator switch
    {
        "in" => $"@value::{type} = any (('{{' || @operand || '}}')::{type}[])",
        "eq" => $"@value::{type} = @operand::{type}",
        "neq" => $"@value::{type} <> @operand::{type}",
        "lt" => $"@value::{type} < @operand::{type}",
        "lte" => $"@value::{type} <= @operand::{type}",
        "gt" => $"@value::{type} > @operand::{type}",
        "gte" => $"@value::{type} >= @operand::{type}",
        _ => throw new InvalidOperationException($"{Operator} is no operator"),
    };

    public override string ToString() => Operator == "in" ? $"{Column}=in.({Value})" : $"{Column}={Operator}.{Value}";
}
