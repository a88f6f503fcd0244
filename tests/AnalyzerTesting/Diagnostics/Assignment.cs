using System;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The assignment problem: each row gets a column of its own, at the least total cost (Kuhn and Munkres, cubic).</summary>
internal static class Assignment
{
    /// <summary>The column of each row of the square matrix.</summary>
    internal static int[] Solve(int[,] cost)
    {
        int size = cost.GetLength(0);

        // One-based, column 0 is the start of each search: rowOf[c] is the row that holds column c.
        int[] rowPotential = new int[size + 1];
        int[] columnPotential = new int[size + 1];
        int[] rowOf = new int[size + 1];
        int[] previous = new int[size + 1];
        for (int row = 1; row <= size; row++)
        {
            Augment(row);
        }

        int[] columnOf = new int[size];
        for (int column = 1; column <= size; column++)
        {
            columnOf[rowOf[column] - 1] = column - 1;
        }

        return columnOf;

        void Augment(int row)
        {
            int[] slack = new int[size + 1];
            bool[] visited = new bool[size + 1];
            Array.Fill(slack, int.MaxValue);
            rowOf[0] = row;
            int current = 0;
            do
            {
                visited[current] = true;
                current = Advance(current, slack, visited);
            }
            while (rowOf[current] != 0);

            // Shift the columns along the path that was found.
            while (current != 0)
            {
                rowOf[current] = rowOf[previous[current]];
                current = previous[current];
            }
        }

        int Advance(int current, int[] slack, bool[] visited)
        {
            int best = 0;
            int delta = int.MaxValue;
            int row = rowOf[current];
            for (int column = 1; column <= size; column++)
            {
                if (visited[column])
                {
                    continue;
                }

                int reduced = cost[row - 1, column - 1] - rowPotential[row] - columnPotential[column];
                if (reduced < slack[column])
                {
                    slack[column] = reduced;
                    previous[column] = current;
                }

                if (slack[column] < delta)
                {
                    delta = slack[column];
                    best = column;
                }
            }

            for (int column = 0; column <= size; column++)
            {
                if (visited[column])
                {
                    rowPotential[rowOf[column]] += delta;
                    columnPotential[column] -= delta;
                }
                else if (slack[column] != int.MaxValue)
                {
                    slack[column] -= delta;
                }
            }

            return best;
        }
    }
}
