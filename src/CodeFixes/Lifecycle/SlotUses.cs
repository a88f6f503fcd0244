using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>
/// All uses of the member that holds a region whose creation is moved into init. From then on the member is never null: what asked whether
/// it is must ask whether the region is linked. That is the same only if the region is linked where it was created, and the member cleared
/// where the region is unlinked.
/// </summary>
internal sealed class SlotUses
{
    private readonly List<Edit> _tests = [];
    private readonly List<Edit> _clears = [];
    private bool _isUnclear;
    private bool _isLinkedWhereCreated;
    private bool _isClearedWhereUnlinked = true;

    private SlotUses()
    {
    }

    public static async Task<SlotUses> FindAsync(
        Solution solution, INamedTypeSymbol type, ISymbol slot, AssignmentExpressionSyntax creation, Edit removal, ContractModel contracts, CancellationToken cancellation)
    {
        var uses = new SlotUses();
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            SyntaxNode part = await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false);
            if (solution.GetDocument(reference.SyntaxTree) is not { } document || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            {
                uses._isUnclear = true;
                continue;
            }

            var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
            foreach (IdentifierNameSyntax name in part.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText == slot.Name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, slot)
                    && !(document.Id == removal.Document && removal.Change.Span.Contains(name.Span)))
                {
                    uses.Add(new Use(name, document, model, shape, contracts, cancellation), creation);
                }
            }
        }

        return uses;
    }

    /// <returns>False if the member cannot be made one that is never null.</returns>
    public bool AddEdits(ImmutableArray<Edit>.Builder edits)
    {
        bool testMeansLink = _isLinkedWhereCreated && _isClearedWhereUnlinked;
        if (_isUnclear || (_tests.Count > 0 && !testMeansLink))
        {
            return false;
        }

        edits.AddRange(_tests);
        edits.AddRange(_clears);
        return true;
    }

    private void Add(Use use, AssignmentExpressionSyntax creation)
    {
        ExpressionSyntax value = use.Value;
        switch (value.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == value:
                AddClear(use, assignment);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } test
                when test.Right.IsKind(SyntaxKind.NullLiteralExpression) || test.Left.IsKind(SyntaxKind.NullLiteralExpression):
                AddTest(use, test, isLinked: test.IsKind(SyntaxKind.NotEqualsExpression));
                break;
            case IsPatternExpressionSyntax test when test.Expression == value:
                AddPattern(use, test);
                break;
            case ConditionalAccessExpressionSyntax access when access.Expression == value:
                // Properties of a region that is not linked tell so; a method would now run on it.
                _isUnclear |= access.WhenNotNull is InvocationExpressionSyntax;
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Left == value:
            case ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None }:
            case RefExpressionSyntax:
            case ConditionalExpressionSyntax:
            case SwitchStatementSyntax or SwitchExpressionSyntax:
                _isUnclear = true;
                break;
            case ArgumentSyntax argument:
                AddArgument(use, argument, creation);
                break;
        }
    }

    private void AddClear(Use use, AssignmentExpressionSyntax assignment)
    {
        ExpressionSyntax cleared = assignment.Right is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed ? suppressed.Operand : assignment.Right;
        bool isNull = cleared.IsKind(SyntaxKind.NullLiteralExpression) || cleared.IsKind(SyntaxKind.DefaultLiteralExpression);
        if (!isNull || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax } statement)
        {
            _isUnclear = true;
            return;
        }

        _clears.Add(StatementRemoval.Remove(use.Document, statement, use.Shape));
        _isClearedWhereUnlinked &= use.Siblings(statement).TakeWhile(sibling => sibling != statement).Any(sibling => use.Touches(sibling, links: false));
    }

    private void AddTest(Use use, ExpressionSyntax test, bool isLinked)
    {
        if (use.LinkTest is not { } property)
        {
            _isUnclear = true;
            return;
        }

        string text = (isLinked ? string.Empty : "!") + use.Value.ToString().TrimEnd('!') + "." + property;
        _tests.Add(new Edit(use.Document.Id, test.Span, text));
    }

    private void AddPattern(Use use, IsPatternExpressionSyntax test)
    {
        PatternSyntax pattern = test.Pattern;
        bool isNegated = pattern is UnaryPatternSyntax;
        if (pattern is UnaryPatternSyntax negated)
        {
            pattern = negated.Pattern;
        }

        switch (pattern)
        {
            case ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression }:
                AddTest(use, test, isLinked: isNegated);
                break;
            case RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause: { Subpatterns.Count: 0 } clause }:
                if (use.LinkTest is { } property)
                {
                    _tests.Add(new Edit(use.Document.Id, clause.Span, "{ " + property + ": true }"));
                }
                else
                {
                    _isUnclear = true;
                }

                break;
            case RecursivePatternSyntax { PropertyPatternClause.Subpatterns: { } subpatterns } when subpatterns.Any(sub =>
                sub.NameColon?.Name.Identifier.ValueText == use.LinkTest && sub.Pattern is ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.TrueLiteralExpression }):
                break;
            default:
                _isUnclear = true;
                break;
        }
    }

    private void AddArgument(Use use, ArgumentSyntax argument, AssignmentExpressionSyntax creation)
    {
        if (argument.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement || creation.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } made)
        {
            return;
        }

        _isLinkedWhereCreated |= statement.Parent == block && statement.SpanStart > made.SpanStart && use.Touches(statement, links: true);
    }

    /// <summary>One occurrence of the member.</summary>
    private sealed class Use
    {
        private readonly SemanticModel _model;
        private readonly ContractModel _contracts;
        private readonly CancellationToken _cancellation;
        private readonly ISymbol? _symbol;

        public Use(IdentifierNameSyntax name, Document document, SemanticModel model, SourceShape shape, ContractModel contracts, CancellationToken cancellation)
        {
            Document = document;
            Shape = shape;
            _model = model;
            _contracts = contracts;
            _cancellation = cancellation;
            ExpressionSyntax value = name;
            if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            {
                value = access;
            }

            while (value.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            {
                value = (ExpressionSyntax)value.Parent;
            }

            Value = value;
            _symbol = model.GetSymbolInfo(name, cancellation).Symbol;
            ITypeSymbol? type = _symbol is IFieldSymbol field ? field.Type : (_symbol as IPropertySymbol)?.Type;
            LinkTest = Topology.LinkTestOf(type, contracts)?.Name;
        }

        public Document Document { get; }

        public SourceShape Shape { get; }

        /// <summary>The expression that reads or writes the member.</summary>
        public ExpressionSyntax Value { get; }

        /// <summary>The name of the property that tells whether the region is linked.</summary>
        public string? LinkTest { get; }

        public IEnumerable<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent is BlockSyntax block ? block.Statements : [];

        /// <summary>The value is read from the member, or from a local that was.</summary>
        private bool IsSlot(IOperation value)
        {
            if (value is IMemberReferenceOperation { Member: var member })
            {
                return SymbolEqualityComparer.Default.Equals(member, _symbol);
            }

            ExpressionSyntax? source = (value as ILocalReferenceOperation)?.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
                SingleVariableDesignationSyntax designation => designation.FirstAncestorOrSelf<IsPatternExpressionSyntax>()?.Expression,
                _ => null,
            };
            return source?.SyntaxTree == _model.SyntaxTree && SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(source, _cancellation).Symbol, _symbol);
        }

        /// <summary>The statement links the region, or unlinks it.</summary>
        public bool Touches(StatementSyntax statement, bool links)
        {
            foreach (InvocationExpressionSyntax syntax in statement.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (_model.GetOperation(syntax, _cancellation) is not IInvocationOperation invocation)
                {
                    continue;
                }

                MethodContract contract = _contracts.Of(invocation.TargetMethod);
                foreach (IArgumentOperation argument in invocation.Arguments)
                {
                    ParameterContract parameter = contract.Parameter(argument.Parameter?.Ordinal ?? -1);
                    IOperation value = argument.Value;
                    while (value is IConversionOperation conversion)
                    {
                        value = conversion.Operand;
                    }

                    if ((links ? parameter.Links : parameter.Unlinks) && IsSlot(value))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
