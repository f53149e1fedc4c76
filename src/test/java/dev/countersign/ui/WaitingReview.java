package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.fault.Exit;
import dev.countersign.plan.NodeId;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.shell.Route;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javax.imageio.ImageIO;
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
        Patches past = revisingAgent(home, REWORDING);
        Patches.Said said = past.say("", "run", "-a", "rewording", "--check", "true", "Word it anew");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.HUMAN.status());
        return past;
    }

    private static Patches revisingAgent(Path home, String script) throws IOException {
        Patches past = Patches.in(home, Map.of(PLAN, 40, OTHER, 5));
        Path agent = Files.writeString(home.resolve("rewording"), script);
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        Path config = Files.createDirectories(home.resolve("countersign/config"));
        Files.writeString(config.resolve("agents.toml"), "[[agent]]\nname = \"rewording\"\ncommand = \"" + agent + "\"\nargs = [\"{prompt}\"]\n");
        return past;
    }

    /// Two tasks of one plan: the first is committed, the second waits and words another line anew when it is told to.
    static Patches second(Path home) throws IOException {
        Patches past = revisingAgent(home, """
                #!/bin/sh
                case "$1" in
                *outline*) sed -i -E 's/^.* line 5$/new line 5/' notes/plan.txt ;;
                *shorter*) sed -i -E -e 's/^.* line 3$/new line 3/' -e 's/^.* line 4$/short line 4/' other.txt ;;
                *) sed -i -E 's/^.* line 3$/new line 3/' other.txt ;;
                esac
                """);
        Path plan = Files.writeString(home.resolve("two.toml"), """
                [[node]]
                id = "first"
                goal = "Word the outline anew"
                owns = ["notes/**"]

                [[node]]
                id = "second"
                goal = "Word the rest anew"
                owns = ["other.txt"]
                after = ["first"]
                """);
        Patches.Said said = past.say("", "run", "-a", "rewording", "--check", "true", "--plan", plan.toString(), "Word it anew");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.HUMAN.status());
        said = past.say("a\n", "review");
        assertThat(said.out() + said.err()).contains("second");
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

    /// A revision with a picture, a table, a tree of values, a method that moved to another file, and indentation.
    static Patches various(Path home) throws IOException {
        Patches past = Patches.in(home, Map.of(OTHER, 5));
        String method = "    long total(List<Line> lines) {\n        long sum = 0;\n        for (Line line : lines) {\n            sum += line.price() * line.count();\n"
                + "        }\n        return sum;\n    }\n";
        try (Git git = Git.init().setDirectory(past.project().toFile()).setInitialBranch("main").call()) {
            write(past.project(), badge(40, 0x2f6fde), "id,rate\n1,19\n2,7\n", "{\n  \"rate\": 19,\n  \"host\": \"a\"\n}\n", "final class Bill {\n" + method + "}\n",
                    "final class Totals {\n}\n", "\tfirst = 1\n\tsecond = 2\n");
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setSign(false).call();
            git.checkout().setCreateBranch(true).setName("topic").call();
            write(past.project(), badge(60, 0x1a7f37), "id,rate\n1,20\n2,7\n", "{\n  \"rate\": 20,\n  \"host\": \"a\"\n}\n", "final class Bill {\n}\n",
                    "final class Totals {\n" + method + "}\n", "    first = 1\n    second = 2\n");
            git.add().addFilepattern(".").call();
            git.commit().setMessage("second").setSign(false).call();
            git.checkout().setName("main").call();
        } catch (GitAPIException e) {
            throw new IOException(e);
        }
        Patches.Said said = past.say("", "run", "-a", "patch", "--base", "main..topic", "--check", "true", "See all of it");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.HUMAN.status());
        return past;
    }

    private static void write(Path project, byte[] badge, String rates, String config, String bill, String totals, String spaces) throws IOException {
        Files.write(project.resolve("badge.png"), badge);
        Files.writeString(project.resolve("rates.csv"), rates);
        Files.writeString(project.resolve("config.json"), config);
        Files.writeString(project.resolve("Bill.java"), bill);
        Files.writeString(project.resolve("Totals.java"), totals);
        Files.writeString(project.resolve("spaces.txt"), spaces);
    }

    private static byte[] badge(int width, int rgb) throws IOException {
        var image = new BufferedImage(width, 30, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            image.setRGB(x, 15, rgb);
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
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

    /// Turns to a node of the run in front.
    static void select(Hand hand, String node) {
        Screen.run(() -> hand.app().shell().run(hand.app().shell().model().runs().getFirst().id()).orElseThrow().selectedProperty()
                .set(Optional.of(new NodeId(node))));
    }

    /// Opens the review, and puts the summary away that lies over it.
    static void review(Hand hand) {
        look(hand);
        hand.await("keys go to the diff", () -> hand.scene().getFocusOwner() != null
                && hand.scene().getFocusOwner().getStyleClass().contains("diff-canvas"));
    }

    /// The same where the first file has no lines.
    static void look(Hand hand) {
        hand.press(".evidence .review-button");
        hand.await("all files read", () -> hand.all(".review #progress", Labeled.class, l -> l.getText().endsWith("decided")).size() == 1);
        hand.press("#summary-close");
    }

    static String progress(Hand hand) {
        return hand.find("#progress", Labeled.class).getText();
    }
}
