namespace HighNeedsSim.Chaos.Tests;

/// <summary>What can happen to a cluster while it plays a run.</summary>
public enum Fault
{
    /// <summary>A silo is killed.</summary>
    KillSilo,

    /// <summary>The silo that leads the run is killed.</summary>
    KillLeader,

    /// <summary>Two silos are killed, one after the other.</summary>
    KillTwo,

    /// <summary>All silos are killed at once.</summary>
    KillAll,

    /// <summary>A silo is asked to stop.</summary>
    StopSilo,

    /// <summary>Every silo is asked to stop in turn, the next one when the one before is back: as when a new version is put in place.</summary>
    RollSilos,

    /// <summary>A silo stands still until the others have given it up, and then goes on.</summary>
    PauseSilo,

    /// <summary>The database server loses power, and comes back.</summary>
    KillDatabase,

    /// <summary>The database cuts every connection.</summary>
    CutConnections,

    /// <summary>For the rest of the run, some changes fail in the database and some take long.</summary>
    FlakyDatabase,

    /// <summary>The database is away for a minute.</summary>
    StopDatabase,

    /// <summary>Two silos hear nothing from each other any more, while both reach the third and the database; later they do again.</summary>
    CutNetwork,

    /// <summary>Nothing is done to anybody, but every processor has far more to do than it can: whoever is given up then was given up by mistake.</summary>
    BusyProcessors,

    /// <summary>Not in the cluster: the single process over its own file is killed, and started again.</summary>
    KillAlone,
}
