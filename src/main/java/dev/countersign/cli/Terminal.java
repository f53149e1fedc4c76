package dev.countersign.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where commands write and read. Results go to `out`, progress and problems to `err`.
///
/// @param interactive a person sits at both ends: questions may be asked
/// @param colour      escape codes are welcome on `out`
public record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {

    /// Colours by meaning; never the only sign of it.
    enum Tone {
        GOOD("32"), BAD("31"), WARN("33"), QUIET("2"), STRONG("1"), ACCENT("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    String tint(Tone tone, String text) {
        return colour ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void note(String line) {
        err.println(line);
        err.flush();
    }

    /// Asks; empty at the end of input.
    Optional<String> ask(String question) {
        out.print(question);
        out.flush();
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Rows with columns padded to the widest cell; the last column is left as it is.
    void table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(c -> rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0)).toArray();
        for (List<String> row : rows) {
            say(IntStream.range(0, columns)
                    .mapToObj(c -> c == columns - 1 ? row.get(c) : row.get(c) + " ".repeat(widths[c] - row.get(c).length()))
                    .collect(Collectors.joining("  ")).stripTrailing());
        }
    }
}
