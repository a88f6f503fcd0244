using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Testing.Model;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>Makes a workspace solution of a state.</content>
public abstract partial class AnalyzerTest<TVerifier>
{
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    protected abstract CompilationOptions CreateCompilationOptions();

    protected abstract ParseOptions CreateParseOptions();

    /// <summary>The primary project of a new solution.</summary>
    protected async Task<Project> CreateProjectAsync(EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, CancellationToken cancellationToken)
    {
        Project project = await CreateProjectImplAsync(primaryProject, additionalProjects, cancellationToken).ConfigureAwait(false);
        return ApplyCompilationOptions(project);
    }

    protected virtual async Task<Project> CreateProjectImplAsync(EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, CancellationToken cancellationToken)
    {
        var projectId = ProjectId.CreateNewId(debugName: primaryProject.Name);
        var ids = new Dictionary<string, ProjectId> { [primaryProject.Name] = projectId };
        Solution solution = await CreateSolutionAsync(projectId, primaryProject, cancellationToken).ConfigureAwait(false);
        foreach (EvaluatedProjectState state in additionalProjects)
        {
            ids.Add(state.Name, ProjectId.CreateNewId(debugName: state.Name));
            solution = await AddProjectAsync(solution, ids[state.Name], state, cancellationToken).ConfigureAwait(false);
        }

        foreach (EvaluatedProjectState state in additionalProjects.Insert(0, primaryProject))
        {
            solution = AddFiles(solution, ids[state.Name], state)
                .AddMetadataReferences(ids[state.Name], state.AdditionalReferences)
                .AddProjectReferences(ids[state.Name], state.AdditionalProjectReferences.Select(name => new ProjectReference(ids[name])));
        }

        foreach (var transform in SolutionTransforms)
        {
            solution = transform(solution, projectId);
        }

        return solution.GetProject(projectId)!;
    }

    /// <summary>A solution with the primary project, its options and reference assemblies, and no files yet.</summary>
    protected virtual async Task<Solution> CreateSolutionAsync(ProjectId projectId, EvaluatedProjectState projectState, CancellationToken cancellationToken)
    {
        Workspace workspace = await CreateWorkspaceAsync().ConfigureAwait(false);
        Solution solution = workspace.CurrentSolution;
        OptionSet options = OptionsTransforms.Aggregate(solution.Options, (current, transform) => transform(current));
        ImmutableArray<MetadataReference> references = await projectState.ReferenceAssemblies.ResolveAsync(projectState.Language, cancellationToken).ConfigureAwait(false);
        return solution
            .WithOptions(options)
            .AddProject(projectId, projectState.Name, projectState.AssemblyName, projectState.Language)
            .WithProjectCompilationOptions(projectId, Complete(CreateCompilationOptions(), projectState))
            .WithProjectParseOptions(projectId, CreateParseOptions().WithDocumentationMode(projectState.DocumentationMode))
            .AddMetadataReferences(projectId, references);
    }

    /// <summary>
    /// Switches on what the analyzers under test report, at its default severity even if it is off by default, makes their
    /// exceptions errors, and suppresses <see cref="DisabledDiagnostics"/>.
    /// </summary>
    protected virtual Project ApplyCompilationOptions(Project project)
    {
        var severities = new Dictionary<string, ReportDiagnostic>();
        foreach (DiagnosticDescriptor descriptor in GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics))
        {
            severities[descriptor.Id] = descriptor.IsEnabledByDefault ? ReportDiagnostic.Default : ToReportDiagnostic(descriptor.DefaultSeverity);
        }

        severities["AD0001"] = ReportDiagnostic.Error;
        foreach (string id in DisabledDiagnostics)
        {
            severities[id] = ReportDiagnostic.Suppress;
        }

        CompilationOptions options = project.CompilationOptions!;
        ImmutableDictionary<string, ReportDiagnostic> merged = severities.ToImmutableDictionary().SetItems(options.SpecificDiagnosticOptions);
        return project.Solution.WithProjectCompilationOptions(project.Id, options.WithSpecificDiagnosticOptions(merged)).GetProject(project.Id)!;
    }

    public async Task<Workspace> CreateWorkspaceAsync()
    {
        Workspace workspace = await CreateWorkspaceImplAsync().ConfigureAwait(false);
        _workspaces.Add(workspace);
        return workspace;
    }

    protected virtual Task<Workspace> CreateWorkspaceImplAsync() => Task.FromResult<Workspace>(new AdhocWorkspace());

    private static ReportDiagnostic ToReportDiagnostic(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };

    private async Task<Solution> AddProjectAsync(Solution solution, ProjectId id, EvaluatedProjectState state, CancellationToken cancellationToken)
    {
        Solution added = solution.AddProject(id, state.Name, state.AssemblyName, state.Language);
        Project project = added.GetProject(id)!;
        ImmutableArray<MetadataReference> references = await state.ReferenceAssemblies.ResolveAsync(state.Language, cancellationToken).ConfigureAwait(false);
        return added
            .WithProjectCompilationOptions(id, Complete(project.CompilationOptions!, state))
            .WithProjectParseOptions(id, project.ParseOptions!.WithDocumentationMode(state.DocumentationMode))
            .AddMetadataReferences(id, references);
    }

    private CompilationOptions Complete(CompilationOptions options, EvaluatedProjectState state)
    {
        return options
            .WithOutputKind(state.OutputKind)
            .WithXmlReferenceResolver(new TestXmlReferenceResolver(XmlReferences))
            .WithAssemblyIdentityComparer(state.ReferenceAssemblies.AssemblyIdentityComparer);
    }

    private static Solution AddFiles(Solution solution, ProjectId id, EvaluatedProjectState state)
    {
        foreach ((string filename, SourceText content) in state.Sources)
        {
            (string name, IEnumerable<string> folders) = FilePaths.Split(state.DefaultPrefix, filename);
            solution = solution.AddDocument(DocumentId.CreateNewId(id, filename), name, content, folders, filename);
        }

        foreach ((string filename, SourceText content) in state.AdditionalFiles)
        {
            (string name, IEnumerable<string> folders) = FilePaths.Split(state.DefaultPrefix, filename);
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id, filename), name, content, folders, filename);
        }

        foreach ((string filename, SourceText content) in state.AnalyzerConfigFiles)
        {
            (string name, IEnumerable<string> folders) = FilePaths.Split(state.DefaultPrefix, filename);
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id, filename), name, content, folders, filename);
        }

        return solution;
    }

    private void DisposeWorkspaces()
    {
        while (_workspaces.TryTake(out Workspace? workspace))
        {
            workspace.Dispose();
        }
    }
}
