using System.Text;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public class SchemaTests
{
    /// <summary>SHA-256 of each step, in the order of the versions: a new version adds one.</summary>
    private static readonly string[] InUse =
    [
        "4acb6b22f0319322e5fddeb5029a24a37ce4d89b6046f9d7692caaad1fcdb9e4",
        "a98a421e1a195bc57f64c8a5177af4ae07d3ea894967078b009802464857160b",
        "5ea46ed789d593b73e68d81c4d9ab7796019394816deba707bdd0ccd465b73f6",
        "048284ff9ea8cac91c3133ecf8fa45c1bd11db732583b0d70c522cca4bdcb360",
        "93135cc013fd84219aee20dcca3ffff46615480bd9f1f6c3c807c03ede083e43",
        "965fac50cf300f526900a04b644d356920db5e1a5a82822f955445ef00bbb23a",
    ];

    [Fact]
    public void A_step_that_has_made_somebodys_tables_is_never_changed() =>
        Assert.Equal(InUse, Schema.Steps.Select(step => RunStore.HashOf(Encoding.UTF8.GetBytes(step))));
}
