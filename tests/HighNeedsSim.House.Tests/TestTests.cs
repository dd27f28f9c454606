using System.Reflection;
using System.Text.RegularExpressions;

namespace HighNeedsSim.House.Tests;

/// <summary>Tests are read as often as the code: each is named by the fact it proves and says what kind of proof it is.</summary>
[Tier("Fact")]
public partial class TestTests
{
    private static readonly string[] Tiers =
        ["Fact", "Property", "Direction", "Theory", "SmallWorld", "Golden", "Backcast", "Cluster", "Files"];

    [Fact]
    public void Every_test_has_exactly_one_tier()
    {
        var wrong =
            from test in TestAssemblies.Tests
            let tiers = TiersOf(test).ToArray()
            where tiers.Length != 1 || !Tiers.Contains(tiers[0])
            select $"{TestAssemblies.NameOf(test)} has [{string.Join(", ", tiers)}]: "
                + $"put one of {string.Join(", ", Tiers)} on it or on its class.";

        Offenders.None(wrong);
    }

    [Fact]
    public void Every_test_is_named_by_a_fact_in_words()
    {
        var wrong =
            from test in TestAssemblies.Tests
            where !test.Name.Contains('_', StringComparison.Ordinal) || NotAFact().IsMatch(test.Name)
            select $"{TestAssemblies.NameOf(test)}: say what is so, as in Shares_of_an_amount_add_up_to_it.";

        Offenders.None(wrong);
    }

    private static IEnumerable<string> TiersOf(MethodInfo test) =>
        from attribute in test.CustomAttributes.Concat(test.ReflectedType!.CustomAttributes)
        where attribute.AttributeType.FullName == typeof(TierAttribute).FullName
        select (string)attribute.ConstructorArguments[0].Value!;

    [GeneratedRegex("Should|(^|_)should(_|$)|^Test[A-Z_]|(^|_)Tests?(_|$)")]
    private static partial Regex NotAFact();
}
