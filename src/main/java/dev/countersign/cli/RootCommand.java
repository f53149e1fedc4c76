package dev.countersign.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `countersign [DIR]`: the desktop.
@Command(name = "countersign", mixinStandardHelpOptions = true, versionProvider = RootCommand.Version.class,
        description = "Review, countersign and record what coding agents do to your code.",
        footer = {"", "Without a command it opens the desktop. Exit statuses: docs/cli.md."})
final class RootCommand implements Callable<Integer> {
    private final CliContext context;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "Workspace to open; default: the last one.")
    private Path folder;

    @Option(names = "--sample", description = "Run the bundled sample task in the terminal.")
    private boolean sample;

    @Spec
    private CommandSpec spec;

    RootCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (sample) {
            return new SampleRun(context).call();
        }
        return context.desktop().apply(folder == null ? null : context.folder().resolve(folder).normalize());
    }

    CliContext context() {
        return context;
    }

    static final class Version implements IVersionProvider {
        @Spec
        private CommandSpec spec;

        @Override
        public String[] getVersion() {
            return new String[] {"countersign " + ((RootCommand) spec.root().userObject()).context().version()};
        }
    }
}
