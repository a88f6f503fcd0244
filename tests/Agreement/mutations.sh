#!/usr/bin/env bash
# Mutation check: seeds defects in the analyzers, one at a time, in a copy of the repository, and looks whether the agreement finds them.
# Usage: tests/Agreement/mutations.sh [number of programs, 5000 by default] [the names of mutations, all by default]
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-5000}
shift || true
copy=$(mktemp -d)
trap 'git worktree remove --force "$copy"' EXIT
git worktree add --quiet --detach "$copy" HEAD
cd "$copy"

# name | file in src/Analyzers | text | what takes its place
mutations='
finally-chain-dropped|Flow/TypestateAnalysis.Routing.cs|if (next < branch.FinallyRegions.Length)|if (next < -branch.FinallyRegions.Length)
null-tests-ignored|Flow/Evaluator.RawHandles.cs|!= 0 ? TestNull(receiver, type)|!= 0 ? AbstractValue.Unknown
outcome-ignored|Flow/Evaluator.Calls.cs|CallOutcome.WhenTrue => AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Null)|CallOutcome.WhenTrue => AbstractValue.Unknown
calls-do-not-throw|Flow/TypestateAnalysis.Throws.cs|if (_raised is null && !_recording)|if (call is not null \|\| (_raised is null && !_recording))
idempotence-ignored|Flow/Evaluator.Calls.cs|if (!release.Idempotent && !tracked.IsCounted && release.When|if (!tracked.IsCounted && release.When
owners-take-nothing|Flow/Evaluator.cs|_state.Status = ObjectStatus.Given;|_ = _state;
flags-ignored|Flow/Evaluator.Refinement.cs|_state[slot] = AbstractValue.Constant(truth);|_ = slot;
conditional-helper-always-releases|Flow/SummaryBuilder.cs|result == 1 ? CallOutcome.WhenTrue : CallOutcome.WhenFalse|CallOutcome.Always
handlers-take-all|Flow/HandlerMatch.cs|&& match == HandlerMatch.Always ? HandlerMatch.Maybe : match|&& match == HandlerMatch.Always ? HandlerMatch.Maybe : HandlerMatch.Always
tuples-forgotten|Flow/Evaluator.Wrappers.cs|return members.MayBeObject ? AbstractValue.Of(members) : AbstractValue.Unknown;|return AbstractValue.Unknown;
'

build() {
    dotnet build tests/Agreement -c Release -v q --nologo -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false > build.log || { cat build.log; exit 2; }
}

agree() {
    tests/Agreement/bin/Release/net10.0/MemoryRegions.Agreement --count "$count" --seed 1 --fixes 0 --show 0 --stop < /dev/null
}

# What disagrees without a defect finds none.
build
agree > agree.log || { grep -E '^[0-9]+ programs, .* paths' agree.log; echo "the analyzers disagree as they are"; exit 2; }

found=0
total=0
while IFS= read -r line; do
    [ -n "$line" ] || continue
    line=${line//\\|/$'\x01'}
    IFS='|' read -r name file text replacement <<< "$line"
    text=${text//$'\x01'/|}
    if [ $# -gt 0 ] && [[ " $* " != *" $name "* ]]; then
        continue
    fi

    total=$((total + 1))
    TEXT="$text" REPLACEMENT="${replacement//$'\x01'/|}" perl -0777 -i -pe '
        $n = s/\Q$ENV{TEXT}\E/$ENV{REPLACEMENT}/;
        END { exit($n ? 0 : 1); }' "src/Analyzers/$file" || { echo "$name: the text is not in $file any more"; exit 2; }
    build
    if result=$(agree); then
        echo "$name: NOT found in $count programs"
    else
        found=$((found + 1))
        echo "$name: $(grep -E '^[0-9]+ programs, .* paths' <<< "$result")"
    fi

    git checkout --quiet -- src
done <<< "$mutations"
echo "$found of $total found"
[ "$found" -eq "$total" ]
