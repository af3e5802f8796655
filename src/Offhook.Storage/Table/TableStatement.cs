using System.Globalization;
using System.Text;

namespace Offhook.Storage.Table;

/// <summary>What a database spells its own way. Everything else of a statement is the same for both.</summary>
internal interface ITableDialect
{
    /// <summary>The expression for a column's value as readers see it, of a table that the statement calls <c>c</c>.</summary>
    string Expression(TableColumn column);

    /// <summary>The same where it is ordered or compared for order: texts by their bytes.</summary>
    string Ordered(TableColumn column);

    /// <summary>Whether a column may have no value.</summary>
    bool MayBeMissing(TableColumn column);

    /// <summary>Whether missing values come first when nothing is said.</summary>
    bool PutsNullsFirst(bool isDescending);

    /// <summary>A test for one of several values, at least one.</summary>
    string OneOf(TableColumn column, IReadOnlyList<object> values, Func<object, string> parameter);

    /// <summary>A null-safe inequality.</summary>
    string Distinct(string expression, string parameter);

    /// <summary>A pattern.</summary>
    string Patterned(string expression, string parameter, bool ignoreCase);
}

/// <summary>A <see cref="TableQuery"/> as the parts of a statement. Names come from the table's own list of columns, everything else is a parameter.</summary>
internal sealed class TableStatement
{
    private readonly ITableDialect _dialect;
    private readonly List<object> _parameters = [];

    public TableStatement(ITableDialect dialect, TableQuery query)
    {
        _dialect = dialect;
        Condition = query.Where is { } condition ? Sql(condition) : "true";
        Order = OrderOf(query.Order);
    }

    /// <summary>The condition, without the audience.</summary>
    public string Condition { get; }

    /// <summary>What stands after <c>order by</c>.</summary>
    public string Order { get; }

    /// <summary>The values of the parameters <c>@v0</c>, <c>@v1</c> and so on.</summary>
    public IReadOnlyList<object> Parameters => _parameters;

    /// <summary>The name of a parameter.</summary>
    public static string ParameterName(int place) => string.Create(CultureInfo.InvariantCulture, $"@v{place}");

    private string Parameter(object value)
    {
        _parameters.Add(value);
        return ParameterName(_parameters.Count - 1);
    }

    private string Sql(TableCondition condition) => condition switch
    {
        TableCondition.Compared { Comparison: Comparison.Equal } equal => $"{_dialect.Expression(equal.Column)} = {Parameter(equal.Value)}",
        TableCondition.Compared { Comparison: Comparison.NotEqual } other => $"{_dialect.Expression(other.Column)} <> {Parameter(other.Value)}",
        TableCondition.Compared compared => $"{_dialect.Ordered(compared.Column)} {Symbol(compared.Comparison)} {Parameter(compared.Value)}",
        TableCondition.OneOf { Values.Count: 0 } => "false",
        TableCondition.OneOf one => _dialect.OneOf(one.Column, one.Values, Parameter),
        TableCondition.Distinct distinct => _dialect.Distinct(_dialect.Expression(distinct.Column), Parameter(distinct.Value)),
        TableCondition.Missing missing => $"{_dialect.Expression(missing.Column)} is null",
        TableCondition.Patterned patterned => _dialect.Patterned(_dialect.Expression(patterned.Column), Parameter(patterned.Pattern), patterned.IgnoreCase),
        TableCondition.Opposite opposite => $"not ({Sql(opposite.Inner)})",
        TableCondition.All all => Joined(all.Inner, " and ", "true"),
        TableCondition.Any any => Joined(any.Inner, " or ", "false"),
        _ => throw new InvalidOperationException($"{condition.GetType()} is no condition"),
    };

    private string Joined(IReadOnlyList<TableCondition> inner, string word, string none) =>
        inner.Count == 0 ? none : "(" + string.Join(word, inner.Select(Sql)) + ")";

    private string OrderOf(IReadOnlyList<TableOrder> wished)
    {
        var terms = wished.Count > 0 ? wished : [new TableOrder(IvrCallsTable.Find("received_at")!, isDescending: true)]; // A column that exists.
        var order = new StringBuilder();
        foreach (var term in terms)
        {
            _ = order.Append(_dialect.Ordered(term.Column)).Append(term.IsDescending ? " desc" : " asc");

            // Said only where it makes a difference: an index is of no use to what says more than it must.
            if (_dialect.MayBeMissing(term.Column) && term.NullsFirst != _dialect.PutsNullsFirst(term.IsDescending))
            {
                _ = order.Append(term.NullsFirst ? " nulls first" : " nulls last");
            }

            _ = order.Append(", ");
        }

        return order.Append(_dialect.Ordered(IvrCallsTable.Key)).Append(terms[^1].IsDescending ? " desc" : " asc").ToString();
    }

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => throw new InvalidOperationException("equality has a symbol of its own"),
    };
}
