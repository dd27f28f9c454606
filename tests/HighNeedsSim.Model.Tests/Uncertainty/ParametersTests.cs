using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

[Tier("Fact")]
public class ParametersTests
{
    private static readonly Elicited Growth = SmallScenario.Uncertain("requests.growth", 0.02, 0.06, 0.10);

    [Fact]
    public void A_parameter_that_nobody_set_is_central_or_as_drawn()
    {
        Assert.Equal(0.06, Parameters.Central.Value(Growth));
        Assert.Equal(Draws.Of(3, 5).Value(Growth, 2024), Parameters.Drawn(Copula.None, 3, 5).Value(Growth, 2024));
    }

    [Fact]
    public void A_parameter_set_to_a_quantile_has_that_quantile_and_moves_no_other()
    {
        var other = Growth with { Id = "births" };
        var drawn = Parameters.Drawn(Copula.None, 3, 5);
        var set = drawn.At("requests.growth", 0.9);

        Assert.Equal(0.10, set.Value(Growth), 9);
        Assert.Equal(drawn.Value(other), set.Value(other));
        Assert.Equal(0.5, set.With("requests.growth", 0.5).Value(Growth));
    }

    [Fact]
    public void A_year_of_a_yearly_parameter_is_set_alone()
    {
        var set = Parameters.Central.At("requests.growth", 0.9, 2024);

        Assert.Equal(0.10, set.Value(Growth, 2024), 9);
        Assert.Equal(0.06, set.Value(Growth, 2025));
    }

    [Fact]
    public void What_is_known_stays_as_it_is() =>
        Assert.Equal(7, Parameters.Central.With("places", 9).Value(Elicited.Known("places", 7)));
}
