using Offhook.Server.Access.People;
using Offhook.Server.Calls;
using Offhook.Storage;

namespace Offhook.Server.Access.Keys;

/// <summary>Body of <c>POST /access/keys</c>.</summary>
/// <param name="Name">1 to 60 of the characters A to Z, a to z, 0 to 9, dot, dash and underscore.</param>
/// <param name="Kind"><c>server</c>: reads and dials. <c>publishable</c>: for the code of a web page, reads only.</param>
/// <param name="Team">The only team that it is good for. Left out, a server's key is good for all, and a publishable one reads nothing by itself: the token of whoever signed in on the page decides.</param>
/// <param name="Origins">The pages that a publishable key is good for, 1 to 20, exactly as browsers write them. Left out for a server's key.</param>
internal sealed record AccessKeyRequest(string Name, string Kind, string? Team, IReadOnlyList<string>? Origins)
{
    private const int MostOrigins = 20;

    private static readonly Dictionary<string, int> Members = new() { ["name"] = 60, ["kind"] = 20, ["team"] = PersonProfiles.LongestTeam, ["origins"] = 300 };

    /// <summary>Reads the body.</summary>
    /// <returns>The request, or null and what is wrong, by member.</returns>
    public static async Task<(AccessKeyRequest? Request, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync(HttpRequest request)
    {
        var fields = await JsonFields.ReadAsync(request.Body, Members, request.HttpContext.RequestAborted, "origins");
        var name = fields.Text("name");
        if (fields.MayJudge("name") && (name is null || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            fields.Refuse("name", "1 to 60 letters, digits, dots, dashes and underscores are needed.");
        }

        var kind = AccessKeyWords.Read(fields.Text("kind"));
        if (fields.MayJudge("kind") && kind is null)
        {
            fields.Refuse("kind", "server or publishable is needed.");
        }

        if (fields.IsBlank("team"))
        {
            // Taken for absent, it would open all teams.
            fields.Refuse("team", "A team's name is needed; leave this out for a key of no team.");
        }

        var origins = fields.List("origins");
        if (kind is not null && fields.MayJudge("origins") && Fault(kind.Value, origins) is { } fault)
        {
            fields.Refuse("origins", fault);
        }

        return fields.Errors.Count > 0 ? (null, fields.Errors) : (new AccessKeyRequest(name!, kind!.Value.Word(), fields.Text("team"), origins), fields.Errors);
    }

    private static string? Fault(AccessKeyKind kind, IReadOnlyList<string>? origins) => (kind, origins) switch
    {
        (AccessKeyKind.Server, null or []) => null,
        (AccessKeyKind.Server, _) => "A server's key is for no page; leave this out.",
        (_, null or []) => "A publishable key is good for listed pages only; name their origins.",
        (_, { Count: > MostOrigins }) => $"At most {MostOrigins} origins are allowed.",
        _ when origins.FirstOrDefault(origin => !PageOrigin.IsValid(origin)) is not null => "Write scheme, host and port as the browser does, for example https://crm.example.com.",
        _ => null,
    };
}
