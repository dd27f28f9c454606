using CsCheck;
using HighNeedsSim.Model.Population;

namespace HighNeedsSim.Model.Tests.Population;

public class ProportionsTests
{
    [Fact, Tier("Property")]
    public void Rounded_tables_keep_every_margin() =>
        (from rows in Gen.Int[1, 12]
         from columns in Gen.Int[1, 12]
         from people in Gen.Int[0, 40].Array[rows * columns]
         from pattern in Gen.Double[0, 5].Array[rows * columns]
         select (rows, columns, people, pattern)).Sample(t =>
        {
            var (rows, columns, people, pattern) = t;
            var rowTotals = Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).Sum(j => people[(i * columns) + j])).ToArray();
            var columnTotals = Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => people[(i * columns) + j])).ToArray();
            var cells = Enumerable.Range(0, rows).Select(i => pattern.AsSpan(i * columns, columns).ToArray()).ToArray();

            var whole = Proportions.Round(Proportions.Fit(cells, rowTotals, columnTotals), rowTotals, columnTotals);

            Assert.Equal(rowTotals, whole.Select(r => r.Sum()));
            Assert.Equal(columnTotals, Enumerable.Range(0, columns).Select(j => whole.Sum(r => r[j])));
            Assert.All(whole, r => Assert.All(r, x => Assert.True(x >= 0)));
        });

    [Fact, Tier("Property")]
    public void A_split_adds_up_and_is_within_one_of_its_exact_parts() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.Double[0, 10].Array[1, 30]).Where((_, w) => w.Sum() > 0).Sample((total, weights) =>
        {
            var parts = Proportions.Split(total, weights);

            Assert.Equal(total, parts.Sum());
            for (var i = 0; i < parts.Length; i++)
            {
                Assert.True(Math.Abs(parts[i] - (total * weights[i] / weights.Sum())) <= 1);
            }
        });
}
