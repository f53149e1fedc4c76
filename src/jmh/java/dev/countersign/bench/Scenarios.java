package dev.countersign.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whole operations beside named yardsticks, as Markdown: `Scenarios [start|review|frames|decide|stage|commit|append|audit|restore|share|contain|diff]…`, all without a name;
/// `diff:FOLDER` also compares the newest commits of that repository, `commit:FILES` is in a workspace of so many files, `restore:ROUNDS` takes so many rounds.
/// Run it on a quiet machine; it asserts nothing. Files lie below `target/bench`, or the folder that the system property `bench.folder` names, and are deleted afterwards.
public final class Scenarios {
    /// One operation and its yardstick.
    interface Scenario {
        /// @param folder empty, for whatever it needs
        void run(Path folder) throws Exception;
    }

    private Scenarios() {}

    public static void main(String[] names) throws Exception {
        System.setProperty("java.awt.headless", "true");
        for (String name : names.length == 0 ? List.of("start", "review", "stage", "commit", "append", "audit", "restore", "share") : List.of(names)) {
            String[] parts = name.split(":", 2);
            Optional<Path> argument = Optional.of(parts).filter(p -> p.length == 2).map(p -> Path.of(p[1]));
            Scenario scenario = switch (parts[0]) {
                case "start" -> new StartScenario();
                case "review" -> new ReviewScenario();
                case "frames" -> new FrameScenario(argument.map(Path::toString));
                case "decide" -> new DecideScenario();
                case "stage" -> new StagingScenario();
                case "commit" -> new CommitScenario(argument.map(files -> Integer.parseInt(files.toString())).orElse(1_000));
                case "append" -> new AppendScenario();
                case "audit" -> new AuditScenario();
                case "restore" -> new RestoreScenario(argument.map(rounds -> Integer.parseInt(rounds.toString())).orElse(8));
                case "contain" -> new ContainScenario();
                case "share" -> new SharingScenario();
                case "diff" -> new DiffScenario(argument);
                default -> throw new IllegalArgumentException("no scenario " + name);
            };
            Path folder = Path.of(System.getProperty("bench.folder", "target/bench"), parts[0]).toAbsolutePath();
            Ground.delete(folder);
            scenario.run(Files.createDirectories(folder));
            Ground.delete(folder);
        }
        System.exit(0);
    }
}
