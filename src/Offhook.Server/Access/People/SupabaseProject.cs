namespace Offhook.Server.Access.People;

/// <summary>The Supabase project whose signed-in users are our people.</summary>
/// <param name="Address">As in the project's settings, for example <c>https://project.supabase.co</c>.</param>
/// <param name="Secret">The project's JWT secret, for tokens signed with HS256; null when it has asymmetric keys only. A secret.</param>
internal sealed record SupabaseProject(Uri Address, string? Secret)
{
    /// <summary>Who must have issued a token: documented by Supabase as the address of its Auth service.</summary>
    public string Issuer { get; } = Address.AbsoluteUri.TrimEnd('/') + "/auth/v1";

    /// <summary>Where the project publishes its keys; an empty list while it signs with the secret.</summary>
    public Uri KeysAddress => new(Issuer + "/.well-known/jwks.json");

    /// <summary>The address alone.</summary>
    public override string ToString() => Issuer;
}
