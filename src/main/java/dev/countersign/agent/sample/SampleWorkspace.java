package dev.countersign.agent.sample;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The sample project as it is shipped: its files, its plan, and the edits prepared for each node.
public final class SampleWorkspace {
    private static final String PLAN = "plan.toml";

    private SampleWorkspace() {}

    /// Writes the sample to `folder`, all of it or nothing. A folder that holds a sample already is left as it is, edits and all.
    ///
    /// @return `folder`
    /// @throws UserException `SAMPLE-001` where something else lies there
    public static Path unpack(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(PLAN)) && Files.isRegularFile(folder.resolve("build/Check.java"))) {
            return folder;
        }
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new UserException(Problem.of("SAMPLE-001", Exit.USAGE,
                    "The sample cannot be put into " + folder + ": there is something else.", "Nothing was written.",
                    "Name a new folder, or move what is there."));
        }
        Path parent = folder.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Path making = Files.createTempDirectory(parent, ".sample-");
        try {
            for (String name : files()) {
                Path file = making.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, resource("/sample/" + name).orElseThrow(() -> new IllegalStateException(name + " is not shipped")));
            }
            Files.deleteIfExists(folder);
            Files.move(making, folder);
        } catch (IOException e) {
            delete(making);
            throw e;
        }
        return folder;
    }

    /// The plan of an unpacked sample.
    public static Plan plan(Path folder) {
        return PlanFile.read(folder.resolve(PLAN), "Run the sample");
    }

    /// The edit prepared for a node and an attempt: the last one where there are fewer. Empty for a node that has none.
    static Optional<Edit> edit(String node, int attempt) throws IOException {
        for (int number = attempt; number > 0; number--) {
            Optional<byte[]> patch = resource("/sample-edits/" + node + "/" + number + ".patch");
            if (patch.isPresent()) {
                return Optional.of(new Edit(number, patch.get()));
            }
        }
        return Optional.empty();
    }

    /// @param number its place among the edits of its node, from 1
    record Edit(int number, byte[] patch) {}

    /// Folders inside a jar cannot be listed, so the files are.
    static List<String> files() throws IOException {
        byte[] list = resource("/sample-edits/files.txt").orElseThrow(() -> new IllegalStateException("the sample is not shipped"));
        return new String(list, StandardCharsets.UTF_8).lines().toList();
    }

    private static Optional<byte[]> resource(String name) throws IOException {
        try (InputStream in = SampleWorkspace.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
