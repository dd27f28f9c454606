using System.Buffers;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// A world between two months, as bytes from which it goes on as if nothing had happened: with the same scenario, variant, seed
/// and batch, and the same version of the model.
/// </summary>
/// <param name="Months">How many months have been played.</param>
/// <param name="Outcomes">By district: for each of its applicants of the last month, the provider that admitted or −1.</param>
/// <param name="States">Each district followed by its cohorts in order of birth year; then the providers; then the authority.</param>
public sealed record WorldCheckpoint(int Months, short[][] Outcomes, byte[][] States)
{
    /// <summary>Whether a world is saved after a month: at the end of each financial year but the last, whose result follows at once.</summary>
    public static bool IsDue(Timetable timetable, Month month) => month.OfYear == 3 && month < timetable.End;

    /// <summary>A district's own state.</summary>
    public byte[] District(WorldTables tables, int district) => States[district * (1 + tables.BirthYears.Count)];

    /// <summary>The state of a cohort.</summary>
    public byte[] Cohort(WorldTables tables, int district, int birthYear) => States[(district * (1 + tables.BirthYears.Count)) + 1 + birthYear];

    /// <summary>The state of a provider.</summary>
    public byte[] Provider(WorldTables tables, int provider) => States[(tables.Districts * (1 + tables.BirthYears.Count)) + provider];

    /// <summary>The authority's state.</summary>
    public byte[] Authority => States[^1];

    /// <summary>All of it in one piece.</summary>
    public byte[] ToBytes() => Carrier.Save(carrier => Carry(carrier, Months, Outcomes, States));

    /// <summary>Writes the same bytes to where they are to go, without holding them in one piece: a world of Kent has some 50 MB of them.</summary>
    public void Write(IBufferWriter<byte> to) => Carrier.Save(to, carrier => Carry(carrier, Months, Outcomes, States));

    /// <summary>Takes the piece apart again.</summary>
    /// <exception cref="InvalidOperationException">The bytes are of another shape.</exception>
    public static WorldCheckpoint FromBytes(ReadOnlyMemory<byte> bytes)
    {
        var read = new WorldCheckpoint(0, [], []);
        Carrier.Restore(bytes, carrier => read = Carry(carrier, 0, [], []));
        return read;
    }

    private static WorldCheckpoint Carry(Carrier carrier, int months, short[][] outcomes, byte[][] states)
    {
        carrier.Value(ref months);
        carrier.Arrays(ref outcomes);
        carrier.Arrays(ref states);
        return new(months, outcomes, states);
    }
}
