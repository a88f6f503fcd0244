using System.Collections.Generic;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The additional projects by name. Asking for one that does not exist creates it.</summary>
public class ProjectCollection(string defaultLanguage, string defaultExtension) : Dictionary<string, ProjectState>
{
    public new ProjectState this[string projectName]
    {
        get => this[projectName, defaultLanguage];
        set => base[projectName] = value;
    }

    public ProjectState this[string projectName, string language]
    {
        get
        {
            if (TryGetValue(projectName, out ProjectState? project))
            {
                return project;
            }

            string extension = language == defaultLanguage ? defaultExtension : language == LanguageNames.VisualBasic ? "vb" : "cs";
            var created = new ProjectState(projectName, language, $"/{projectName}/Test", extension);
            Add(projectName, created);
            return created;
        }
    }
}
