package dev.countersign.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.Scripts;
import dev.countersign.run.Scripts.Last;
import dev.countersign.run.Scripts.Listed;
import dev.countersign.run.Scripts.Standing;
import dev.countersign.script.Script;
import dev.countersign.script.ScriptFolder;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptsViewModelTest {
    private final Source source = new Source();
    private final ScriptsViewModel model = new ScriptsViewModel(source, Background.sameThread(), ZoneOffset.UTC);

    private static final class Source implements ScriptsSource {
        private final List<String> done = new ArrayList<>();
        private List<Listed> listed = new ArrayList<>();
        private Optional<UserException> refuses = Optional.empty();

        @Override
        public List<Listed> list() {
            return listed;
        }

        @Override
        public Scripts.Difference difference(String name) {
            return new Scripts.Difference(Changeset.NONE, new MemoryStore());
        }

        @Override
        public void approve(String name, Sha256 hash) {
            if (refuses.isPresent()) {
                throw refuses.get();
            }
            done.add("approve " + name + " " + hash.hex());
        }

        @Override
        public void revoke(String name) {
            done.add("revoke " + name);
        }
    }

    private static Script script(String word) {
        return ScriptFolder.of("word", ("script(description = 'x')\ndef run():\n    return '" + word + "'\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Listed listed(Standing standing, Optional<Script> script, boolean approved) {
        return new Listed("word", standing, script, Optional.empty(), standing == Standing.PENDING ? Optional.empty()
                : Optional.of(new Last(approved, script("one").hash(), "ann", Instant.parse("2026-11-22T08:00:00Z"), 4)));
    }

    @Test
    void whatIsApprovedIsWhatWasShown() {
        source.listed = List.of(listed(Standing.PENDING, Optional.of(script("one")), false));
        model.load();
        source.listed = List.of(listed(Standing.PENDING, Optional.of(script("two")), false));

        model.approve();

        assertThat(source.done).containsExactly("approve word " + script("one").hash().hex());
        assertThat(model.inFrontProperty().get().orElseThrow().row().offered().orElseThrow()).isEqualTo(script("two"));
    }

    @Test
    void standingsAreSaidAndAllowWhatTheyMay() {
        source.listed = List.of(listed(Standing.APPROVED, Optional.of(script("one")), true));
        model.load();
        ScriptsViewModel.Row approved = model.rows().getFirst();
        assertThat(approved.standing()).isEqualTo("Approved");
        assertThat(approved.decided()).startsWith("Approved " + script("one").hash().brief() + " by ann, ");
        assertThat(approved.offered()).isEmpty();
        model.approve();
        assertThat(source.done).isEmpty();
        model.revoke();
        assertThat(source.done).containsExactly("revoke word");

        source.listed = List.of(listed(Standing.REVOKED, Optional.of(script("one")), false));
        model.load();
        assertThat(model.rows().getFirst().canRevoke()).isFalse();
        model.revoke();
        assertThat(source.done).hasSize(1);

        source.listed = List.of(listed(Standing.GONE, Optional.empty(), true));
        model.load();
        assertThat(model.rows().getFirst().offered()).isEmpty();
        assertThat(model.rows().getFirst().canRevoke()).isTrue();

        source.listed = List.of();
        model.load();
        assertThat(model.inFrontProperty().get()).isEmpty();
    }

    @Test
    void aRefusalIsShownAndTheListReadAnew() {
        source.listed = List.of(listed(Standing.CHANGED, Optional.of(script("two")), true));
        model.load();
        source.refuses = Optional.of(new UserException(Problem.of("SCRIPT-003", Exit.CONFLICT, "It is another one.", "Nothing was approved.", "Look again.")));
        source.listed = List.of(listed(Standing.CHANGED, Optional.of(script("three")), true));

        model.approve();

        assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("SCRIPT-003");
        assertThat(model.inFrontProperty().get().orElseThrow().row().offered().orElseThrow()).isEqualTo(script("three"));
    }
}
