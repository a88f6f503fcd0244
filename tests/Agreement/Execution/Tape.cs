using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.Agreement.Execution;

/// <summary>The free choices of a path. <see cref="Advance"/> goes on to the next path, depth first, until all were seen.</summary>
internal sealed class Tape
{
    private readonly List<(int Value, int Arity)> _choices = [];
    private int _position;

    public int Next(int arity)
    {
        if (_position == _choices.Count)
        {
            _choices.Add((0, arity));
        }

        return _choices[_position++].Value;
    }

    /// <summary>Winds back and changes the last choice that has something left. False if there is none.</summary>
    public bool Advance()
    {
        _choices.RemoveRange(_position, _choices.Count - _position);
        _position = 0;
        while (_choices.Count > 0)
        {
            (int value, int arity) = _choices[^1];
            if (value + 1 < arity)
            {
                _choices[^1] = (value + 1, arity);
                return true;
            }

            _choices.RemoveAt(_choices.Count - 1);
        }

        return false;
    }

    public override string ToString() => string.Concat(_choices.Take(_position).Select(choice => (char)('0' + choice.Value)));
}
