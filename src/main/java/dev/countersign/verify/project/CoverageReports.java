package dev.countersign.verify.project;

import dev.countersign.changeset.Changeset;
import dev.countersign.verify.Coverage;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;

/// The coverage reports that checks leave in the stage: JaCoCo and Cobertura XML (coverage.py writes that too), lcov, and Go's
/// cover profile, by their usual names.
///
/// Made before the checks run, since an agent works in the same folder: a report that lay there already, and that no check wrote
/// again, says nothing.
final class CoverageReports {
    private static final Set<String> NAMES = Set.of("jacoco.xml", "jacocotestreport.xml", "coverage.xml", "cobertura.xml",
            "cobertura-coverage.xml", "lcov.info", "coverage.out", "cover.out", "coverage.txt");
    private static final Set<String> SKIPPED = Set.of(".git", "node_modules", ".venv", "venv", ".gradle", ".tox");
    private static final int MOST_ENTRIES = 100_000;
    private static final int DEEPEST = 8;
    private static final long MOST_BYTES = 64L << 20;

    private record Stamp(FileTime modified, Object file, Sha256 content) {}

    private final Path root;
    private final Changeset changeset;
    private final Map<Path, Stamp> before;

    CoverageReports(Path root, Changeset changeset) throws IOException {
        this.root = root;
        this.changeset = changeset;
        this.before = found();
    }

    /// What the reports say that were written since. A report that cannot be read is as none.
    Optional<Coverage> read() throws IOException {
        var lines = new CoverageLines(root, changeset);
        var reports = new ArrayList<String>();
        for (Map.Entry<Path, Stamp> report : found().entrySet()) {
            if (!report.getValue().equals(before.get(report.getKey())) && read(report.getKey(), lines)) {
                reports.add(root.relativize(report.getKey()).toString().replace('\\', '/'));
            }
        }
        return reports.isEmpty() ? Optional.empty() : Optional.of(new Coverage(reports, lines.files()));
    }

    private static boolean read(Path report, CoverageLines into) {
        var own = new CoverageLines(into);
        try {
            if (report.toString().endsWith(".xml")) {
                CoverageXml.read(report, own);
            } else {
                CoverageText.read(report, own);
            }
        } catch (IOException | XMLStreamException | RuntimeException e) {
            System.getLogger(CoverageReports.class.getName()).log(System.Logger.Level.INFO, "the coverage report " + report + " cannot be read", e);
            return false;
        }
        into.add(own);
        return own.isOfSomething();
    }

    private Map<Path, Stamp> found() throws IOException {
        var found = new TreeMap<Path, Stamp>();
        int[] seen = {0};
        Files.walkFileTree(root, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(String.valueOf(folder.getFileName())) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && attributes.size() <= MOST_BYTES
                        && NAMES.contains(file.getFileName().toString().toLowerCase(java.util.Locale.ROOT))) {
                    found.put(file, new Stamp(attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()), Sha256.of(Files.readAllBytes(file))));
                }
                return ++seen[0] >= MOST_ENTRIES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
