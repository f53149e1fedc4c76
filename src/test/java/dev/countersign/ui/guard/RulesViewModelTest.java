package dev.countersign.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.run.PolicyReplay;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The screen of rules over real rules in real files.
class RulesViewModelTest {
    private static final String DENY = "def check_command(cmd):\n    if \"frobnicate\" in cmd:\n        return deny(\"No frobnicating.\")\n    return allow()\n";

    @TempDir
    Path folder;

    private final Set<Sha256> trusted = new HashSet<>();
    private Policy replayed = new BuiltInPolicy();
    private RulesViewModel model;

    @BeforeEach
    void begin() throws IOException {
        Path own = Files.createDirectories(folder.resolve("live/.countersign/policies"));
        Files.writeString(own.resolve("own.star"), "def check_file_write(path, content):\n    return allow()\n");
        Policy policy = new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("user")).within(new Policy.Project(folder.resolve("live"), trusted::contains));
        model = new RulesViewModel(new RulesSource() {
            @Override
            public Policy policy() {
                return policy;
            }

            @Override
            public Rulebook rulebook() {
                return policy.rulebook().orElseThrow();
            }

            @Override
            public PolicyReplay replay(Policy rules, Progress progress) {
                replayed = rules;
                return new PolicyReplay(List.of(), 0);
            }

            @Override
            public void trust(Sha256 digest, boolean yes) {
                if (yes) {
                    trusted.add(digest);
                } else {
                    trusted.remove(digest);
                }
            }
        }, Background.sameThread());
        model.load();
    }

    private RuleRow.File front() {
        return model.inFrontProperty().get().orElseThrow();
    }

    private List<String> files() {
        return model.rows().stream().filter(RuleRow.File.class::isInstance).map(row -> ((RuleRow.File) row).file().shown()).toList();
    }

    @Test
    void everyLayerIsListedTheStrictestLast() {
        assertThat(files()).startsWith(".countersign/policies/own.star").contains("built-in/commands.star", "built-in/network_test.star");
        assertThat(model.rows()).filteredOn(RuleRow.Fixed.class::isInstance).isNotEmpty();
        assertThat(front().isEditable()).isFalse();
    }

    @Test
    void whatIsTypedIsTriedBeforeItIsSavedAndRulesOnceItIs() {
        assertThat(model.create("mine")).isEmpty();
        assertThat(front().file().shown()).isEqualTo("user/mine.star");
        model.typed(DENY);
        assertThat(front().changed()).isTrue();
        assertThat(front().file().rules()).containsExactly("check_command");
        model.rule(RulesViewModel.Kind.COMMAND, "frobnicate --all");
        var ruled = (RulesViewModel.Outcome.Ruled) model.outcomeProperty().get().orElseThrow();
        assertThat(PolicyReplay.severity(ruled.rulings())).isZero();
        assertThat(ruled.rulings().getFirst()).extracting("reason").isEqualTo("No frobnicating.");
        assertThat(folder.resolve("user")).doesNotExist();
        model.save();
        assertThat(folder.resolve("user/mine.star")).hasContent(DENY);
        assertThat(front().changed()).isFalse();
        assertThat(model.hasDrafts()).isFalse();
    }

    @Test
    void aFaultIsShownAtItsLineAndIsNotSaved() {
        model.create("mine");
        model.typed(DENY);
        model.save();
        model.typed("def check_command(cmd):\n    return deny(\n");
        assertThat(front().file().faults()).isNotEmpty();
        model.save();
        assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("POLICY-005");
        assertThat(folder.resolve("user/mine.star")).hasContent(DENY);
        model.revert();
        assertThat(front().file().text()).isEqualTo(DENY);
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void typingBackWhatIsSavedIsNoChange() {
        model.create("mine");
        model.typed(DENY);
        model.save();
        model.typed(DENY + "\n");
        assertThat(front().changed()).isTrue();
        model.typed(DENY);
        assertThat(front().changed()).isFalse();
        assertThat(model.hasDrafts()).isFalse();
    }

    @Test
    void testsRunWithWhatIsTyped() {
        model.create("mine");
        model.typed(DENY);
        model.create("mine_test");
        model.typed("load(\"mine.star\", \"check_command\")\n\ndef test_it():\n    assert_allowed(check_command(\"frobnicate\"))\n");
        model.test();
        var tests = (RulesViewModel.Outcome.Tests) model.outcomeProperty().get().orElseThrow();
        assertThat(tests.failed()).isEqualTo(1);
        assertThat(tests.results()).filteredOn(one -> one.failure().isPresent()).extracting(Rulebook.Tested::file).containsExactly("user/mine_test.star");
        model.typed("load(\"mine.star\", \"check_command\")\n\ndef test_it():\n    assert_denied(check_command(\"frobnicate\"))\n");
        model.test();
        assertThat(((RulesViewModel.Outcome.Tests) model.outcomeProperty().get().orElseThrow()).failed()).isZero();
    }

    @Test
    void thePastIsRuledOnWithWhatIsTyped() {
        model.create("mine");
        model.typed(DENY);
        model.replay();
        assertThat(model.outcomeProperty().get().orElseThrow()).isInstanceOf(RulesViewModel.Outcome.Past.class);
        assertThat(replayed.rules()).extracting(Policy.RuleInfo::name).contains("user/mine.star");
    }

    @Test
    void aConnectionIsAHostAndAPort() {
        model.rule(RulesViewModel.Kind.CONNECTION, "169.254.169.254:80");
        assertThat(PolicyReplay.severity(((RulesViewModel.Outcome.Ruled) model.outcomeProperty().get().orElseThrow()).rulings())).isZero();
        model.rule(RulesViewModel.Kind.CONNECTION, "example.org:99999");
        assertThat(model.problemProperty().get().orElseThrow().sentence()).contains("example.org:99999");
    }

    @Test
    void namesThatCannotBeAreSaid() {
        assertThat(model.create("../evil")).isPresent();
        assertThat(model.create("Mine")).isPresent();
        assertThat(model.create("mine")).isEmpty();
        assertThat(model.create("mine.star")).isPresent();
    }

    @Test
    void aFileAnotherOneLoadsIsNotDeleted() {
        model.create("words");
        model.typed("WORDS = [\"frobnicate\"]\n");
        model.save();
        model.create("mine");
        model.typed("load(\"words.star\", \"WORDS\")\n\ndef check_command(cmd):\n    return deny(\"no\") if cmd in WORDS else allow()\n");
        model.save();
        model.bringInFront("user/words.star");
        model.remove();
        assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("POLICY-005");
        assertThat(folder.resolve("user/words.star")).exists();
        model.bringInFront("user/mine.star");
        model.remove();
        assertThat(folder.resolve("user/mine.star")).doesNotExist();
        assertThat(files()).doesNotContain("user/mine.star");
    }

    @Test
    void aProjectsRulesAreTrustedAndNoLonger() {
        assertThat(model.projectProperty().get().orElseThrow().trusted()).isFalse();
        model.trust(true);
        assertThat(model.projectProperty().get().orElseThrow().trusted()).isTrue();
        model.trust(false);
        assertThat(model.projectProperty().get().orElseThrow().trusted()).isFalse();
    }
}
