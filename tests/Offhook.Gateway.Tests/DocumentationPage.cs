using System.Text.RegularExpressions;

namespace Offhook.Gateway.Tests;

/// <summary>A page under <c>docs/</c>, to be compared with the program.</summary>
internal sealed partial class DocumentationPage
{
    private readonly string[] _lines;

    private DocumentationPage(string name) => _lines = File.ReadAllLines(Path.Combine(Root(), "docs", name));

    public static DocumentationPage Statuses { get; } = new("statuses.md");

    public static DocumentationPage Providers { get; } = new("providers.md");

    /// <summary>All of it, lines ended by line feeds.</summary>
    public string Text => string.Join('\n', _lines) + "\n";

    /// <summary>The rows of a table under a heading, the first unless told otherwise.</summary>
    public IReadOnlyList<string[]> Table(string heading, int which = 0)
    {
        var section = _lines.SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < which; i++)
        {
            section = [.. section.SkipWhile(line => !line.StartsWith('|')).SkipWhile(line => line.StartsWith('|'))];
        }

        return
        [
            .. section.SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];
    }

    /// <summary>What stands in backticks.</summary>
    public static IEnumerable<string> Quoted(string cell) => Backticks().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();

    /// <summary>The folder of the repository.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Offhook.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds Offhook.slnx");
    }
}
