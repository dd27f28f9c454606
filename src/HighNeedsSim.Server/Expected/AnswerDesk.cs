using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Expected;

/// <summary>
/// Answers that take longer than a page should: worked out one after another in the background, and kept for whoever asks again. Whoever asks
/// gets the answer or the news that it is being worked out.
/// </summary>
/// <param name="desk">Where tables are at hand.</param>
/// <param name="life">What is being worked out ends when the server does.</param>
public sealed class AnswerDesk(ExpectedDesk desk, IHostApplicationLifetime life) : IDisposable
{
    private const int AnswersAtHand = 32;
    private const int MostWaiting = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = AnswersAtHand });
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private int _waiting;

    /// <summary>Why spending grows, and whose the saving is.</summary>
    public Task<Asked<Answer>> Explain(OpenScenario open, Variant variant, int from, int to) =>
        Ask($"explain {open.Package!.Hash} {variant.Id} {from} {to}", cancel =>
        {
            var tables = desk.TablesOf(open);
            return ExplainAnswer.Of(
                tables.Scenario, variant, SpendingGrowth.Of(tables, variant, from, to), SavingShares.Of(tables, variant, to, AtOnce(cancel)));
        });

    /// <summary>Which uncertain parameters matter most to the final deficit.</summary>
    public Task<Asked<Answer>> Sensitivity(OpenScenario open, Variant variant) =>
        Ask($"sensitivity {open.Package!.Hash} {variant.Id}", cancel =>
        {
            var tables = desk.TablesOf(open);
            return SensitivityAnswer.Of(tables.Scenario, variant, Model.Expected.Sensitivity.Of(Question.FinalDeficit(tables), variant, 1, AtOnce(cancel)));
        });

    /// <summary>The least effort, cost or harm with which a variant's mitigations reach a target, or that none does; confirmed by futures with chance in them.</summary>
    public Task<Asked<Answer>> Seek(OpenScenario open, SeekForm form) =>
        Ask($"seek {open.Package!.Hash} {form.Variant.Id} {form.Measure} {form.Most} {form.Year} {form.Futures} {form.Least}", cancel =>
        {
            var tables = desk.TablesOf(open);
            var question = new Question(tables, form.Measure, form.Year);
            var found = GoalSeek.Of(question, form.Variant, form.Most, AtOnce(cancel), form.Least);
            return SeekAnswer.Of(
                tables.Scenario, form.Variant, form.Target, found, (found.Met(question, form.Variant, form.Futures, AtOnce(cancel)), form.Futures), form.Least);
        });

    /// <summary>One future of a run played again, with every posting of its accounts.</summary>
    public Task<Asked<LedgerBook>> Ledger(FinishedRun run, string variant, int future) =>
        Ask($"ledger {run.Findings.Result.Digest} {run.Manifest.Spec.Seed} {variant} {future}", cancel =>
        {
            var book = new LedgerBook();
            World.Replay(WorldContext.Create(WorldTables.Compile(run.Findings.Scenario), variant, run.Manifest.Spec.Seed, future, 1), book, cancel);
            return book;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _answers.Dispose();
        _turn.Dispose();
    }

    private static Repeat AtOnce(CancellationToken cancel) =>
        (count, body) => Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, body);

    private async Task<Asked<T>> Ask<T>(string key, Func<CancellationToken, T> work)
        where T : class
    {
        Task<T> task;
        lock (_lock)
        {
            if (_answers.TryGetValue(key, out Task<T>? known) && !known!.IsFaulted && !known.IsCanceled)
            {
                task = known;
            }
            else if (_waiting >= MostWaiting)
            {
                return new(null, IsBusy: true);
            }
            else
            {
                _waiting++;
                task = _answers.Set(key, Work(work), new MemoryCacheEntryOptions { Size = 1 });
            }
        }

        // What went wrong is told to whoever asked, and asked anew the next time.
        return await Task.WhenAny(task, Task.Delay(Patience)) == task ? new(await task, IsBusy: false) : new(null, IsBusy: false);
    }

    private async Task<T> Work<T>(Func<CancellationToken, T> work)
    {
        var cancel = life.ApplicationStopping;
        try
        {
            await _turn.WaitAsync(cancel);
            try
            {
                return await Task.Run(() => work(cancel), cancel);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            lock (_lock)
            {
                _waiting--;
            }
        }
    }
}

/// <summary>What came of asking.</summary>
/// <param name="Answer">The answer; null while it is being worked out.</param>
/// <param name="IsBusy">Whether too much is being worked out already, so that nothing was begun.</param>
public sealed record Asked<T>(T? Answer, bool IsBusy)
    where T : class;
