package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.fault.Exit;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.shell.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Labeled;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/// A workspace with one task that waits for review, made by the real program: three hunks in one file, one in another, and one
/// that breaks a JSON file.
final class WaitingReview {
    static final String PLAN = "notes/plan.txt";
    static final String OTHER = "other.txt";
    static final String DATA = "data.json";
    private static final String BROKEN = """
            diff --git a/data.json b/data.json
            --- a/data.json
            +++ b/data.json
            @@ -2 +2 @@
            -  "rate": 19
            +  "rate": 19,,
            """;

    private static final String REWORDING = """
            #!/bin/sh
            sed -i -E 's/^.* line (5|20|35)$/new line \\1/' notes/plan.txt
            sed -i -E 's/^.* line 3$/new line 3/' other.txt
            """;

    private WaitingReview() {}

    /// @param broken whether the JSON file is broken, so that a check fails
    static Patches make(Path home, boolean broken) throws IOException {
        Patches past = Patches.in(home, Map.of(PLAN, 40, OTHER, 5));
        Files.writeString(past.project().resolve(DATA), "{\n  \"rate\": 19\n}\n");
        try (Git git = Git.init().setDirectory(past.project().toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setSign(false).call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
        Files.writeString(past.project().resolve("loose.txt"), "not committed\n");
        Path patch = Files.writeString(home.resolve("waiting.patch"), file(PLAN, 5, 20, 35) + file(OTHER, 3) + (broken ? BROKEN : ""));
        Patches.Said said = past.say("", "run", "-a", "patch", "--base", patch.toString(), "--check", "true", "Word it anew");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo((broken ? Exit.VERIFICATION : Exit.HUMAN).status());
        return past;
    }

    /// The same without the JSON file, by an agent that can be told to do it again: a program of its own.
    static Patches revisable(Path home) throws IOException {
        Patches past = Patches.in(home, Map.of(PLAN, 40, OTHER, 5));
        Path agent = Files.writeString(home.resolve("rewording"), REWORDING);
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        Path config = Files.createDirectories(home.resolve("countersign/config"));
        Files.writeString(config.resolve("agents.toml"), "[[agent]]\nname = \"rewording\"\ncommand = \"" + agent + "\"\nargs = [\"{prompt}\"]\n");
        Patches.Said said = past.say("", "run", "-a", "rewording", "--check", "true", "Word it anew");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.HUMAN.status());
        return past;
    }

    /// The same with a rule of the user's that asks about a line, and a reviewer's words about another.
    static Patches judged(Path home) throws IOException {
        Path rules = Files.createDirectories(home.resolve("countersign/config/policies"));
        Files.writeString(rules.resolve("wording.star"), """
                def check_file_write(path, content):
                    if path == "other.txt" and "new line 3" in content:
                        return ask("The third line is worded anew.", rule = "wording", path = path, line = 3)
                    return allow()
                """);
        Patches past = make(home, true);
        Path words = Files.writeString(home.resolve("verdict.json"), """
                {"verdict": "conditional", "findings": [{"path": "notes/plan.txt", "line": 20, "severity": "warning", "message": "Say it shorter."}]}
                """);
        Patches.Said said = past.say("", "review", "--verdict", words.toString(), "--reviewer", "second");
        assertThat(said.status()).as(said.out() + said.err()).isZero();
        return past;
    }

    private static String file(String path, int... lines) {
        var patch = new StringBuilder("diff --git a/" + path + " b/" + path + "\n--- a/" + path + "\n+++ b/" + path + "\n");
        for (int line : lines) {
            patch.append("@@ -").append(line).append(" +").append(line).append(" @@\n-").append(path).append(" line ").append(line)
                    .append("\n+new line ").append(line).append('\n');
        }
        return patch.toString();
    }

    /// Opens the window on it and the review in it.
    static Hand open(Path home, Patches past) {
        Hand hand = run(home, past);
        review(hand);
        return hand;
    }

    /// Opens the window on it, with its run in front.
    static Hand run(Path home, Patches past) {
        var hand = new Hand(Composition.in(home), Optional.of(past.project()), _ -> DemoShell.NO_ONE);
        hand.await("the run", () -> !hand.app().shell().model().runs().isEmpty());
        Screen.run(() -> hand.app().shell().model().go(new Route.OfRun(hand.app().shell().model().runs().getFirst().id())));
        return hand;
    }

    /// Opens the review, and puts the summary away that lies over it.
    static void review(Hand hand) {
        hand.press(".evidence .review-button");
        hand.await("all files read", () -> hand.all(".review #progress", Labeled.class, l -> l.getText().endsWith("decided")).size() == 1);
        hand.press("#summary-close");
        hand.await("keys go to the diff", () -> hand.scene().getFocusOwner() != null
                && hand.scene().getFocusOwner().getStyleClass().contains("diff-canvas"));
    }

    static String progress(Hand hand) {
        return hand.find("#progress", Labeled.class).getText();
    }
}
