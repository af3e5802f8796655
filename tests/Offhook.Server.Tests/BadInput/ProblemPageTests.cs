using Offhook.Server.Problems;

namespace Offhook.Server.Tests.BadInput;

/// <summary>The page <c>docs/problems.md</c> names what the service answers.</summary>
public sealed class ProblemPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Root(), "docs", "problems.md"));

    [Fact]
    public void The_page_has_one_paragraph_for_every_problem() => Assert.Equal(
        Problem.All.Select(problem => problem.Name),
        Page.Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => line[4..].Trim('`')));

    [Fact]
    public void Every_paragraph_tells_title_and_status()
    {
        foreach (var problem in Problem.All)
        {
            var paragraph = string.Join('\n', Page.SkipWhile(line => line != $"### `{problem.Name}`").Skip(1).TakeWhile(line => !line.StartsWith('#')));

            Assert.Contains($"**{problem.Status}**, “{problem.Title}”.", paragraph, StringComparison.Ordinal);
            Assert.True(paragraph.Length > 120, $"{problem.Name} says too little");
        }
    }

    [Fact]
    public void Names_are_unique_and_fit_in_an_address()
    {
        Assert.Distinct(Problem.All.Select(problem => problem.Name));
        Assert.All(Problem.All, problem => Assert.Matches("^[a-z]+(-[a-z]+)*$", problem.Name));
    }

    private static string Root()
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
