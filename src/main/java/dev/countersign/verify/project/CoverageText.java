package dev.countersign.verify.project;

import dev.countersign.workspace.WorkspacePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Coverage as lines of text: lcov's tracefile (`SF:` names a file, `DA:line,count` follow) and Go's cover profile
/// (`file:line.column,line.column statements count` after a `mode:` line).
final class CoverageText {
    private static final Pattern BLOCK = Pattern.compile("(.+):(\\d+)\\.\\d+,(\\d+)\\.\\d+ \\d+ (\\d+)");

    /// A block of Go that is longer is taken for damage.
    private static final int LONGEST = 100_000;

    private CoverageText() {}

    static void read(Path report, CoverageLines into) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(report)) {
            Optional<WorkspacePath> file = Optional.empty();
            boolean go = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("mode: ")) {
                    go = true;
                } else if (go) {
                    block(line, into);
                } else if (line.startsWith("SF:")) {
                    file = into.file(line.substring(3).strip());
                } else if (line.startsWith("DA:") && file.isPresent()) {
                    String[] parts = line.substring(3).split(",");
                    into.line(file.get(), Integer.parseInt(parts[0].strip()), Long.parseLong(parts[1].strip()) > 0);
                } else if (line.equals("end_of_record")) {
                    file = Optional.empty();
                }
            }
        }
    }

    private static void block(String line, CoverageLines into) {
        Matcher block = BLOCK.matcher(line);
        if (block.matches()) {
            into.file(block.group(1)).ifPresent(path -> {
                int from = Integer.parseInt(block.group(2));
                int to = Math.min(Integer.parseInt(block.group(3)), from + LONGEST);
                for (int at = from; at <= to; at++) {
                    into.line(path, at, Long.parseLong(block.group(4)) > 0);
                }
            });
        }
    }
}
