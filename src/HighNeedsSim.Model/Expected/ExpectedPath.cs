using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The expected path: the rules of the simulation played out with numbers of children instead of children, and nothing left to
/// chance. It answers in milliseconds where the simulation takes a thousand futures.
/// </summary>
/// <remarks>
/// It reads the same compiled tables, asks the same levers, prices and place plans, and its months are posted by the same
/// authority. Where the model is linear in the number of children it is the simulation's mean at the same parameters; where places
/// bend it, it differs a little. What is put together: districts in the queue for advice and for reviews; needs among those with a place.
/// Variants whose mitigations do the same to the same children share these: only their money is told apart.
/// </remarks>
public static class ExpectedPath
{
    /// <summary>Plays a variant out.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">Any set of the scenario's mitigations, whether or not the scenario names it.</param>
    /// <param name="parameters">The values of all that is uncertain.</param>
    /// <returns>One number for each year and measure: index <see cref="ResultLayout.At"/>.</returns>
    public static long[] Run(WorldTables tables, Variant variant, Parameters parameters) => Run(tables, [variant], parameters)[0];

    /// <summary>Plays several variants out.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variants">Any sets of the scenario's mitigations.</param>
    /// <param name="parameters">The values of all that is uncertain, the same for all of them.</param>
    /// <param name="repeat">
    /// How those are played that do not share their children: null for one after another, as it is best where many questions are asked at once;
    /// side by side where somebody waits for this one. The answer is the same.
    /// </param>
    /// <returns>For each variant, what <see cref="Run(WorldTables, Variant, Parameters)"/> gives.</returns>
    public static long[][] Run(WorldTables tables, IReadOnlyList<Variant> variants, Parameters parameters, Repeat? repeat = null)
    {
        WorldContext[] worlds = [.. variants.Select(variant => WorldContext.Expected(tables, variant, parameters))];
        var paths = new long[worlds.Length][];
        var ofOneKind = Alike(Enumerable.Range(0, worlds.Length), (one, other) => HaveTheSameChildren(worlds[one], worlds[other]));
        (repeat ?? OneByOne)(ofOneKind.Count, n => Play(tables, worlds, ofOneKind[n], paths));
        return paths;
    }

    /// <summary>Plays a variant out with changed mitigations: what a slider asks. No file is read and no table worked out again.</summary>
    /// <param name="tables">The scenario's tables, compiled once and kept.</param>
    /// <param name="variant">Any set of the scenario's mitigations.</param>
    /// <param name="mitigations">
    /// The scenario's mitigations as they would be: <c>m with { Start = … }</c>, an effect with <c>Strength = Elicited.Known(id, 0.2)</c>; those not
    /// touched as they are.
    /// </param>
    /// <returns>As <see cref="Run(WorldTables, Variant, Parameters)"/>, every parameter at its median.</returns>
    public static long[] Run(WorldTables tables, Variant variant, IReadOnlyList<Mitigation> mitigations) =>
        Run(tables.With(mitigations), variant, Parameters.Central);

    private static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }

    private static void Play(WorldTables tables, WorldContext[] worlds, List<int> alike, long[][] paths)
    {
        var room = tables.Expected.Rent();
        room.Children.Play(worlds[alike[0]], room.Months);
        foreach (var ofOnePrice in Alike(alike, (one, other) => worlds[one].Replicates[0].Prices.TopUpsAreThoseOf(worlds[other].Replicates[0].Prices)))
        {
            AuthorityState[] authorities = [.. ofOnePrice.Select(n => new AuthorityState(worlds[n]))];
            room.Claims.Post(worlds[ofOnePrice[0]], room.Months, authorities);
            foreach (var (n, authority) in ofOnePrice.Zip(authorities))
            {
                paths[n] = authority.Result().Values;
            }
        }

        tables.Expected.Return(room);
    }

    // At the same parameters variants differ by what their mitigations do and by the places that these open, and by nothing else.
    private static bool HaveTheSameChildren(WorldContext one, WorldContext other) =>
        one.Replicates[0].Levers.MoveChildrenLike(other.Replicates[0].Levers) && one.Replicates[0].Places.OpensWhat(other.Replicates[0].Places);

    // In the order in which the first of each kind comes.
    private static List<List<int>> Alike(IEnumerable<int> numbers, Func<int, int, bool> areAlike)
    {
        var kinds = new List<List<int>>();
        foreach (var number in numbers)
        {
            if (kinds.Find(kind => areAlike(kind[0], number)) is { } known)
            {
                known.Add(number);
            }
            else
            {
                kinds.Add([number]);
            }
        }

        return kinds;
    }
}
