using System.Text.RegularExpressions;
using Offhook.Server.Tests.Forwarding;

namespace Offhook.Server.Tests.Documents;

/// <summary>Whoever follows a link from one document to another arrives.</summary>
public sealed partial class LinkTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ForwardingServer.Folder, "..", "..", ".."));

    public static TheoryData<string> Documents { get; } =
    [
        "README.md", "CHANGELOG.md", .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file_and_to_a_heading_in_it(string document)
    {
        var file = Path.Combine(Root, document);
        var broken = Links().Matches(WithoutCode(file)).Select(match => match.Groups["target"].Value).Where(target => !IsOutside(target) && !Arrives(file, target));

        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void A_heading_is_named_as_GitHub_names_it() => Assert.Equal(
        ["docs", "what-an-agent-sees", "get-calls-and-offhook_data", "once", "once-1"],
        Anchors("# Docs\n## What an agent sees?\n### `GET /calls` and `OFFHOOK_DATA`\n## Once\n## Once\n"));

    // Schemes, and paths of a running service.
    private static bool IsOutside(string target) => target.StartsWith('/') || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal);

    private static bool Arrives(string from, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, Uri.UnescapeDataString(parts[0]))); // A file has a folder.
        return parts.Length == 1 ? Path.Exists(file) : File.Exists(file) && Anchors(WithoutCode(file, fencesOnly: true)).Contains(parts[1]);
    }

    private static string WithoutCode(string file, bool fencesOnly = false)
    {
        var text = Fences().Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "");
        return fencesOnly ? text : CodeSpans().Replace(text, "");
    }

    // https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
    private static List<string> Anchors(string text)
    {
        var anchors = new List<string>();
        foreach (Match heading in Headings().Matches(text))
        {
            var words = Links().Replace(heading.Groups["words"].Value, "${words}");
            var name = NoLetters().Replace(words.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var earlier = anchors.Count(anchor => anchor == name || Regex.IsMatch(anchor, $"^{Regex.Escape(name)}-[0-9]+$"));
            anchors.Add(earlier == 0 ? name : $"{name}-{earlier}");
        }

        return anchors;
    }

    [GeneratedRegex(@"!?\[(?<words>[^\]]*)\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Links();

    [GeneratedRegex("^```.*?^```[^\n]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpans();

    [GeneratedRegex("^#{1,6} (?<words>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\p{L}\p{Mn}\p{Nd}\p{Pc} -]")]
    private static partial Regex NoLetters();
}
