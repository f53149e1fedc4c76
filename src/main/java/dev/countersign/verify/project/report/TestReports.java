package dev.countersign.verify.project.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import tools.jackson.core.JacksonException;

/// What one run of a command reports of single tests: in files that it writes into the folder [#VARIABLE] names, in files of the usual
/// names in the tree, or else in its output. Made before the command runs: a file that lay there already and was not written again
/// says nothing. For one thread.
public final class TestReports {
    /// The environment variable with the folder for reports; in the command's arguments it is replaced.
    public static final String VARIABLE = "COUNTERSIGN_REPORTS";

    static final int MOST_CASES = 200_000;

    private static final long MOST_XML = 64L << 20;
    private static final long MOST_JSON = 24L << 20;
    private static final int MOST_FILES = 20_000;
    private static final int MOST_ENTRIES = 200_000;
    private static final int DEEPEST = 16;
    private static final Set<String> SKIPPED = Set.of(".git", "node_modules", ".venv", "venv", ".tox");
    private static final Pattern USUAL = Pattern.compile(
            "(?:.*/)?(?:TEST-[^/]*\\.xml|(?:[^/]*[-_.])?junit[^/]*\\.xml|[^/]*\\.trx|(?:test-results|test-reports)/(?:.*/)?[^/]*\\.xml)");
    private static final Pattern READABLE = Pattern.compile(".*\\.(?:xml|trx|json|tap)");

    private record Stamp(FileTime modified, long size, String key) {}

    /// @param cases      in the order in which they were reported; ids are unique
    /// @param unreadable reports that say nothing, each with the reason
    public record Found(List<TestCase> cases, List<String> unreadable) {
        public Found {
            cases = List.copyOf(cases);
            unreadable = List.copyOf(unreadable);
        }
    }

    private final Path root;
    private final Path folder;
    private final Map<Path, Stamp> before;
    private final List<LineReport> output = List.of(new GoJson(), new Libtest(), new NodeSpec(), new BazelTargets(), new Tap());

    /// @param root   where the command runs
    /// @param folder empty; the command is told to write reports there
    public TestReports(Path root, Path folder) throws IOException {
        this.root = root.toRealPath();
        this.folder = folder;
        this.before = usual();
    }

    /// Hears the next line of the output.
    public void line(String line) {
        output.forEach(report -> report.line(line));
    }

    /// A line of the output as people read it; empty where it is for machines only.
    public static Optional<String> text(String line) {
        return GoJson.isMute(line) ? Optional.empty() : Optional.of(GoJson.text(line));
    }

    /// What the run reported. Files go before the output, which mostly says the same again.
    public Found read() throws IOException {
        var cases = new ArrayList<TestCase>();
        var unreadable = new ArrayList<String>();
        for (Path file : written()) {
            read(file, cases, unreadable);
        }
        if (cases.isEmpty()) {
            output.stream().map(LineReport::cases).filter(found -> !found.isEmpty()).findFirst().ifPresent(cases::addAll);
        }
        return new Found(numbered(cases), unreadable);
    }

    private void read(Path file, List<TestCase> cases, List<String> unreadable) {
        String name = file.startsWith(folder) ? folder.relativize(file).toString() : root.relativize(file).toString();
        try {
            boolean json = name.endsWith(".json");
            long most = json ? MOST_JSON : MOST_XML;
            if (Files.size(file) > most) {
                unreadable.add(name + ": larger than " + (most >> 20) + " MB");
                return;
            }
            Optional<List<TestCase>> found = json ? JsonReport.read(Files.readAllBytes(file), root)
                    : name.endsWith(".tap") ? tap(file) : XmlReport.read(file);
            found.ifPresent(list -> cases.addAll(list.subList(0, Math.min(list.size(), MOST_CASES - cases.size()))));
        } catch (IOException | XMLStreamException | JacksonException e) {
            unreadable.add(name + ": " + TestCase.firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<List<TestCase>> tap(Path file) throws IOException {
        var tap = new Tap();
        try (var lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tap.line(line);
            }
        }
        return Optional.of(tap.cases());
    }

    /// Tests of one name are told apart by a number, in their order.
    private List<TestCase> numbered(List<TestCase> cases) {
        Map<String, Integer> seen = new HashMap<>();
        var unique = new LinkedHashMap<String, TestCase>();
        for (TestCase reported : cases) {
            // Node names a file of tests by its whole path, which is another in the next copy of the tree.
            TestCase each = reported.id().contains(root + "/") ? reported.named(reported.id().replace(root + "/", "")) : reported;
            int number = seen.merge(each.id(), 1, Integer::sum);
            TestCase named = number == 1 ? each : each.named(each.id() + " (" + number + ")");
            unique.put(named.id(), named);
        }
        return List.copyOf(unique.values());
    }

    private List<Path> written() throws IOException {
        var files = new ArrayList<Path>();
        walk(folder, (file, _) -> {
            if (READABLE.matcher(file.getFileName().toString()).matches()) {
                files.add(file);
            }
        });
        usual().forEach((file, stamp) -> {
            if (!stamp.equals(before.get(file))) {
                files.add(file);
            }
        });
        files.sort(null);
        return files.subList(0, Math.min(files.size(), MOST_FILES));
    }

    private Map<Path, Stamp> usual() throws IOException {
        var found = new TreeMap<Path, Stamp>();
        walk(root, (file, attributes) -> {
            if (USUAL.matcher(root.relativize(file).toString().replace('\\', '/')).matches()) {
                found.put(file, new Stamp(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
            }
        });
        return found;
    }

    private interface Visit {
        void file(Path file, BasicFileAttributes attributes);
    }

    private static void walk(Path from, Visit visit) throws IOException {
        int[] seen = {0};
        Files.walkFileTree(from, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(String.valueOf(folder.getFileName())) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    visit.file(file, attributes);
                }
                return ++seen[0] >= MOST_ENTRIES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
