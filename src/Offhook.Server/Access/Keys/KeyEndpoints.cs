using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Access.Keys;

/// <summary>The named keys, for the administrator.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/access/keys").WithTags("Access").OnlyFor(RoleGates.Administrator);
        keys.MapGet("/", List).Produces<AccessKeyList>().ProducesProblem(503).WithSummary("The named keys, without the keys themselves");
        keys.MapPost("/", Add).Accepts<AccessKeyRequest>("application/json").Produces<NewAccessKeyView>(StatusCodes.Status201Created)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503).WithSummary("Makes a key and shows it, this once")
            .WithDescription("A publishable key without a team is for pages where people sign in: it reads nothing by itself, and the token of the person decides. One with a team reads that team's calls for everybody who opens the page.");
        keys.MapDelete("/{name}", Remove).Produces(StatusCodes.Status204NoContent).ProducesProblem(404).ProducesProblem(503).WithSummary("Ends a key, everywhere within five seconds");
    }

    private static async Task<IResult> List(HttpContext http, AccessKeyRing ring) =>
        Results.Ok(new AccessKeyList([.. (await ring.AllAsync(http.RequestAborted)).Select(AccessKeyView.Of)]));

    private static async Task<IResult> Add(HttpContext http, AccessKeyRing ring)
    {
        if (!http.Request.HasJsonContentType())
        {
            return ProblemWriter.Result(Problem.JsonNeeded);
        }

        var (request, errors) = await AccessKeyRequest.ReadAsync(http.Request);
        if (request is null)
        {
            return ProblemWriter.Result(Problem.InvalidRequest, errors: errors);
        }

        var kind = AccessKeyWords.Read(request.Kind)!.Value; // Checked when it was read.
        return await ring.AddAsync(request.Name, kind, request.Team, request.Origins ?? [], http.RequestAborted) is var (key, text)
            ? Results.Created($"/access/keys/{key.Name}", NewAccessKeyView.Of(key, text))
            : ProblemWriter.Result(Problem.KeyNameTaken, errors: new Dictionary<string, string[]> { ["name"] = ["Another key has this name; end that one first, or take another name."] });
    }

    private static async Task<IResult> Remove(string name, HttpContext http, AccessKeyRing ring) =>
        await ring.RemoveAsync(name, http.RequestAborted) ? Results.NoContent() : ProblemWriter.Result(Problem.NoSuchKey);
}

/// <summary>The named keys.</summary>
/// <param name="Items">In the order of their names.</param>
internal sealed record AccessKeyList(IReadOnlyList<AccessKeyView> Items);

/// <summary>A named key, without the key itself, which nobody can show again.</summary>
/// <param name="Kind"><c>server</c> or <c>publishable</c>.</param>
/// <param name="Team">The only team that it is good for; null for all teams, and with a publishable key for none but those of a signed-in person.</param>
/// <param name="Origins">The pages that it is good for; empty for a server's.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record AccessKeyView(string Name, string Kind, string? Team, IReadOnlyList<string> Origins, DateTimeOffset CreatedAt)
{
    public static AccessKeyView Of(AccessKey key) => new(key.Name, key.Kind.Word(), key.Team, key.Origins, key.CreatedAt);
}

/// <summary>A key that was made just now.</summary>
/// <param name="Key">The key itself. It is shown this once and kept nowhere.</param>
/// <param name="Name">As asked.</param>
/// <param name="Kind"><c>server</c> or <c>publishable</c>.</param>
/// <param name="Team">The only team that it is good for; null for all teams, and with a publishable key for none but those of a signed-in person.</param>
/// <param name="Origins">The pages that it is good for; empty for a server's.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record NewAccessKeyView(string Key, string Name, string Kind, string? Team, IReadOnlyList<string> Origins, DateTimeOffset CreatedAt)
{
    public static NewAccessKeyView Of(AccessKey key, string text) => new(text, key.Name, key.Kind.Word(), key.Team, key.Origins, key.CreatedAt);
}
