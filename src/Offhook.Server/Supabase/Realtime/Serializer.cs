namespace Offhook.Server.Supabase.Realtime;

/// <summary>The two ways in which clients write messages, chosen by <c>vsn</c> in the address.</summary>
internal enum Serializer
{
    /// <summary>An object: <c>{"topic":…,"event":…,"payload":…,"ref":…,"join_ref":…}</c>. Version 1.0.0, up to supabase-js 2.90.</summary>
    Objects,

    /// <summary>An array: <c>[join_ref, ref, topic, event, payload]</c>. Version 2.0.0, since supabase-js 2.91.</summary>
    Arrays,
}

/// <summary>The names of the versions.</summary>
internal static class SerializerVersions
{
    /// <summary>The serializer of a version. A client that names none is one of the first.</summary>
    /// <returns>Null for a version that is not spoken here.</returns>
    public static Serializer? Named(string? vsn) => vsn switch
    {
        null or "" or "1.0.0" => Serializer.Objects,
        "2.0.0" => Serializer.Arrays,
        _ => null,
    };
}
