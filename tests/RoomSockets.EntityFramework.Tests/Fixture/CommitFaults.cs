using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RoomSockets.EntityFramework.Tests;

/// <summary>Makes commits fail as a lost connection does: before they happen, or after, when only the answer is lost.</summary>
internal sealed class CommitFaults : DbTransactionInterceptor
{
    private int _before;
    private int _after;

    public int Commits { get; private set; }

    /// <summary>What happens in each commit.</summary>
    public Action OnCommit { get; set; } = static () => { };

    /// <summary>So many commits to come are not reached.</summary>
    public void FailBefore(int times) => _before = times;

    /// <summary>So many commits to come happen, and nobody is told.</summary>
    public void FailAfter(int times) => _after = times;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Commits++;
        OnCommit();
        return _before-- > 0 ? throw new IOException("The connection is lost.") : ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        _after-- > 0 ? throw new IOException("The connection is lost.") : Task.CompletedTask;
}
