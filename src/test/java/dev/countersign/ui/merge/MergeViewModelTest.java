package dev.countersign.ui.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.changeset.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeViewModelTest {
    private static final MergeWords WORDS = new MergeWords("now", "before", "after", "changed outside");

    private final List<Map<Integer, Resolution>> heard = new ArrayList<>();

    @Test
    void eachConflictIsSettledAndTheNextOpenOneComesInFront() {
        MergeViewModel model = model("1\nx\nx\n2\nx\nx\n3\n", "1o\nx\nx\n2o\nx\nx\n3o\n", "1t\nx\nx\n2t\nx\nx\n3t\n");

        model.step(1);
        model.resolve(new Resolution.Theirs());
        assertThat(model.currentProperty().get()).isEqualTo(2);
        model.resolve(new Resolution.Ours());
        assertThat(model.currentProperty().get()).isZero();
        assertThat(model.isSettled()).isFalse();
        model.resolve(new Resolution.Own("mine\n"));

        assertThat(model.isSettled()).isTrue();
        assertThat(heard.getLast()).isEqualTo(Map.of(0, new Resolution.Own("mine\n"), 1, new Resolution.Theirs(), 2, new Resolution.Ours()));
        assertThat(model.rows()).contains(new MergeRow.Result(0, "mine"), new MergeRow.Result(1, "2t"), new MergeRow.Result(2, "3o"));
    }

    @Test
    void aSettledConflictCanBeOpenedAgain() {
        MergeViewModel model = model("1\n", "o\n", "t\nu\n");

        model.resolve(new Resolution.Base());
        assertThat(model.draft()).isEqualTo("1\n");
        model.reopen();

        assertThat(heard).containsExactly(Map.of(0, new Resolution.Base()), Map.of());
        assertThat(model.resolvedProperty().get()).isZero();
        assertThat(model.draft()).isEqualTo("o\nt\nu\n");
        assertThat(model.rows().stream().filter(MergeRow.Pair.class::isInstance)).containsExactly(
                new MergeRow.Pair(0, java.util.Optional.of("o"), 1, java.util.Optional.of("t"), 1),
                new MergeRow.Pair(0, java.util.Optional.empty(), 2, java.util.Optional.of("u"), 2));
    }

    @Test
    void whatNobodyChangedIsFoldedAndWhatOneSideChangedIsSeen() {
        String same = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        MergeViewModel model = model(same + "1\n" + same + "x\n", same + "o\n" + same + "x\n", same + "t\n" + same + "y\n");

        assertThat(model.rows().getFirst()).isEqualTo(new MergeRow.Fold(7));
        assertThat(model.rows()).contains(new MergeRow.Fold(4), new MergeRow.Line("y", Merge.Origin.THEIRS));
    }

    @Test
    void theBaseIsShownWhenAskedFor() {
        MergeViewModel model = model("1\n", "o\n", "t\n");

        assertThat(model.rows()).noneMatch(MergeRow.Base.class::isInstance);
        model.baseProperty().set(true);
        assertThat(model.rows()).contains(new MergeRow.Base(0, "1"));
    }

    private MergeViewModel model(String base, String ours, String theirs) {
        return new MergeViewModel(Merge.of(text(base), text(ours), text(theirs)).orElseThrow(), WORDS, Map.of(), heard::add);
    }

    private static TextFile text(String text) {
        return TextFile.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
