namespace Offhook.Server.Io.Tests.Steps;

/// <summary>Subsets, and the orders that they can come in.</summary>
internal static class Orders
{
    public static IEnumerable<IReadOnlyList<T>> Subsets<T>(IReadOnlyList<T> all) =>
        Enumerable.Range(0, 1 << all.Count).Select(mask => (IReadOnlyList<T>)[.. all.Where((_, place) => (mask & (1 << place)) != 0)]);

    public static IEnumerable<IReadOnlyList<T>> Permutations<T>(IReadOnlyList<T> items) =>
        items.Count == 0 ? [[]] : items.SelectMany((first, place) => Permutations<T>([.. items.Where((_, other) => other != place)]).Select(rest => (IReadOnlyList<T>)[first, .. rest]));

    /// <summary>All orders of up to four things; of more as many as wanted, the given one among them.</summary>
    public static IEnumerable<IReadOnlyList<T>> Some<T>(IReadOnlyList<T> items, int wanted, Random random)
    {
        if (items.Count <= 4)
        {
            return Permutations(items);
        }

        return [items, .. Enumerable.Range(1, wanted - 1).Select(_ =>
        {
            T[] order = [.. items];
            random.Shuffle(order);
            return (IReadOnlyList<T>)order;
        })];
    }
}
