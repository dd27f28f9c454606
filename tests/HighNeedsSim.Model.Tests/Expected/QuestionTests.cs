using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Expected;

public class QuestionTests
{
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly WorldTables Tables = SmallScenario.Tables(Small);

    [Fact, Tier("Theory")]
    public void Shapley_shares_of_a_known_game_are_as_worked_out_by_hand()
    {
        // Two who together earn 10 more than the 20 and 30 that each earns alone share that equally.
        var shares = SavingShares.Shapley(2, [0, 20, 30, 60]);

        Assert.Equal(25, shares[0], 9);
        Assert.Equal(35, shares[1], 9);
    }

    [Fact, Tier("Property")]
    public void Parts_rounded_by_largest_remainder_add_up_to_the_whole()
    {
        Assert.Equal([4L, 3L, -2L], SavingShares.LargestRemainders([3.4, 3.4, -1.8], 5));
        Assert.Equal(100, SavingShares.LargestRemainders([33.3333, 33.3333, 33.3334], 100).Sum());
    }

    [Theory, Tier("Fact")]
    [InlineData(1)]
    [InlineData(2)]
    public void Shares_and_the_agreement_add_up_to_the_saving_to_the_penny(int variant)
    {
        var last = Tables.Layout.Years.Count - 1;
        var saving = SavingShares.Of(Tables, Small.Variants[variant], last, OneByOne);
        var question = Question.FinalDeficit(Tables);

        var difference = question.Answer(Small.Variants[0], Central) - question.Answer(Small.Variants[variant], Central);
        Assert.Equal(difference, saving.Total.Pence);
        Assert.Equal(saving.Total.Pence, saving.Shares.Sum(s => s.Amount.Pence) + saving.Agreement.Pence);
        Assert.Equal(variant == 2, saving.Agreement.Pence != 0);
    }

    [Fact, Tier("Fact")]
    public void Causes_add_up_to_the_growth_of_spending_and_prices_are_among_them()
    {
        var growth = SpendingGrowth.Of(Tables, Small.Variants[0], 0, Tables.Layout.Years.Count - 1);

        Assert.Equal(growth.After - growth.Before, growth.Demand + growth.Mix + growth.Price);
        Assert.True(growth.Price.Pence > 0);
        Assert.True(growth.Demand.Pence > 0);
    }

    [Fact, Tier("Direction")]
    public void The_tornado_holds_every_uncertain_parameter_once_widest_first()
    {
        var question = Question.FinalDeficit(Tables);
        var found = Sensitivity.Of(question, Small.Variants[1], 1, OneByOne);

        Assert.Equal(found.Swings.Count, found.Swings.Select(s => s.Parameter.Name).Distinct().Count());
        Assert.Equal(found.Swings.OrderByDescending(s => s.Width).Select(s => s.Width), found.Swings.Select(s => s.Width));
        Assert.Contains(found.Swings, s => s.Parameter.Name == "m1.requests" && s.AtP90 < s.AtP10);
        Assert.Contains(found.Swings, s => s.Parameter.Name == "requests.growth" && s.AtP90 > s.AtP10);
        Assert.All(found.Ranking, r => Assert.True(r.Mean >= 0));
    }

    [Fact, Tier("Theory")]
    public void The_ranking_gives_an_effect_that_only_adds_up_its_exact_size_and_no_spread_from_the_others()
    {
        // One year's position: income is taken off it whatever the other parameters are. A walk moves its growth from the lowest level to the third or from
        // the second to the highest; the mean effect lies between these two, which are asked by themselves.
        var question = new Question(Tables, Model.Results.MeasureCodes.InYear, Tables.Layout.Years.Count - 1);
        var variant = Small.Variants[0];
        var income = Sensitivity.Of(question, variant, 1, OneByOne).Ranking.Single(r => r.Parameter.Name == "income.growth");

        long At(double level) => question.Answer(variant, Central.At("income.growth", level));
        double[] moves = [Math.Abs(At(0.1 + (1.6 / 3)) - At(0.1)), Math.Abs(At(0.9) - At(0.1 + (0.8 / 3)))];
        Assert.True(moves.Min() > 10_000);
        Assert.InRange(income.Mean, moves.Min() - 200, moves.Max() + 200);
        Assert.InRange(income.Spread, 0, moves.Max() - moves.Min() + 200);
    }

    [Fact, Tier("Direction")]
    public void The_ranking_moves_the_widest_of_the_tornado_and_puts_the_strongest_first()
    {
        var found = Sensitivity.Of(Question.FinalDeficit(Tables), Small.Variants[1], 1, OneByOne);

        Assert.Equal(
            found.Swings.Take(Sensitivity.Ranked).Select(s => s.Parameter.Name).Order(StringComparer.Ordinal),
            found.Ranking.Select(r => r.Parameter.Name).Order(StringComparer.Ordinal));
        Assert.Equal(found.Ranking.OrderByDescending(r => r.Mean).Select(r => r.Parameter.Name), found.Ranking.Select(r => r.Parameter.Name));
        Assert.Contains(found.Swings[0].Parameter.Name, found.Ranking.Take(3).Select(r => r.Parameter.Name));
    }

    [Fact, Tier("Fact")]
    public void What_is_sought_gives_what_was_promised_when_it_is_played_out_as_a_scenario()
    {
        var question = Question.FinalDeficit(Tables);
        var planned = Small.Variants[1];
        var most = GoalSeek.Of(question, planned, long.MinValue, OneByOne);
        var half = (most.Answer + most.Least) / 2;

        var found = GoalSeek.Of(question, planned, half, OneByOne);

        Assert.False(most.Reached);
        Assert.True(found.Reached);
        Assert.InRange(found.Total, 0.01, found.Efforts.Count - 0.01);
        Assert.InRange(found.Answer, long.MinValue, half);
        var again = Question.FinalDeficit(SmallScenario.Tables(found.AsScenario(Small, planned))).Answer(planned, Central);
        Assert.InRange(again - found.Answer, -100, 100);
    }

    [Theory, Tier("Direction")]
    [InlineData(SeekLeast.Cost)]
    [InlineData(SeekLeast.Harm)]
    public void What_is_not_needed_for_the_target_is_left_out_and_the_target_is_still_met(SeekLeast least)
    {
        var question = Question.FinalDeficit(Tables);
        var planned = Small.Variants[1];
        var baseline = question.Answer(Small.Variants[0], Central);

        var easy = GoalSeek.Of(question, planned, baseline + 1, OneByOne, least);
        var half = GoalSeek.Of(question, planned, (baseline + GoalSeek.Of(question, planned, long.MinValue, OneByOne).Answer) / 2, OneByOne, least);
        var never = GoalSeek.Of(question, planned, long.MinValue, OneByOne, least);

        Assert.True(easy.Reached && half.Reached && !never.Reached);
        Assert.All(never.Efforts, e => Assert.False(e.IsLeftOut));
        Assert.True(easy.Undertaken(planned).Count <= half.Undertaken(planned).Count);
        Assert.Equal(planned.Mitigations.Order(), half.Efforts.Select(e => e.Code).Order());
        var again = SmallScenario.Tables(half.AsScenario(Small, planned));
        Assert.InRange(Question.FinalDeficit(again).Answer(again.Scenario.Variants[1], Central) - half.Answer, -100, 100);
        if (least == SeekLeast.Cost)
        {
            Assert.DoesNotContain("M1", easy.Undertaken(planned));
        }
    }

    private static Parameters Central => Parameters.Central;

    private static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }
}
