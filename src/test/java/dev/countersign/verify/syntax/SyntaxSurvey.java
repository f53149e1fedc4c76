package dev.countersign.verify.syntax;

import dev.countersign.plan.Contract;
import dev.countersign.verify.FileChecks;
import dev.countersign.verify.Readings;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the parsers say of real packages: `SyntaxSurvey MOST FOLDER…` looks at up to MOST files of each language below the folders.
/// For each language: files with errors as they are; files with new errors after a sound edit (an empty line put in front, one at
/// the end), which should be none; files whose closing line (`}`, `)`, `]`, `end`, `fi`, `done`, `</…>` alone on the line) was taken
/// away, and how many of these faults were found.
final class SyntaxSurvey {
    private static final Pattern CLOSING = Pattern.compile("(?m)^[ \\t]*([})\\]]+[;,]?|end|fi|done|</\\w+>)[ \\t]*\\r?$");

    private SyntaxSurvey() {}

    private static final class Row {
        private int files;
        private long bytes;
        private long nanos;
        private int errors;
        private int sound;
        private int planted;
        private int found;
        private final List<String> wrong = new ArrayList<>();
    }

    public static void main(String[] args) throws IOException {
        int most = Integer.parseInt(args[0]);
        Map<String, Row> rows = new TreeMap<>();
        Path scratch = Files.createTempDirectory("survey");
        var sensor = new SyntaxSensor(new Readings(10), Pythons.here(scratch));
        for (String folder : List.of(args).subList(1, args.length)) {
            Map<String, List<Path>> byKind = new TreeMap<>();
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(Files::isRegularFile).sorted().forEach(f -> {
                    String name = f.getFileName().toString();
                    byKind.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), _ -> new ArrayList<>()).add(f);
                });
            }
            for (Map.Entry<String, List<Path>> kind : byKind.entrySet()) {
                // Evenly over the packages, not the first of them alone.
                int step = Math.max(1, kind.getValue().size() / most);
                for (int i = 0; i < kind.getValue().size(); i += step) {
                    look(sensor, Path.of(folder), kind.getValue().get(i), rows);
                }
            }
        }
        System.out.printf(Locale.ROOT, "%-20s %7s %8s %9s %8s %8s %9s%n", "", "files", "MB", "ms/file", "errors", "new", "found");
        rows.forEach((name, row) -> System.out.printf(Locale.ROOT, "%-20s %7d %8.1f %9.2f %8d %8d %4d/%d %s%n", name, row.files, row.bytes / 1e6,
                row.nanos / 1e6 / row.files, row.errors, row.sound, row.found, row.planted, row.wrong));
        Files.deleteIfExists(scratch);
    }

    private static void look(SyntaxSensor sensor, Path root, Path file, Map<String, Row> rows) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (content.length > FileChecks.LARGEST || content.length == 0) {
            return;
        }
        String name = file.getFileName().toString();
        long begun = System.nanoTime();
        SensorResult asItIs = check(sensor, new Trees().before(name, "").after(name, content));
        long took = System.nanoTime() - begun;
        if (asItIs.state() instanceof State.NotChecked) {
            return;
        }
        Row row = rows.computeIfAbsent(asItIs.sensor(), _ -> new Row());
        row.files++;
        row.bytes += content.length;
        row.nanos += took;
        boolean faulty = asItIs.state() instanceof State.Failed;
        if (faulty) {
            row.errors++;
            if (row.wrong.size() < 4) {
                row.wrong.add(root.relativize(file) + ":" + asItIs.residuals().getFirst().line() + " " + asItIs.residuals().getFirst().message());
            }
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.startsWith("\ufeff") && !text.startsWith("<?xml") && !text.startsWith("#!")) {
            if (check(sensor, new Trees().before(name, content).after(name, "\n" + text + "\n")).state() instanceof State.Failed failed) {
                row.sound++;
                if (row.wrong.size() < 6) {
                    row.wrong.add("NEW " + root.relativize(file) + ":" + failed.residuals().getFirst().line() + " " + failed.residuals().getFirst().message());
                }
            }
        }
        var closing = CLOSING.matcher(text);
        int last = -1;
        while (closing.find()) {
            last = closing.start();
        }
        if (!faulty && last >= 0) {
            row.planted++;
            int end = text.indexOf('\n', last);
            String cut = text.substring(0, last) + (end < 0 ? "" : text.substring(end + 1));
            if (check(sensor, new Trees().before(name, content).after(name, cut)).state() instanceof State.Failed) {
                row.found++;
            }
        }
    }

    private static SensorResult check(SyntaxSensor sensor, Trees trees) throws IOException {
        return sensor.check(trees.request(Contract.OPEN), Progress.NONE).getFirst();
    }
}
