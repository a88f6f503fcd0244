using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.AnalyzerTesting.Tests;

public class MatchingTests
{
    [Fact]
    public void Assignment_of_nothing_is_empty() => Assert.Empty(Assignment.Solve(new int[0, 0]));

    [Fact]
    public void Assignment_is_the_cheapest_of_all()
    {
        var random = new System.Random(1);
        for (int round = 0; round < 200; round++)
        {
            int size = random.Next(1, 7);
            int[,] cost = new int[size, size];
            for (int cell = 0; cell < size * size; cell++)
            {
                cost[cell / size, cell % size] = random.Next(0, 5);
            }

            int[] columns = Assignment.Solve(cost);
            Assert.Equal(Enumerable.Range(0, size), columns.Order());
            Assert.Equal(FindCheapest(cost, 0, new bool[size]), columns.Select((column, row) => cost[row, column]).Sum());
        }
    }

    [Fact]
    public void Expectation_that_fits_both_leaves_the_exact_one_its_diagnostic()
    {
        // Taken in order, the open expectation would get the first diagnostic, which the second one needs.
        Diagnostic first = Report("one");
        Diagnostic second = Report("two");
        DiagnosticResult open = new DiagnosticResult(BadNameAnalyzer.Rule).WithMessage(null).WithLocation("a.cs", 1, 1);
        DiagnosticResult exact = new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("one").WithLocation("a.cs", 1, 1);

        Assert.Equal([second, first], DiagnosticMatcher.Match([open, exact], [first, second]).ToArray());
    }

    [Fact]
    public void Place_weighs_more_than_what_is_said()
    {
        DiagnosticResult expected = new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("one").WithLocation("a.cs", 1, 1);
        DiagnosticResult otherLine = new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("one").WithLocation("a.cs", 2, 1);
        DiagnosticResult otherMessage = new DiagnosticResult(BadNameAnalyzer.Rule).WithArguments("two").WithLocation("a.cs", 1, 1);
        Diagnostic actual = Report("one");

        Assert.Equal(0, DiagnosticMatcher.GetDistance(expected, actual));
        Assert.Equal(1, DiagnosticMatcher.GetDistance(otherMessage, actual));
        Assert.Equal(2, DiagnosticMatcher.GetDistance(otherLine, actual));
    }

    private static Diagnostic Report(string argument) =>
        Diagnostic.Create(BadNameAnalyzer.Rule, Location.Create("a.cs", new TextSpan(0, 1), new LinePositionSpan(new LinePosition(0, 0), new LinePosition(0, 1))), argument);

    private static int FindCheapest(int[,] cost, int row, bool[] used)
    {
        if (row == used.Length)
        {
            return 0;
        }

        int best = int.MaxValue;
        for (int column = 0; column < used.Length; column++)
        {
            if (!used[column])
            {
                used[column] = true;
                best = System.Math.Min(best, cost[row, column] + FindCheapest(cost, row + 1, used));
                used[column] = false;
            }
        }

        return best;
    }
}
