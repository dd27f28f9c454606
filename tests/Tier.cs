using Xunit.Abstractions;
using Xunit.Sdk;

namespace HighNeedsSim;

/// <summary>Says what kind of proof a test is. Each test has exactly one, on its method or on its class.</summary>
/// <remarks>
/// <para>Fact and Property: a rule holds, for one example or for any input.</para>
/// <para>Direction: more of this gives more, or less, of that.</para>
/// <para>Theory: the simulation meets a closed form.</para>
/// <para>SmallWorld: one more child changes nobody else.</para>
/// <para>Golden: reference scenarios as rounded text, regenerated on purpose, whose diff is the review.</para>
/// <para>Backcast: start in the past and compare with what was published since.</para>
/// <para>Cluster: no silo, one silo and three give the same bytes, whatever dies on the way.</para>
/// <para>Files: what people may write in a file or ask at a door, and what they are told.</para>
/// Run one kind with <c>./test --filter Tier=Golden</c>.
/// </remarks>
[TraitDiscoverer("HighNeedsSim.TierDiscoverer", TestAssembly.Name)]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TierAttribute(string tier) : Attribute, ITraitAttribute
{
    public string Tier { get; } = tier;
}

/// <summary>Tells xunit the tier of a test as the trait <c>Tier</c>.</summary>
public sealed class TierDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        [new("Tier", traitAttribute.GetNamedArgument<string>(nameof(TierAttribute.Tier)))];
}
