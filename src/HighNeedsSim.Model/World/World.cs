using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Model.World;

/// <summary>The reference: a world played out by a plain loop. Grains play the same steps, and must find the same to the byte.</summary>
public static class World
{
    /// <summary>Plays a world from the month after the census to the last March.</summary>
    /// <param name="world">The world.</param>
    /// <param name="monthDone">Told how many months are done, after each.</param>
    /// <param name="cancel">Stops between months.</param>
    /// <exception cref="InvariantException">Something that must always hold did not.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static WorldResult Run(WorldContext world, Action<int>? monthDone = null, CancellationToken cancel = default)
    {
        var tables = world.Tables;
        var districts = Make(tables.Districts, d => new DistrictState(world, d));
        var cohorts = Make(tables.Districts, d => Make(tables.BirthYears.Count, b => new CohortState(world, d, b)));
        var providers = Make(tables.Providers, p => new ProviderState(world, p));
        var authority = new AuthorityState(world);
        var outcomes = Make(tables.Districts, _ => Array.Empty<short>());

        var timetable = world.Scenario.Timetable;
        for (var month = timetable.Start; month <= timetable.End; month += 1)
        {
            cancel.ThrowIfCancellationRequested();

            // Districts take requests through assessment; cohorts grow up, are reviewed, leave and ask for places.
            var replies = Make(tables.Districts, d =>
            {
                var orders = districts[d].Open(month, outcomes[d]);
                return districts[d].Close(month, [.. orders.Select((o, b) => o is null ? null : cohorts[d][b].Play(month, o))]);
            });

            // Providers admit in rounds, until every applicant has an answer.
            var admissions = new Admissions(world, month, replies);
            while (admissions.NextRound())
            {
                // All decide before any answer is taken in: a place given up in a round is free in the next one, for everybody.
                var asked = admissions.Asked;
                var answers = Make(asked.Count, n => providers[asked[n]].Admit(month, admissions.ChangesFor(asked[n]), admissions.RequestsFor(asked[n])));
                for (var n = 0; n < asked.Count; n++)
                {
                    admissions.Answer(asked[n], answers[n]);
                }
            }

            // Providers claim, the authority pays and, in March, closes the year.
            var claims = Make(tables.Providers, p => providers[p].Close(month, admissions.ChangesFor(p)));
            authority.Post(month, admissions.ForAuthority(claims));
            outcomes = Make(tables.Districts, admissions.OutcomesFor);
            monthDone?.Invoke(month - timetable.Start + 1);
        }

        return authority.Result();
    }

    private static T[] Make<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
}
