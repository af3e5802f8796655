using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Offhook.Gateway.Live;
using Offhook.Server.Access.Keys;
using Offhook.Server.Calls;
using Offhook.Server.Health;
using Offhook.Server.Providers;

namespace Offhook.Server;

/// <summary>JSON of the endpoints, snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(CallView))]
[JsonSerializable(typeof(ReportList))]
[JsonSerializable(typeof(LogList))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ProviderList))]
[JsonSerializable(typeof(AccessKeyList))]
[JsonSerializable(typeof(NewAccessKeyView))]
[JsonSerializable(typeof(AccessKeyRequest))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ClickToCallRequest))]
[JsonSerializable(typeof(OutboundRequest))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class ServerJson : JsonSerializerContext;
