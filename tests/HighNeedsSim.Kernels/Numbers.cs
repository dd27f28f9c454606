using BenchmarkDotNet.Attributes;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Kernels;

/// <summary>Random numbers by their address, many at a time and one by one, and the framework's generators for comparison; a word of 32 bits each.</summary>
public class Numbers
{
    private const int Addresses = 4096;
    private const int Words = 4 * Addresses;
    private readonly uint[][] _planes = [.. Enumerable.Range(0, 8).Select(_ => new uint[Addresses])];
    private readonly uint[] _words = new uint[Words];
#pragma warning disable RS0030 // What the model may not use is what it is measured against.
    private readonly Random _seeded = new(1);
    private readonly Random _framework = new();

    [Benchmark(OperationsPerInvoke = Words)]
    public void AddressedManyAtATime() =>
        Philox.Many(_planes[0], 1, _planes[1], _planes[2], _planes[3], _planes[4], _planes[5], _planes[6], _planes[7]);

    [Benchmark(OperationsPerInvoke = Words)]
    public void AddressedOneByOne()
    {
        for (var n = 0; n < Addresses; n++)
        {
            (_words[n], _words[Addresses + n], _words[(2 * Addresses) + n], _words[(3 * Addresses) + n]) = Philox.At((uint)n, 1, 0, 0, 2, 3);
        }
    }

    [Benchmark(OperationsPerInvoke = Words)]
    public void FrameworkWithASeed() => Fill(_seeded);

    [Benchmark(OperationsPerInvoke = Words)]
    public void FrameworkWithoutASeed() => Fill(_framework);

    private void Fill(Random random)
    {
        for (var n = 0; n < Words; n++)
        {
            _words[n] = unchecked((uint)random.NextInt64());
        }
    }
#pragma warning restore RS0030
}
