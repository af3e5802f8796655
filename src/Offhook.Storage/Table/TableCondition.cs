namespace Offhook.Storage.Table;

/// <summary>How a column is compared with a value.</summary>
public enum Comparison
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less, or earlier.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater, or later.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,
}

/// <summary>
/// What is asked of a row, with SQL's three answers: yes, no, and null where a value is missing. A row is taken only on a yes. Evaluated here for
/// changes, and by the databases for lists, with the same answers.
/// </summary>
/// <remarks>Texts are compared by their bytes in UTF-8, as PostgreSQL's collation "C" does; a database with another collation would order them otherwise.</remarks>
public abstract record TableCondition
{
    private TableCondition()
    {
    }

    /// <summary>The answer for a row; null where SQL says null.</summary>
    public abstract bool? Ask(CallRow row);

    private static void Check(TableColumn column, object value)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (value is null || !column.Holds(value))
        {
            throw new ArgumentException($"{column.Name} holds {column.Type.ShortName()}", nameof(value));
        }
    }

    private static int Compare(object left, object right) =>
        left is string text ? TextOrder.Compare(text, (string)right) : ((IComparable)left).CompareTo(right);

    /// <summary>A comparison with a value; null where the column is.</summary>
    public sealed record Compared : TableCondition
    {
        /// <exception cref="ArgumentException">The value is not of the column's type.</exception>
        public Compared(TableColumn column, Comparison comparison, object value)
        {
            Check(column, value);
            (Column, Comparison, Value) = (column, comparison, value);
        }

        /// <summary>The column.</summary>
        public TableColumn Column { get; }

        /// <summary>The comparison.</summary>
        public Comparison Comparison { get; }

        /// <summary>The value, of the column's type.</summary>
        public object Value { get; }

        /// <inheritdoc/>
        public override bool? Ask(CallRow row)
        {
            if (Column.Value(row) is not { } value)
            {
                return null;
            }

            var order = Compare(value, Value);
            return Comparison switch
            {
                Comparison.Equal => order == 0,
                Comparison.NotEqual => order != 0,
                Comparison.Less => order < 0,
                Comparison.LessOrEqual => order <= 0,
                Comparison.Greater => order > 0,
                Comparison.GreaterOrEqual => order >= 0,
                _ => throw new InvalidOperationException("there is no such comparison"),
            };
        }
    }

    /// <summary>Equal to one of several values; null where the column is, unless there are no values.</summary>
    public sealed record OneOf : TableCondition
    {
        /// <exception cref="ArgumentException">A value is not of the column's type.</exception>
        public OneOf(TableColumn column, IReadOnlyList<object> values)
        {
            ArgumentNullException.ThrowIfNull(values);
            foreach (var value in values)
            {
                Check(column, value);
            }

            (Column, Values) = (column, values);
        }

        /// <summary>The column.</summary>
        public TableColumn Column { get; }

        /// <summary>The values, each of the column's type.</summary>
        public IReadOnlyList<object> Values { get; }

        /// <inheritdoc/>
        public override bool? Ask(CallRow row) =>
            Values.Count == 0 ? false : Column.Value(row) is { } value ? Values.Contains(value) : null;
    }

    /// <summary>Different from a value, where null is a value like others.</summary>
    public sealed record Distinct : TableCondition
    {
        /// <exception cref="ArgumentException">The value is not of the column's type.</exception>
        public Distinct(TableColumn column, object value)
        {
            Check(column, value);
            (Column, Value) = (column, value);
        }

        /// <summary>The column.</summary>
        public TableColumn Column { get; }

        /// <summary>The value, of the column's type.</summary>
        public object Value { get; }

        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => !Value.Equals(Column.Value(row));
    }

    /// <summary>The column has no value.</summary>
    public sealed record Missing(TableColumn Column) : TableCondition
    {
        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => Column.Value(row) is null;
    }

    /// <summary>A text of a pattern; null where the column is.</summary>
    public sealed record Patterned : TableCondition
    {
        /// <exception cref="ArgumentException">The column holds no text, or the pattern ends in a single <c>\</c>.</exception>
        public Patterned(TableColumn column, string pattern, bool ignoreCase)
        {
            Check(column, pattern);
            if (!LikePattern.IsWhole(pattern))
            {
                throw new ArgumentException("a pattern must not end in its escape character", nameof(pattern));
            }

            (Column, Pattern, IgnoreCase) = (column, pattern, ignoreCase);
        }

        /// <summary>The column, one of text.</summary>
        public TableColumn Column { get; }

        /// <summary>As <see cref="LikePattern"/> describes.</summary>
        public string Pattern { get; }

        /// <summary>Whether capital and small letters are equal.</summary>
        public bool IgnoreCase { get; }

        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => Column.Value(row) is string text ? LikePattern.Matches(text, Pattern, IgnoreCase) : null;
    }

    /// <summary>The opposite; null stays null.</summary>
    public sealed record Opposite(TableCondition Inner) : TableCondition
    {
        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => !Inner.Ask(row);
    }

    /// <summary>All of them; yes when there are none.</summary>
    public sealed record All(IReadOnlyList<TableCondition> Inner) : TableCondition
    {
        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => Inner.Aggregate((bool?)true, (answer, inner) => answer & inner.Ask(row));
    }

    /// <summary>At least one of them; no when there are none.</summary>
    public sealed record Any(IReadOnlyList<TableCondition> Inner) : TableCondition
    {
        /// <inheritdoc/>
        public override bool? Ask(CallRow row) => Inner.Aggregate((bool?)false, (answer, inner) => answer | inner.Ask(row));
    }
}
