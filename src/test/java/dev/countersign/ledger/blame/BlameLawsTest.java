package dev.countersign.ledger.blame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.TextFile;
import dev.countersign.ledger.Drafts;
import dev.countersign.run.fake.MemoryLedger;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Blame goes back from the newest version and stops where every line has its origin; this goes forward from the oldest and keeps
/// every line of every version. Both must say the same.
class BlameLawsTest {
    private static final OptionalLong NO = OptionalLong.empty();

    /// A version of the file with the origin of each line.
    private record Version(String text, List<Origin> origins) {
        static Version all(String text, Origin origin) {
            return new Version(text, Collections.nCopies(lines(text).lines().size(), origin));
        }
    }

    private record Step(Optional<Version> before, Optional<Version> after) {}

    private static TextFile lines(String text) {
        return TextFile.read(Drafts.bytes(text)).orElseThrow();
    }

    /// The next version: lines that stay keep their origin, the others are `added`.
    private static List<Origin> carried(Optional<Version> before, String after, Origin added) {
        var origins = new ArrayList<>(Version.all(after, added).origins());
        if (before.isEmpty()) {
            return origins;
        }
        var hunks = new Differ().diff(lines(before.get().text()), lines(after), Differ.Options.EXACT).hunks();
        int shift = 0;
        int next = 0;
        for (int line = 0; line < origins.size(); line++) {
            for (; next < hunks.size() && hunks.get(next).afterEnd() <= line; next++) {
                Hunk passed = hunks.get(next);
                shift = passed.beforeEnd() - passed.afterEnd();
            }
            boolean inside = next < hunks.size() && line >= hunks.get(next).afterStart();
            if (!inside) {
                origins.set(line, before.get().origins().get(line + shift));
            }
        }
        return origins;
    }

    @Property(tries = 300)
    void blameEqualsANaiveReplay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int length) throws IOException {
        var random = new Random(seed);
        var ledger = new MemoryLedger(InstantSource.system());
        var past = new Past(ledger);
        var steps = new ArrayList<Step>();
        Optional<Version> live = random.nextBoolean() ? Optional.empty()
                : Optional.of(Version.all(mutate(random, ""), new Origin.Older(NO)));
        while (steps.size() < length) {
            long seq = steps.size();
            if (live.isPresent() && random.nextInt(4) == 0) {
                String changed = mutate(random, live.get().text());
                if (!steps.isEmpty()) {
                    // Of several edits outside, the ledger sees only what all of them came to.
                    live = Optional.of(new Version(changed,
                            carried(steps.getLast().after(), changed, new Origin.Outside(OptionalLong.of(seq), NO))));
                } else {
                    live = Optional.of(Version.all(changed, new Origin.Older(NO)));
                }
            }
            Optional<Version> target;
            OptionalLong to = NO;
            if (!steps.isEmpty() && random.nextInt(3) == 0) {
                int n = random.nextInt(steps.size());
                to = OptionalLong.of(n);
                boolean undo = n == steps.size() - 1 && random.nextBoolean();
                target = undo ? steps.get(n).before() : n + 1 < steps.size() ? steps.get(n + 1).before() : steps.get(n).after();
                Optional<Version> found = live;
                target = target.map(back -> new Version(back.text(), restored(found, back, seq)));
            } else {
                String changed = mutate(random, live.map(Version::text).orElse(""));
                target = Optional.of(new Version(changed, carried(live, changed, new Origin.Recorded(seq, false, NO))));
            }
            if (target.map(Version::text).equals(live.map(Version::text))) {
                continue;
            }
            var change = new Past.Change("f", live.map(Version::text), target.map(Version::text));
            if (to.isPresent()) {
                past.rollback(to.getAsLong(), change);
            } else {
                past.commit(change);
            }
            steps.add(new Step(live, target));
            live = target;
        }
        var blame = new Blame(ledger);
        for (int seq = 0; seq < steps.size(); seq++) {
            Optional<Version> after = steps.get(seq).after();
            if (after.isPresent()) {
                Annotation found = blame.at(Drafts.path("f"), seq, Progress.NONE);
                assertThat(found.lines().stream().map(Annotation.Line::text).toList()).isEqualTo(lines(after.get().text()).lines());
                assertThat(found.lines().stream().map(Annotation.Line::origin).toList()).as("after entry " + seq)
                        .isEqualTo(after.get().origins());
            }
        }
    }

    private static List<Origin> restored(Optional<Version> found, Version back, long by) {
        Origin gone = new Origin.Older(OptionalLong.of(-1));
        List<Origin> kept = carried(found, back.text(), gone);
        var origins = new ArrayList<Origin>();
        for (int i = 0; i < kept.size(); i++) {
            Origin own = back.origins().get(i);
            OptionalLong seq = kept.get(i) == gone ? OptionalLong.of(by) : own.restoredBy();
            origins.add(switch (own) {
                case Origin.Recorded r -> new Origin.Recorded(r.seq(), r.reviewer(), seq);
                case Origin.Older _ -> new Origin.Older(seq);
                case Origin.Outside o -> new Origin.Outside(o.before(), seq);
            });
        }
        return origins;
    }

    /// A few lines put in, taken out and changed. Few different lines, so that many stand more than once.
    private static String mutate(Random random, String text) {
        var lines = new ArrayList<>(lines(text).lines());
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            int at = random.nextInt(lines.size() + 1);
            if (at < lines.size() && random.nextInt(3) == 0) {
                lines.remove(at);
            } else {
                lines.add(at, "line " + random.nextInt(9));
            }
        }
        return lines.isEmpty() ? "line\n" : String.join("\n", lines) + "\n";
    }
}
