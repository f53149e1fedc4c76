package dev.countersign;

import dev.countersign.cli.CliContext;
import dev.countersign.cli.Terminal;
import dev.countersign.run.ConfigFile;
import dev.countersign.run.Places;
import dev.countersign.run.SampleOffer;
import dev.countersign.run.Workbench;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole program as `Main` puts it together, with a data folder of its own. Nothing in it is made up.
///
/// @param places below the folder it was given
public record Composition(Workbench workbench, SampleOffer sample, Places places, List<ConfigFile> config) {
    /// Who decides, in tests.
    public static final String USER = "ada";

    public Composition(Workbench workbench, SampleOffer sample, Places places) {
        this(workbench, sample, places, Main.config(Map.of(), places));
    }

    /// The program as it is found on a machine where it never ran.
    ///
    /// @param home      everything it keeps goes below
    /// @param variables on top of this process's PATH
    public static Composition in(Path home, Map<String, String> variables) {
        return over(home, home.resolve("countersign"), variables);
    }

    /// The program over what it kept before.
    ///
    /// @param data the data folder that is there
    public static Composition over(Path home, Path data, Map<String, String> variables) {
        var environment = new HashMap<>(variables);
        environment.put("PATH", System.getenv("PATH"));
        environment.put("COUNTERSIGN_HOME", data.toString());
        Places places = Places.of(environment, System.getProperty("os.name"), home);
        return new Composition(Main.workbench(environment, home, places), Main.sample(places), places, Main.config(environment, places));
    }

    public static Composition in(Path home) {
        return in(home, Map.of());
    }

    /// For the command line, started in `folder`.
    public CliContext context(Path folder, Terminal terminal) {
        return new CliContext(workbench, sample, config, folder, USER, version(), terminal, _ -> {
            throw new IllegalStateException("no test of the command line opens a window");
        });
    }

    public static String version() {
        return Main.version();
    }
}
