using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>
/// Kent's requests, plans and endings, played by the engine and by a restatement with numpy that shares no code with it: their means
/// must agree.
/// </summary>
/// <remarks>
/// Every parameter is known, staff are not short, nothing is appealed or mitigated: what is left is chance alone, so that the means of
/// some hundred futures say much. The restatement leaves out places and money, which the engine plays.
/// </remarks>
internal static class Restatement
{
    private const double MostStandardErrors = 4;

    // That on the path, and the system's own, which often has the library where another one before it on the path has not.
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3", "python"];

    private static readonly (string Name, string Code)[] Measured =
    [
        ("requests", MeasureCodes.Requests), ("refused", MeasureCodes.RefusedToAssess), ("issued", MeasureCodes.NewPlans),
        ("movedIn", MeasureCodes.MovedIn), ("ceased", MeasureCodes.Ceased), ("plans", MeasureCodes.Plans),
    ];

    /// <summary>Plays both and compares.</summary>
    /// <returns>0 where every mean lies within 4 standard errors, 1 where one does not, 2 where there is no Python with numpy.</returns>
    public static int Compare(int futures)
    {
        if (Pythons.FirstOrDefault(HasNumpy) is not { } python)
        {
            Console.Error.WriteLine($"bench: none of {string.Join(", ", Pythons)} has numpy: install it (Debian: apt-get install python3-numpy).");
            return 2;
        }

        var tables = WorldTables.Compile(WithoutScarcity(Benchmarks.Measured.Read("kent-2023-safety-valve").Scenario));
        var spec = new RunSpec(1, futures, [tables.Scenario.Variants[0].Id]);
        // The first run compiles the code.
        Benchmarks.Measured.Loop(tables, spec with { Replicates = 20 }, 20);
        var before = Environment.CpuUsage.TotalTime;
        var engine = Benchmarks.Measured.Loop(tables, spec, 40);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds / futures;
        var (secondsEach, numpy) = Numpy(python, tables, futures);

        var worst = 0.0;
        Console.WriteLine("| What | Financial year | engine | numpy | standard errors apart |\n| --- | --- | --- | --- | --- |");
        foreach (var (name, code) in Measured)
        {
            for (var year = 0; year < engine.Layout.Years.Count; year++)
            {
                double[] one = [.. engine.Replicates(engine.Baseline, code, year).Select(v => (double)v)];
                double[] other = [.. numpy.Select(f => f[name][year])];
                var apart = (one.Average() - other.Average()) / Math.Sqrt((Variance(one) + Variance(other)) / futures);
                worst = Math.Max(worst, Math.Abs(apart));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {engine.Layout.Years[year]} | {one.Average():0.0} | {other.Average():0.0} | {apart:0.00} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{futures} futures each. The furthest mean is {worst:0.00} standard errors away. A future takes {1000 * secondsEach:0.0} ms with numpy and {1000 * seconds:0.0} ms here, places and money included: {secondsEach / seconds:0.0} times as long."));
        return worst <= MostStandardErrors ? 0 : 1;
    }

    private static bool HasNumpy(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import numpy"]) { RedirectStandardError = true });
            process?.StandardError.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }

    private static Scenario WithoutScarcity(Scenario kent)
    {
        static Elicited Known(Elicited value, double? instead = null) => Elicited.Known(value.Id, instead ?? value.Central);
        var (requests, assessments, reviews, cessations) = (kent.Requests, kent.Assessments, kent.Reviews, kent.Cessations);
        return kent with
        {
            Births = Known(kent.Births),
            PopulationVariants = [],
            Migration = Known(kent.Migration),
            Requests = requests with
            {
                Growth = Known(requests.Growth),
                YearShock = Known(requests.YearShock, 1),
                DistrictShock = Known(requests.DistrictShock, 1),
                MovesIn = Known(requests.MovesIn),
            },
            Assessments = assessments with
            {
                RefuseToAssess = Known(assessments.RefuseToAssess),
                RefuseToIssue = Known(assessments.RefuseToIssue),
                AdviceCapacity = Known(assessments.AdviceCapacity, 1e5),
                AdviceCapacityGrowth = Known(assessments.AdviceCapacityGrowth, 0),
                HealthCapacity = null,
                AppealShare = Known(assessments.AppealShare, 0),
                AppealShareNotIssued = null,
                Backlog = Known(assessments.Backlog, 0),
                LateDecisions = Known(assessments.LateDecisions),
                Casework = Known(assessments.Casework, 0),
                HeldUpShare = Known(assessments.HeldUpShare, 0),
                StartersFirst = false,
            },
            Reviews = reviews with
            {
                OverdueAtOpening = Known(reviews.OverdueAtOpening, 0),
                Capacity = Known(reviews.Capacity, 1e6),
                CapacityGrowth = Known(reviews.CapacityGrowth, 0),
                CeaseFrom16 = Known(reviews.CeaseFrom16),
                TransfersFirst = Known(reviews.TransfersFirst, 0),
            },
            Cessations = cessations with { Level = Known(cessations.Level), SummerFrom16 = Known(cessations.SummerFrom16) },
        };
    }

    private static (double SecondsEach, List<Dictionary<string, double[]>> Futures) Numpy(string python, WorldTables tables, int futures)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(Tables(tables)));
            var start = new ProcessStartInfo(
                python, [RepositoryRoot.Of("tests", "HighNeedsSim.Benchmarks", "numpy", "stock.py"), file, futures.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
            };
            start.Environment["OMP_NUM_THREADS"] = "1";
            using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
            using var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
            return (
                answer.RootElement.GetProperty("secondsEach").GetDouble(),
                [.. answer.RootElement.GetProperty("futures").EnumerateArray().Select(f => f.Deserialize<Dictionary<string, double[]>>()!)]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // What is known at the start, and the chances of every month.
    private static object Tables(WorldTables tables)
    {
        var (scenario, timetable) = (tables.Scenario, tables.Scenario.Timetable);
        var future = WorldContext.Create(tables, scenario.Variants[0].Id, 1, 0, 1).Replicates[0];
        var districts = Enumerable.Range(0, tables.Districts).ToArray();
        return new
        {
            districts = tables.Districts,
            years = timetable.Years,
            accountsOpen = timetable.AccountsOpen - timetable.Start,
            openingDistrict = tables.Opening.Select(p => p.District),
            openingBorn = tables.Opening.Select(p => timetable.Start.AcademicYear.Starts - p.Age - 1),
            openingPlans = districts.Select(d => tables.Opening.Count(p => p.District == d)),
            residents = scenario.Districts.Select(d => d.Population.Sum()),
            slotChance = Model.Requests.RequestTrend.SlotChance,
            late = Chance.Below(future.LateDecisions),
            refused = scenario.Assessments.RefusalByAge.Select(byAge => byAge * future.RefuseToAssess),
            notIssued = scenario.Assessments.NotIssuedByAge.Select(byAge => byAge * future.RefuseToIssue),
            decisionWeek = scenario.Assessments.DecisionWeek,
            adviceWeeks = scenario.Assessments.AdviceWeeks,
            finalWeek = scenario.Assessments.FinalWeek,
            ceasesAtReview = future.CeaseFrom16,
            moversAges = tables.MoversPool.Select(p => p.Age),
            months = Enumerable.Range(0, timetable.End - timetable.WarmUpStart + 1).Select(m => timetable.WarmUpStart + m).Select(month => new
            {
                number = month - timetable.Start,
                ofYear = month.OfYear,
                academicYear = month.AcademicYear.Starts,
                firstWeek = month.Weeks.First,
                weeks = month.Weeks.Count,
                expected = districts.Select(d => future.Requests.Expected(d, month, 1)),
                ages = districts.Select(d => Chance.Shares(future.Requests.Ages(d, month))),
                leave = Enumerable.Range(0, NcYear.Count).Select(age =>
                    month < timetable.Start ? 0 : Chance.Below(future.LeaveChance(month, NcYear.OfAge(age)))),
                moveInSlots = districts.Select(d => MoveInSlots(MovesIn(d))),
                moveInChance = districts.Select(d => MovesIn(d) / MoveInSlots(MovesIn(d))),
            }),
        };

        double MovesIn(int district) => future.Requests.MovesIn / 12 * tables.RequestWeights.Shares[district];

        static int MoveInSlots(double expected) => Math.Min(ChildIds.MoveInSlots, 8 + (4 * (int)Math.Ceiling(expected)));
    }
}
