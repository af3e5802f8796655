namespace Offhook.Testing;

/// <summary>What the tests of a class share. It is not even begun where the database is missing that they run on: they are all skipped then.</summary>
public abstract class SharedFixture : IAsyncLifetime
{
    private bool _isBegun;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (TestDatabase.IsInstalled)
        {
            await BeginAsync();
            _isBegun = true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isBegun)
        {
            await EndAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Makes what is shared.</summary>
    protected abstract ValueTask BeginAsync();

    /// <summary>Takes it away.</summary>
    protected abstract ValueTask EndAsync();
}
