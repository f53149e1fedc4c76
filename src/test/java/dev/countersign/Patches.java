package dev.countersign;

import dev.countersign.cli.CommandLineApp;
import dev.countersign.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A workspace whose ledger grows by patches, through the real command line: each is run, checked and approved.
///
/// @param home    where the program keeps its files
/// @param project the workspace
public record Patches(Path home, Path project) {
    public record Said(int status, String out, String err) {}

    /// Lines of text files, by number from 1.
    public static Patches in(Path home, Map<String, Integer> files) throws IOException {
        Path project = Files.createDirectories(home.resolve("project"));
        for (var file : files.entrySet()) {
            var lines = new ArrayList<String>();
            for (int line = 1; line <= file.getValue(); line++) {
                lines.add(file.getKey() + " line " + line);
            }
            Files.createDirectories(project.resolve(file.getKey()).getParent());
            Files.write(project.resolve(file.getKey()), lines);
        }
        return new Patches(home, project);
    }

    /// Runs a command in the workspace. @param answers what a person types; empty where nobody sits there
    public Said say(String answers, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader(answers)), new PrintWriter(out), new PrintWriter(err),
                !answers.isEmpty(), false);
        int status = new CommandLineApp(Composition.in(home).context(project, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    /// An entry that gives lines of a file other texts.
    public void change(String task, String file, Map<Integer, String> lines) throws IOException {
        List<String> before = Files.readAllLines(project.resolve(file));
        var patch = new StringBuilder("diff --git a/" + file + " b/" + file + "\n--- a/" + file + "\n+++ b/" + file + "\n");
        new TreeMap<>(lines).forEach((number, text) -> patch.append("@@ -").append(number).append(" +").append(number).append(" @@\n-")
                .append(before.get(number - 1)).append("\n+").append(text).append('\n'));
        Path kept = Files.writeString(Files.createTempFile(home, "change", ".patch"), patch);
        Said said = say("", "run", "-a", "patch", "--base", kept.toString(), "--check", "true", "--yes", task);
        if (said.status() != 0) {
            throw new IllegalStateException(said.out() + said.err());
        }
    }

    public List<String> lines(String file) throws IOException {
        return Files.readAllLines(project.resolve(file));
    }
}
