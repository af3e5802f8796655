using Offhook.Calls;
namespace Offhook.Gateway.Tests.Providers.Conformance;
public sealed class ProbeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task X()
    {
        foreach (var start in new[] { LegacyRig.StartAsync, IoRig.StartAsync })
        {
            await using var rig = await start();
            output.WriteLine("== " + rig.Name);
            foreach (var story in Stories.Of(rig.Provider.Traits))
            {
                var (placed, back) = await rig.PlayAsync(story);
                var end = back.Last(b => b.TellsEnd);
                var search = await rig.SearchAsync(null, placed.Reference);
                var log = search.Findings.Count == 1 ? CallFold.Fold([(await rig.Store.ReportsAsync(placed.Reference, Given.Cancel))[0].Report, search.Findings[0].Report]) : null;
                var onlyEnd = await rig.KeepAsync(placed.Reference, end);
                output.WriteLine($"{story} {placed.Answer.Report.Proof} {placed.Answer.Report.Detail} want {Ending.Of(story)}");
                output.WriteLine($"   end  {Ending.Of(onlyEnd)} t={onlyEnd.Talk} e={onlyEnd.EndedAt} r={onlyEnd.RecordingUrl} o={onlyEnd.Operator} k={onlyEnd.KeyPress} {onlyEnd.ProviderStatus}");
                var all = await rig.KeepAsync(placed.Reference, back);
                output.WriteLine($"   all  {Ending.Of(all)} {back.Count}");
                output.WriteLine($"   log  {(log is null ? search.ToString() : Ending.Of(log))}");
            }
        }
    }
}
