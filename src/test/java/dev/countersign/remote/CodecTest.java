package dev.countersign.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.CodeAnchor;
import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.run.Decision;
import dev.countersign.run.ReviewComment;
import dev.countersign.run.RunDriver;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Example;

class CodecTest {
    private final Codec codec = new Codec();

    record All(boolean yes, int number, long large, double real, String text, byte[] bytes, Optional<String> maybe, OptionalLong perhaps,
               List<Optional<Integer>> list, Map<String, List<Long>> map, Duration took, Tree tree, Object any) {}

    sealed interface Tree {
        record Leaf(String name) implements Tree {}

        record Fork(List<Tree> below) implements Tree {}
    }

    private Object there(Type type, Object value) throws IOException {
        var out = new Out();
        codec.write(out, type, value);
        var in = new In(out.toBytes());
        Object back = codec.read(in, type);
        assertThat(in.isAtEnd()).isTrue();
        return back;
    }

    @Property(tries = 200)
    void valuesComeBackAsTheyWere(@ForAll String text, @ForAll long number, @ForAll byte[] bytes, @ForAll List<Integer> numbers)
            throws IOException {
        Tree tree = new Tree.Fork(List.of(new Tree.Leaf(text), new Tree.Fork(List.of())));
        var all = new All(number > 0, (int) number, number, number / 3.0, text, bytes, Optional.of(text).filter(t -> number > 0),
                OptionalLong.of(number), numbers.stream().map(Optional::of).toList(), Map.of(text, List.of(number)),
                Duration.ofNanos(number), tree, List.of(text, number, 1.5, true));
        var back = (All) there(All.class, all);
        assertThat(back).usingRecursiveComparison().isEqualTo(all);
        assertThat(back.tree()).isEqualTo(tree);
    }

    @Example
    void halvesOfCharactersStay() throws IOException {
        assertThat(there(String.class, "a\ud800b\u0000")).isEqualTo("a\ud800b\u0000");
    }

    @Example
    void decisionsTravel() throws IOException {
        for (Decision decision : List.of(new Decision.Reject("no"), new Decision.Revise("more"), new Decision.Revise("", List.of(
                new ReviewComment("c", WorkspacePath.of("a"), CodeAnchor.of(CodeAnchor.Side.AFTER, List.of("x"), new LineRange(0, 1)), "why",
                        ReviewComment.Author.person("Ada"), Instant.parse("2026-11-21T09:00:00.123Z"), false))), new Decision.Approve(new Selection(Map.of(
                WorkspacePath.of("a"), new Selection.FileSelection.Hunks(new TreeSet<>(List.of(1, 3))),
                WorkspacePath.of("b"), new Selection.FileSelection.Edited("text"))), "note", true))) {
            assertThat(there(Decision.class, decision)).isEqualTo(decision);
        }
    }

    @Example
    void everythingThatThePortsOfferCanTravel() {
        assertThat(new Ports(codec).fingerprint(Ledger.class)).hasSize(32);
        assertThat(new Ports(codec).fingerprint(RunDriver.class)).hasSize(32);
        assertThat(new Ports(new Codec()).fingerprint(Ledger.class)).isEqualTo(new Ports(new Codec()).fingerprint(Ledger.class));
    }

    interface Odd {
        Thread thread();
    }

    @Example
    void whatCannotTravelIsNamed() {
        assertThatThrownBy(() -> new Ports(codec).fingerprint(Odd.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Odd.thread").hasMessageContaining("java.lang.Thread");
    }

    /// Whatever comes in, it is a value, or refused; never anything else.
    @Property(tries = 2000)
    void anyBytesAreAValueOrRefused(@ForAll byte[] bytes) {
        for (Type type : List.of(All.class, Decision.class, Tree.class, Sha256.class, WorkspacePath.class)) {
            try {
                codec.read(new In(bytes), type);
            } catch (IOException | RuntimeException e) {
                assertThat(e).isNotInstanceOf(ClassCastException.class);
            }
        }
    }

    @Example
    void problemsArriveAsTheyWere() throws IOException {
        var problem = new Problem("LEDGER-006", "It could not.", "All.", "Try.", "details", Exit.LEDGER);
        for (Exception thrown : List.of(new UserException(problem), new EnvironmentException(problem))) {
            Exception back = there(thrown);
            assertThat(back).hasSameClassAs(thrown);
            assertThat(((ProblemException) back).problem()).isEqualTo(problem);
        }
        var missing = new MissingContentException(Sha256.of(new byte[] {1}), "is not in the pack");
        assertThat(there(missing)).isInstanceOfSatisfying(MissingContentException.class, e -> {
            assertThat(e.content()).isEqualTo(missing.content());
            assertThat(e).hasMessage(missing.getMessage());
        });
        assertThat(there(new Progress.CancelledException())).isInstanceOf(Progress.CancelledException.class);
        for (Exception thrown : Arrays.asList(new IllegalArgumentException("a"), new IllegalStateException("b"), new IOException("c"),
                new java.nio.file.NoSuchFileException("d"), new UnsupportedOperationException("e"))) {
            assertThat(there(thrown)).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
        }
    }

    private static Exception there(Exception thrown) throws IOException {
        var out = new Out();
        Faults.write(out, thrown);
        return Faults.read(new In(out.toBytes()));
    }
}
