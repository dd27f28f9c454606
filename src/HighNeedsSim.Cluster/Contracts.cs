using HighNeedsSim.Model.Results;

// Model types cross the wire as they are. The model knows only the attributes; the code that writes and reads them is made here.
[assembly: GenerateCodeForDeclaringAssembly(typeof(RunSpec))]
