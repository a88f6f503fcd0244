using System;
using MemoryRegions.Agreement;

try
{
    Options options = Options.Parse(args);
    var session = new Session(options, Console.Out);
    bool agrees = session.Run();
    session.Print();
    return agrees ? 0 : 1;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("usage: [--count N] [--seed S] [--minutes M] [--first I] [--paths P] [--show K] [--fixes N] [--only body|life|kept|contracts] [--stop] [--verbose]");
    return 2;
}
