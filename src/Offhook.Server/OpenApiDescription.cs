using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Offhook.Server;

/// <summary>The description of the endpoints at <c>/openapi/v1.json</c>: what they take beside their bodies, and who may ask.</summary>
internal static class OpenApiDescription
{
    private const string SchemeName = "key";

    /// <summary>Adds the description.</summary>
    public static void AddDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Offhook";
            document.Info.Description = "Starts phone calls, follows them and looks back on them. Every error is Problem Details (RFC 9457).";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The first key, a named key (a publishable one only if it names a team), or the token of a person who signed in at the Supabase project. None is needed on the service's own machine while its callback address is local, and in the demo.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(CloseAsync);
    });

    /// <summary>Declares a parameter of the query. All of them may be left out.</summary>
    /// <param name="format">As in JSON Schema; null for none.</param>
    /// <param name="words">The only values there are; none when empty.</param>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description, string? format = null, params IEnumerable<string> words) =>
        route.Takes(name, ParameterLocation.Query, description, () => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = format,
            Enum = words.Any() ? [.. words.Select(word => JsonValue.Create(word))] : null,
        });

    /// <summary>Declares a whole number of the query.</summary>
    public static RouteHandlerBuilder TakesNumber(this RouteHandlerBuilder route, string name, string description, int least, int most, int standard) =>
        route.Takes(name, ParameterLocation.Query, description, () => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Maximum = most.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Default = JsonValue.Create(standard),
        });

    /// <summary>Declares a header of the request.</summary>
    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder route, string name, string description, int? longest = null) =>
        route.Takes(name, ParameterLocation.Header, description, () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest });

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string name, ParameterLocation place, string description, Func<OpenApiSchema> schema) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = description, Schema = schema() });
            return Task.CompletedTask;
        });

    // What is not open to strangers needs a credential, and one of a role that may: the same rules as those of the routes.
    private static async Task CloseAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            return;
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, context.Document)] = [] }];
        operation.Responses ??= [];
        operation.Responses["401"] = await RefusalAsync("A key or token is needed, or this page or machine may not ask");
        operation.Responses["403"] = await RefusalAsync("Who asks has no role that may do this");

        async Task<OpenApiResponse> RefusalAsync(string description) => new()
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancellationToken) },
            },
        };
    }
}
