using System.Globalization;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Requests;

/// <summary>How many requests a district may have: the id of a child counts the requests of its district and month.</summary>
public static class RequestLimits
{
    /// <summary>What is wrong with the districts that are too large, a sentence for each.</summary>
    public static IReadOnlyList<string> TooLarge(Scenario scenario) => Sentences(new(scenario));

    internal static string[] Sentences(RequestWeights weights) =>
    [
        .. weights.TooLarge.Select(d => string.Create(CultureInfo.InvariantCulture,
            $"{d.District.Code} has {d.Requests:0} requests a year at base rates: at most {RequestWeights.MostRequests} can be simulated. Split it.")),
    ];
}
