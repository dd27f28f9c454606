using System.Globalization;
using System.Numerics;
using Orleans;

namespace HighNeedsSim.Model.Units;

/// <summary>An amount of money, held as a whole number of pence.</summary>
/// <remarks>
/// Pence rather than decimal pounds: a fraction of a penny cannot be stored by accident, and sums gathered from
/// many grains come out the same in any order. Rounding happens only where an amount meets a fraction, in
/// <see cref="Times(decimal)"/> and <see cref="Share"/>.
/// </remarks>
/// <param name="Pence">The amount in pence; negative amounts are allowed.</param>
[GenerateSerializer, Immutable, Alias("Money")]
public readonly record struct Money(long Pence)
    : IAdditionOperators<Money, Money, Money>, ISubtractionOperators<Money, Money, Money>,
        IUnaryNegationOperators<Money, Money>, IComparable<Money>
{
    /// <summary>No money.</summary>
    public static readonly Money Zero = new(0);

    /// <summary>An amount given in pounds, to the nearest penny, halves to even.</summary>
    /// <exception cref="OverflowException">The amount does not fit in 63 bits of pence (about £92 million billion).</exception>
    public static Money FromPounds(decimal pounds) => new((long)decimal.Round(pounds * 100, MidpointRounding.ToEven));

    /// <summary>This amount in pounds.</summary>
    public decimal Pounds => Pence / 100m;

    /// <summary>This amount in millions of pounds, for tables and charts only: never for further sums.</summary>
    public double Millions => Pence / 100_000_000.0;

    /// <summary>The sum of two amounts; an overflow throws.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.Pence + right.Pence));

    /// <summary>The difference of two amounts; an overflow throws.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.Pence - right.Pence));

    /// <summary>The same amount the other way round.</summary>
    public static Money operator -(Money value) => new(checked(-value.Pence));

    /// <summary>Whether one amount is less than another.</summary>
    public static bool operator <(Money left, Money right) => left.Pence < right.Pence;

    /// <summary>Whether one amount is more than another.</summary>
    public static bool operator >(Money left, Money right) => left.Pence > right.Pence;

    /// <summary>Whether one amount is no more than another.</summary>
    public static bool operator <=(Money left, Money right) => left.Pence <= right.Pence;

    /// <summary>Whether one amount is no less than another.</summary>
    public static bool operator >=(Money left, Money right) => left.Pence >= right.Pence;

    /// <summary>This amount times <paramref name="factor"/>, to the nearest penny, halves to even.</summary>
    public Money Times(decimal factor) => new((long)decimal.Round(Pence * factor, MidpointRounding.ToEven));

    /// <summary>This amount times a sampled factor, to the nearest penny, halves to even.</summary>
    /// <param name="factor">A finite number: a drawn rate, a share, an index.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a finite number.</exception>
    public Money Times(double factor) => double.IsFinite(factor)
        ? new((long)Math.Round(Pence * factor, MidpointRounding.ToEven))
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor of money must be a finite number.");

    /// <summary>This amount times a whole number: pupils, places, months.</summary>
    public Money Times(int count) => new(checked(Pence * count));

    /// <summary>Splits this amount in proportion to <paramref name="weights"/> so that the parts add up to it exactly.</summary>
    /// <remarks>The running total is rounded down, not the parts, so each part is within a penny of its exact share.</remarks>
    /// <param name="weights">Not negative and not all zero: pupils, months, places.</param>
    /// <exception cref="ArgumentException">A weight is negative, or none is positive.</exception>
    public Money[] Share(params ReadOnlySpan<int> weights)
    {
        var parts = new Money[weights.Length];
        Span<long> pence = weights.Length <= 64 ? stackalloc long[weights.Length] : new long[weights.Length];
        SharePence(Pence, weights, pence);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new(pence[i]);
        }

        return parts;
    }

    /// <summary><see cref="Share"/> without an array of its own, for the month loop: <paramref name="parts"/> receives pence.</summary>
    /// <exception cref="ArgumentException">A weight is negative, or none is positive.</exception>
    public static void SharePence(long pence, ReadOnlySpan<int> weights, Span<long> parts)
    {
        long total = 0;
        foreach (var weight in weights)
        {
            if (weight < 0)
            {
                throw new ArgumentException("Weights of a share must not be negative.", nameof(weights));
            }

            total += weight;
        }

        if (total == 0)
        {
            throw new ArgumentException("At least one weight of a share must be positive.", nameof(weights));
        }

        long running = 0;
        long given = 0;
        var small = pence >= 0 && pence <= long.MaxValue / total;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
            {
                parts[i] = 0;
                continue;
            }

            running += weights[i];
            // 128 bits where needed: pence times a headcount can pass 63 bits for a national total.
            var upTo = small ? pence * running / total : (long)FloorDivide((Int128)pence * running, total);
            parts[i] = upTo - given;
            given = upTo;
        }
    }

    private static Int128 FloorDivide(Int128 value, long divisor) =>
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);

    /// <inheritdoc/>
    public int CompareTo(Money other) => Pence.CompareTo(other.Pence);

    /// <summary>In pounds and pence with the invariant culture: <c>1234.56</c>. Reports have their own formatter.</summary>
    public override string ToString() => Pounds.ToString("0.00", CultureInfo.InvariantCulture);
}
