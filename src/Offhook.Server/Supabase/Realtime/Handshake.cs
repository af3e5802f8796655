using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>What becomes of the wish to open a socket.</summary>
internal abstract record Handshake
{
    private Handshake()
    {
    }

    /// <summary>It may be opened.</summary>
    /// <param name="Key">Whom the key stands for.</param>
    internal sealed record Accepted(SocketCredential Credential, Caller Key, Serializer Serializer) : Handshake;

    /// <summary>It may not.</summary>
    /// <param name="Error">Why, in words.</param>
    internal sealed record Refused(int Status, string Error) : Handshake;

    /// <summary>Looks at a request. A key is good for its own pages: one for pages knows them, every other for those that may call us at all.</summary>
    public static async Task<Handshake> OfAsync(HttpRequest request, CallerRecognition recognition, AccessOptions access, CancellationToken cancellationToken)
    {
        var origins = request.Headers.Origin;
        var isLocal = access.IsKeyless && LocalRequest.IsTrulyLocal(request, access);
        var credential = new SocketCredential(recognition, request.Query["apikey"].ToString(), origins.Count == 0 ? null : origins.ToString(), isLocal);
        if (await credential.RecogniseAsync(null, cancellationToken) is not Recognition.Known { Caller: var caller })
        {
            return new Refused(StatusCodes.Status401Unauthorized, access.IsKeyless ? "Only programs and pages on this machine may ask" : "The apikey is missing or not good here");
        }

        if (caller.Role is not CallerRole.Reader && !LocalRequest.ComesFromAllowedPage(request, access))
        {
            return new Refused(StatusCodes.Status401Unauthorized, "Pages of this origin may not ask");
        }

        return SerializerVersions.Named(request.Query["vsn"]) is { } serializer
            ? new Accepted(credential, caller, serializer)
            : new Refused(StatusCodes.Status400BadRequest, "vsn is 1.0.0 or 2.0.0");
    }
}
