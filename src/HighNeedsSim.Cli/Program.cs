using System.CommandLine;

var root = new RootCommand("HighNeedsSim: what a local authority's high needs block will cost, and what could change it.");

return await root.Parse(args).InvokeAsync();
