using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>A world's grain: attempts as the real one counts them, at months that are a number each.</summary>
internal sealed class SimWorld(SimProcess here, WorldKey world)
{
    /// <summary>A year has so few months here: a world is saved after each.</summary>
    public const int Year = 2;

    public const int Months = 8;

    private WorldStatus _status = new(WorldState.Waiting, 0, 0, null);
    private Task? _playing;
    private bool _stopped;
    private bool _attemptStopped;
    private int _furthest;

    public WorldKey Key => world;

    /// <summary>What the model finds: the same whoever plays it, wherever it was taken up.</summary>
    public static ulong Found(WorldKey world)
    {
        var past = Past(world);
        for (var month = 1; month <= Months; month++)
        {
            past = Play(past, month);
        }

        return past;
    }

    public async Task<WorldStatus> EnsureRunning()
    {
        _playing ??= Play();
        await Task.WhenAny(_playing, here.Delay(WorldAttempts.Moment));
        return _status;
    }

    public void Abandon()
    {
        _stopped = true;
        Forget();
    }

    /// <summary>Orleans lets it go in the middle of its work.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Its run has ended: the attempt ends between two months.</summary>
    public void StopAttempt() => _attemptStopped = true;

    private static ulong Past(WorldKey world) => world.ToString().Aggregate(14695981039346656037, (h, c) => unchecked((h ^ c) * 1099511628211));

    private static ulong Play(ulong past, int month) => unchecked(((past ^ (ulong)month) * 0x9E3779B97F4A7C15) ^ (past >> 29));

    private async Task Play()
    {
        var attempts = new WorldAttempts();
        while (true)
        {
            var (end, failure) = (AttemptEnd.Played, "");
            try
            {
                await PlayOnce();
            }
            catch (Exception) when (_stopped)
            {
                return;
            }
            catch (StoreUnavailableException)
            {
                end = AttemptEnd.StoreAway;
            }
            catch (SimEnd how)
            {
                (end, failure) = (how.End, how.Message);
            }
            catch (DeterminismAlarmException alarm)
            {
                (end, failure) = (AttemptEnd.Impossible, alarm.Message);
            }

            var next = attempts.After(end, _furthest);
            _status = new(next.State, _status.Months, 0, failure);
            if (next.After is { } pause)
            {
                await here.Delay(pause);
                if (_stopped)
                {
                    return;
                }
            }
            else
            {
                if (next.State == WorldState.Gone)
                {
                    _playing = null;
                    Forget();
                }

                return;
            }
        }
    }

    private async Task PlayOnce()
    {
        if (await here.Store(s => s.IsPlayed(world)))
        {
            return;
        }

        await here.Place();
        here.Playing.Add(this);
        _attemptStopped = false;
        try
        {
            ThrowIfStopped();
            var attempt = await here.Store(s => s.Begin(world)) ?? throw new SimEnd(AttemptEnd.Gone);
            await PlayAttempt(attempt);
        }
        finally
        {
            here.Playing.Remove(this);
            here.GiveBack();
        }
    }

    private async Task PlayAttempt(SimAttempt attempt)
    {
        var (month, past) = (attempt.From?.Months ?? 0, attempt.From?.Past ?? Past(world));
        var saving = Task.CompletedTask;
        while (month < Months)
        {
            ThrowIfStopped();
            await here.Delay(here.Cluster.MonthTakes());
            if (here.Cluster.Mishap(world, month) is { } mishap)
            {
                throw new SimEnd(mishap);
            }

            past = Play(past, ++month);
            _status = new(WorldState.Running, month, 0, null);
            if (here.IsDraining || month % Year == 0)
            {
                await saving;
                saving = Save(attempt.Fence, new(month, past));
            }

            if (here.IsDraining)
            {
                await saving;
                throw new SimEnd(AttemptEnd.Gone);
            }
        }

        await saving;
        await Keep(attempt.Fence, past);
        _status = new(WorldState.Finished, Months, 0, null);
    }

    private async Task Save(long fence, SimCheckpoint checkpoint)
    {
        try
        {
            if (!await here.Store(s => s.Save(world, fence, checkpoint)))
            {
                throw new SimEnd(AttemptEnd.Gone);
            }

            _furthest = Math.Max(_furthest, checkpoint.Months);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private async Task Keep(long fence, ulong found)
    {
        while (true)
        {
            try
            {
                if (!await here.Store(s => s.Add(world, fence, found)))
                {
                    throw new SimEnd(AttemptEnd.Gone);
                }

                return;
            }
            catch (StoreUnavailableException)
            {
                await here.Delay(1000);
                ThrowIfStopped();
            }
        }
    }

    private void ThrowIfStopped()
    {
        if (_stopped || _attemptStopped)
        {
            throw new SimEnd(AttemptEnd.Gone);
        }
    }

    private void Forget()
    {
        if (here.Worlds.GetValueOrDefault(world) == this)
        {
            here.Worlds.Remove(world);
        }
    }

    /// <summary>An attempt ends before its last month.</summary>
    private sealed class SimEnd(AttemptEnd end) : Exception($"World attempt ended: {end}.")
    {
        public AttemptEnd End => end;
    }
}
