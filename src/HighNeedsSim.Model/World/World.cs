using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Model.World;

/// <summary>The reference: a world played out by a plain loop. Grains play the same steps, and must find the same to the byte.</summary>
public static class World
{
    /// <summary>Plays a world from the month after the census to the last March.</summary>
    /// <param name="world">The world.</param>
    /// <param name="monthDone">Told how many months are done, after each.</param>
    /// <param name="from">Where an earlier play of the same world was saved; null to begin at the beginning.</param>
    /// <param name="save">Given the world at the end of each financial year but the last.</param>
    /// <param name="cancel">Stops between months.</param>
    /// <exception cref="InvariantException">Something that must always hold did not.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static WorldResult Run(
        WorldContext world, Action<int>? monthDone = null, WorldCheckpoint? from = null, Action<WorldCheckpoint>? save = null,
        CancellationToken cancel = default) => Play(world, null, monthDone, from, save, cancel);

    /// <summary>Plays a world of one replicate again and writes every posting down with its reason.</summary>
    /// <param name="world">The world; its one replicate lives as it did in any run of the same seed.</param>
    /// <param name="book">Receives the postings.</param>
    /// <param name="cancel">Stops between months.</param>
    public static WorldResult Replay(WorldContext world, LedgerBook book, CancellationToken cancel = default) => world.Count == 1
        ? Play(world, book, null, null, null, cancel)
        : throw new ArgumentException($"A ledger is written of one replicate, not of {world.Count}.", nameof(world));

    private static WorldResult Play(
        WorldContext world, LedgerBook? book, Action<int>? monthDone, WorldCheckpoint? from, Action<WorldCheckpoint>? save, CancellationToken cancel)
    {
        var tables = world.Tables;
        var districts = Make(tables.Districts, d => new DistrictState(world, d));
        var cohorts = Make(tables.Districts, d => Make(tables.BirthYears.Count, b => new CohortState(world, d, b)));
        var providers = Make(tables.Providers, p => new ProviderState(world, p));
        var authority = new AuthorityState(world, book);
        var admissions = new Admissions(world);
        var outcomes = Make(tables.Districts, _ => Array.Empty<short>());

        var timetable = world.Scenario.Timetable;
        if (from is not null)
        {
            for (var d = 0; d < tables.Districts; d++)
            {
                districts[d].Restore(from.District(tables, d));
                for (var b = 0; b < cohorts[d].Length; b++)
                {
                    cohorts[d][b].Restore(from.Cohort(tables, d, b));
                }
            }

            for (var p = 0; p < providers.Length; p++)
            {
                providers[p].Restore(from.Provider(tables, p));
            }

            authority.Restore(from.Authority);
            outcomes = from.Outcomes;
        }

        for (var month = timetable.Start + (from?.Months ?? 0); month <= timetable.End; month += 1)
        {
            cancel.ThrowIfCancellationRequested();

            // Districts take requests through assessment; cohorts grow up, are reviewed, leave and ask for places.
            var replies = Make(tables.Districts, d =>
            {
                var orders = districts[d].Open(month, outcomes[d]);
                return districts[d].Close(month, [.. orders.Select((o, b) => o is null ? null : cohorts[d][b].Play(month, o))]);
            });

            // Providers admit in rounds, until every applicant has an answer.
            admissions.Open(month, replies);
            while (admissions.NextRound())
            {
                // All decide before any answer is taken in: a place given up in a round is free in the next one, for everybody.
                var asked = admissions.Asked;
                var answers = Make(asked.Count, n => providers[asked[n]].Admit(month, admissions.ChangesFor(asked[n]).Span, admissions.RequestsFor(asked[n]).Span));
                for (var n = 0; n < asked.Count; n++)
                {
                    admissions.Answer(asked[n], answers[n]);
                }
            }

            // Providers claim, the authority pays and, in March, closes the year.
            var claims = Make(tables.Providers, p => providers[p].Close(month, admissions.ChangesFor(p).Span));
            book?.Take(claims.Select((claim, p) => providers[p].Basis(month, claim)), posted: month >= timetable.AccountsOpen);
            authority.Post(month, admissions.ForAuthority(claims));
            outcomes = Make(tables.Districts, admissions.OutcomesFor);
            if (save is not null && WorldCheckpoint.IsDue(timetable, month))
            {
                save(new(
                    month - timetable.Start + 1,
                    outcomes,
                    [
                        .. districts.Zip(cohorts).SelectMany(d => d.Second.Select(c => c.Save()).Prepend(d.First.Save())),
                        .. providers.Select(p => p.Save()),
                        authority.Save(),
                    ]));
            }

            monthDone?.Invoke(month - timetable.Start + 1);
        }

        var result = authority.Result();
        world.HandOn();
        return result;
    }

    private static T[] Make<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
}
