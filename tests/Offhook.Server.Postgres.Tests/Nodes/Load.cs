using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>
/// Agents who click and the callbacks of their calls, spread over nodes. What a node cannot answer, because it was killed or is frozen, is asked of another one at once:
/// a click again with its key, a callback again to the letter. What was sent first may still arrive.
/// </summary>
/// <param name="refuge">The node that is asked instead.</param>
internal sealed class Load(NodeGroup group, Node refuge)
{
    private readonly ConcurrentBag<Task> _left = [];
    private readonly ConcurrentDictionary<string, int> _kept = [];
    private readonly ConcurrentBag<Answer> _refused = [];
    private int _begun;
    private int _done;

    /// <summary>How many agents have clicked.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>How many calls are through.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Agents for whose call some node answered a callback with 2xx, and the seconds of talk that it reported.</summary>
    public IReadOnlyDictionary<string, int> Kept => _kept;

    /// <summary>Answers that were no success.</summary>
    public IReadOnlyCollection<Answer> Refused => _refused;

    /// <summary>Lets agents click, some at once, each at the next of the nodes, and brings each callback to the node after that.</summary>
    /// <returns>What the clicks were answered.</returns>
    public async Task<IReadOnlyList<Answer>> RunAsync(int clicks, params IReadOnlyList<Node> nodes)
    {
        const int AtOnce = 12;
        var answers = new ConcurrentBag<Answer>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync())).WaitAsync(TestContext.Current.CancellationToken);
        return [.. answers];

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var turn && turn < clicks)
            {
                answers.Add(await CallAsync(Interlocked.Increment(ref _begun), nodes[turn % nodes.Count], nodes[(turn + 1) % nodes.Count]));
                Interlocked.Increment(ref _done);
            }
        }
    }

    /// <summary>Waits for what was left behind at nodes that did not answer.</summary>
    public Task UntilAllAnsweredAsync() => Task.WhenAll(_left).SoonAsync("what was asked of the frozen node to be answered");

    private async Task<Answer> CallAsync(int number, Node clicks, Node reports)
    {
        var agent = string.Create(CultureInfo.InvariantCulture, $"98000{30_000 + number}");
        var answer = await AskAsync(clicks, node => node.ClickAsync(agent, $"click-{number}"));

        // Its node may have died between the intent and the dial.
        if (group.Platform.Dials.Any(dial => dial.Caller.EndsWith(agent, StringComparison.Ordinal)))
        {
            var (call, talk) = (await group.EndedCallOfAsync(agent), number.ToString(CultureInfo.InvariantCulture));
            await AskAsync(reports, async node =>
            {
                var taken = await node.BringAsync(group.Platform, call, ("billsec", talk), ("duration", talk));
                if (taken.Status is HttpStatusCode.OK)
                {
                    _kept[agent] = number;
                }

                return taken;
            });
        }

        return answer;
    }

    private async Task<Answer> AskAsync(Node node, Func<Node, Task<Answer>> ask)
    {
        var asked = TryAsync(node, ask);
        await Task.WhenAny(asked, node.Trouble);
        if (asked.IsCompleted && await asked is { } answer)
        {
            return answer;
        }

        _left.Add(asked);
        return await TryAsync(refuge, ask) ?? throw new InvalidOperationException("the node that lives broke a connection");
    }

    // Null when the connection broke.
    private async Task<Answer?> TryAsync(Node node, Func<Node, Task<Answer>> ask)
    {
        try
        {
            var answer = await ask(node);
            if ((int)answer.Status >= 300)
            {
                _refused.Add(answer);
            }

            return answer;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
