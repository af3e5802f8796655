using System.Text.Json;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The bindings of a join, as the client wrote them.</summary>
internal static class WishedBindings
{
    /// <summary>Reads them. As at Supabase, where all bindings of a channel are one transaction, a wrong one is the end of all; the channel stays open and says so.</summary>
    /// <param name="first">The id of the first; the others count on from it.</param>
    /// <returns>The bindings, or none and what is wrong.</returns>
    public static (IReadOnlyList<Binding> Bindings, string? Fault) Read(IReadOnlyList<JsonElement> wishes, long first)
    {
        var bindings = new List<Binding>(wishes.Count);
        foreach (var wish in wishes)
        {
            if (Binding.TryRead(wish, first + bindings.Count, out var binding) is { } fault)
            {
                return ([], $"Unable to subscribe to changes of {IvrCallsTable.Schema}.{IvrCallsTable.Name}. {fault}");
            }

            bindings.Add(binding!); // Read, because nothing was wrong.
        }

        return (bindings, null);
    }

    /// <summary>Repeats them to the letter, each with its id.</summary>
    public static void Repeat(Utf8JsonWriter writer, IReadOnlyList<JsonElement> wishes, long first)
    {
        writer.WriteStartArray("postgres_changes"u8);
        foreach (var wish in wishes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, first++);
            foreach (var member in wish.EnumerateObject().Where(member => !member.NameEquals("id"u8)))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
