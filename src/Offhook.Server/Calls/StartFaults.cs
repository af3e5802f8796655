using Offhook.Calls;
using Offhook.Server.Problems;

namespace Offhook.Server.Calls;

/// <summary>What is wrong with a request to start a call, and which problem that makes.</summary>
internal sealed class StartFaults(JsonFields fields)
{
    private readonly Dictionary<string, NumberFault> _numbers = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => fields.Errors.Count > 0;

    /// <summary>Reads a number that must be there.</summary>
    public PhoneNumber Number(string name)
    {
        if (!fields.MayJudge(name))
        {
            return default;
        }

        if (PhoneNumber.Read(fields.Text(name), out var number) is { } fault)
        {
            _numbers[name] = fault;
            fields.Refuse(name, fault.Sentence());
        }

        return number;
    }

    /// <summary>The problem. A number of a named kind names it, as long as nothing else is wrong.</summary>
    public IResult ToResult() => ProblemWriter.Result(Named, errors: fields.Errors);

    private Problem Named => fields.Errors.Count == 1 && _numbers.Count == 1
        ? _numbers.Values.First() switch
        {
            NumberFault.Emergency => Problem.EmergencyNumber,
            NumberFault.ShortCode => Problem.ShortNumber,
            _ => Problem.InvalidRequest,
        }
        : Problem.InvalidRequest;
}
