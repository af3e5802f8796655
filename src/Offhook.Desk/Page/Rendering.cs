using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Offhook.Desk.Page;

/// <summary>Renders a component to text: a page, or the part of one that changed.</summary>
internal sealed class Rendering(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>The component as HTML.</summary>
    public async Task<string> HtmlAsync<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        // A renderer keeps every component that it ever rendered, so each rendering has its own.
        await using var renderer = new HtmlRenderer(services, loggers);
        var view = ParameterView.FromDictionary(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(view)).ToHtmlString());
    }
}
