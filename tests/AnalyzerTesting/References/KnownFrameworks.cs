namespace Microsoft.CodeAnalysis.Testing;

public sealed partial class ReferenceAssemblies
{
    private const string DotNetPackage = "Microsoft.NETCore.App.Ref";
    private const string OldDotNetPackage = "Microsoft.NETCore.App";

    public static class Net
    {
        public static ReferenceAssemblies Net50 { get; } = DotNet("net5.0", "5.0.0");

        public static ReferenceAssemblies Net60 { get; } = DotNet("net6.0", "6.0.0");

        public static ReferenceAssemblies Net70 { get; } = DotNet("net7.0", "7.0.0");

        public static ReferenceAssemblies Net80 { get; } = DotNet("net8.0", "8.0.0");

        public static ReferenceAssemblies Net90 { get; } = DotNet("net9.0", "9.0.0");

        private static ReferenceAssemblies DotNet(string framework, string version) => FromPack(framework, DotNetPackage, version);
    }

    public static class NetCore
    {
        public static ReferenceAssemblies NetCoreApp10 { get; } = FromPack("netcoreapp1.0", OldDotNetPackage, "1.0.16");

        public static ReferenceAssemblies NetCoreApp11 { get; } = FromPack("netcoreapp1.1", OldDotNetPackage, "1.1.13");

        public static ReferenceAssemblies NetCoreApp20 { get; } = FromPack("netcoreapp2.0", OldDotNetPackage, "2.0.9");

        public static ReferenceAssemblies NetCoreApp21 { get; } = FromPack("netcoreapp2.1", OldDotNetPackage, "2.1.30");

        public static ReferenceAssemblies NetCoreApp30 { get; } = FromPack("netcoreapp3.0", DotNetPackage, "3.0.0");

        public static ReferenceAssemblies NetCoreApp31 { get; } = FromPack("netcoreapp3.1", DotNetPackage, "3.1.0");
    }

    public static class NetStandard
    {
        public static ReferenceAssemblies NetStandard10 { get; } = OldStandard("netstandard1.0");

        public static ReferenceAssemblies NetStandard11 { get; } = OldStandard("netstandard1.1");

        public static ReferenceAssemblies NetStandard12 { get; } = OldStandard("netstandard1.2");

        public static ReferenceAssemblies NetStandard13 { get; } = OldStandard("netstandard1.3");

        public static ReferenceAssemblies NetStandard14 { get; } = OldStandard("netstandard1.4");

        public static ReferenceAssemblies NetStandard15 { get; } = OldStandard("netstandard1.5");

        public static ReferenceAssemblies NetStandard16 { get; } = OldStandard("netstandard1.6");

        public static ReferenceAssemblies NetStandard20 { get; } = new("netstandard2.0", new PackageIdentity("NETStandard.Library", "2.0.3"), "build/netstandard2.0/ref");

        public static ReferenceAssemblies NetStandard21 { get; } = FromPack("netstandard2.1", "NETStandard.Library.Ref", "2.1.0");

        private static ReferenceAssemblies OldStandard(string framework) => new(framework, new PackageIdentity("NETStandard.Library", "1.6.1"), "ref/" + framework);
    }

    public static class NetFramework
    {
        public static class Net20
        {
            public static ReferenceAssemblies Default { get; } = Framework("net20");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net20");
        }

        public static class Net40
        {
            public static ReferenceAssemblies Default { get; } = Framework("net40");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net40");

            public static ReferenceAssemblies Wpf { get; } = Framework("net40");
        }

        public static class Net45
        {
            public static ReferenceAssemblies Default { get; } = Framework("net45");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net45");

            public static ReferenceAssemblies Wpf { get; } = Framework("net45");
        }

        public static class Net461
        {
            public static ReferenceAssemblies Default { get; } = Framework("net461");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net461");

            public static ReferenceAssemblies Wpf { get; } = Framework("net461");
        }

        public static class Net472
        {
            public static ReferenceAssemblies Default { get; } = Framework("net472");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net472");

            public static ReferenceAssemblies Wpf { get; } = Framework("net472");
        }

        public static class Net48
        {
            public static ReferenceAssemblies Default { get; } = Framework("net48");

            public static ReferenceAssemblies WindowsForms { get; } = Framework("net48");

            public static ReferenceAssemblies Wpf { get; } = Framework("net48");
        }

        private static ReferenceAssemblies Framework(string framework) =>
            new(framework, new PackageIdentity("Microsoft.NETFramework.ReferenceAssemblies." + framework, "1.0.2"), "build/.NETFramework");
    }

    private static ReferenceAssemblies FromPack(string framework, string package, string version) => new(framework, new PackageIdentity(package, version), "ref/" + framework);
}
