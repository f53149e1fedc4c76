package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.ledger.TimelineRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One task from composer to ledger and back, in a real window, with the adapters of the real program: the sample's agent edits
/// files, its tests run, DuckDB holds the ledger. The bytes in the workspace are looked at after every step.
@Tag("window")
class WholeLineWindowTest {
    private static final String INVOICE = "src/invoice/Invoice.java";
    private static final String INVOICE_TEST = "test/invoice/InvoiceTest.java";
    private static final String TERMS = "src/invoice/PaymentTerms.java";
    private static final String REPORT = "src/invoice/TextReport.java";
    private static final String DELIVERY = "config/delivery.json";

    @TempDir
    Path home;

    private Path sample;
    private Hand hand;

    @AfterEach
    void close() {
        if (hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    @Test
    void oneTaskFromComposerToLedgerAndBack() throws Exception {
        sample = home.resolve("countersign/sample");
        hand = new Hand(home);
        hand.await("the window", () -> hand.app().stage().isFocused());

        run();
        Map<String, String> before = tree();
        assertThat(before.get(DELIVERY)).isEqualTo(bundled("sample/" + DELIVERY));

        approveAllButOneHunk(before);
        Map<String, String> first = tree();
        approveVatRates(first);
        rejectWhatARuleStopped();
        approveTheReport();
        Map<String, String> last = tree();

        browseTheLedger();
        verify();
        rollBack(first, last);

        hand.close();
        nameTheTamperedByte();
    }

    /// The first start shows the sample with its task ready; one click runs it.
    private void run() {
        hand.await("the task in the composer", () -> hand.all(".composer-prompt", TextArea.class, _ -> true).stream()
                .anyMatch(prompt -> prompt.getText().startsWith("Prepare invoices for the new tax year")));
        assertThat(hand.app().shell().model().runs()).isEmpty();
        ButtonBase run = hand.find("#run", ButtonBase.class, b -> !b.isDisabled());
        hand.robot().clickOn(run);
        hand.awaitStatus("due-date", "Ready to review");
        hand.awaitStatus("vat-rates", "Ready to review");
        hand.awaitStatus("archive", "Stopped");
        assertThat(hand.says("report", "Waiting")).isTrue();
        assertThat(hand.says("vat-rates", "attempt 2")).isTrue();
        hand.await("3 in the inbox", () -> hand.all(".sidebar .nav-item .count-pill", Label.class, _ -> true).stream()
                .map(Label::getText).toList().equals(List.of("3")));
    }

    private void approveAllButOneHunk(Map<String, String> before) throws IOException {
        hand.robot().clickOn(hand.card("due-date"));
        hand.await("its evidence", () -> hand.all(".evidence .text-heading", Label.class, _ -> true).stream()
                .anyMatch(label -> label.getText().equals("due-date")));
        hand.press(".evidence .review-button");
        awaitReview("due-date", INVOICE);
        assertThat(Screen.on(() -> hand.scene().getFocusOwner())).isNotInstanceOf(TextInputControl.class);

        hand.robot().type(KeyCode.J, KeyCode.J);
        awaitFile(INVOICE_TEST);
        hand.robot().type(KeyCode.R);
        awaitFile("test/invoice/PaymentTermsTest.java");
        hand.robot().type(KeyCode.ESCAPE);
        hand.await("the review to close", () -> hand.all(".review", Node.class, _ -> true).isEmpty());
        assertThat(tree()).isEqualTo(before);

        hand.press(".evidence .review-button");
        awaitReview("due-date", INVOICE);
        hand.await("what was decided before Esc", () -> text("#progress").startsWith("1 of "));
        hand.press("#accept-rest");
        assertThat(text("#says")).isEqualTo("Rejecting 1 hunk: will be verified again before commit.");
        hand.robot().press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        hand.awaitStatus("due-date", "Committed");

        Map<String, String> now = tree();
        assertThat(now.get(INVOICE_TEST)).isEqualTo(before.get(INVOICE_TEST));
        assertThat(now.get(INVOICE)).contains("public boolean isOverdue(LocalDate today)");
        assertThat(changed(before, now)).isEqualTo(Set.of(INVOICE, TERMS, "test/invoice/PaymentTermsTest.java"));
    }

    private void approveVatRates(Map<String, String> before) throws IOException {
        hand.robot().clickOn(hand.card("vat-rates"));
        hand.robot().type(KeyCode.ENTER);
        awaitReview("vat-rates", "src/invoice/LineItem.java");
        hand.press("#accept-rest");
        hand.press("#apply");
        hand.awaitStatus("vat-rates", "Committed");
        assertThat(changed(before, tree())).isEqualTo(Set.of("src/invoice/LineItem.java", "src/invoice/Money.java",
                "src/invoice/VatRate.java", "test/invoice/MoneyTest.java", "test/invoice/VatRateTest.java"));
    }

    /// A rule forbids it: it cannot be applied, whatever is accepted.
    private void rejectWhatARuleStopped() throws IOException {
        hand.robot().clickOn(hand.card("archive"));
        hand.press(".evidence .review-button");
        awaitReview("archive", DELIVERY);
        hand.press("#accept-rest");
        assertThat(hand.find("#apply", ButtonBase.class).isDisabled()).isTrue();
        assertThat(text("#says")).startsWith("The rule secrets denies this");
        hand.press("#reject");
        hand.type("#reason", "Keys belong into the vault");
        hand.press("#reject-give");
        hand.awaitStatus("archive", "Rejected");
        assertThat(tree().get(DELIVERY)).isEqualTo(bundled("sample/" + DELIVERY));
    }

    /// It waited for the two that were approved, and builds on them.
    private void approveTheReport() throws IOException {
        hand.awaitStatus("report", "Ready to review");
        hand.robot().clickOn(hand.card("report"));
        hand.press(".evidence .review-button");
        awaitReview("report", "README.md");
        hand.press("#accept-rest");
        hand.press("#apply");
        hand.awaitStatus("report", "Committed");
        assertThat(tree().get(REPORT)).contains("vatByRate(invoice)");
    }

    private void browseTheLedger() {
        hand.robot().press(KeyCode.CONTROL).type(KeyCode.L).release(KeyCode.CONTROL);
        ListView<?> timeline = hand.find("#timeline", ListView.class, list -> list.getItems().size() == 6);
        assertThat(entries(timeline).stream().map(e -> e.what().node() + " " + e.what().kind()).toList())
                .containsExactly("report COMMIT", "archive REJECTION", "vat-rates COMMIT", "due-date COMMIT",
                        "archive DENIAL");
        choose(timeline, "due-date");
        hand.await("its diff", () -> !hand.all(".diff-canvas", Node.class, _ -> true).isEmpty());
        assertThat(hand.toBeRead()).contains("Invoice.java", "PaymentTerms.java");
        tab(1);
        hand.await("the output of its check", () -> hand.all(".code-area", TextArea.class, _ -> true).stream()
                .anyMatch(area -> !area.getText().isBlank()));
        tab(2);
        hand.awaitText(dev.countersign.Composition.USER);
        tab(3);
        hand.awaitText("Recomputed just now: this leaf leads to the signed root.");
    }

    private void verify() {
        hand.press("#audit");
        hand.await("the seal", () -> text("#seal").contains("verified"));
        assertThat(text("#seal")).startsWith("Sealed: T1 · 5 entries").doesNotContain("not verified");
    }

    /// Back to right after the first approval: what the later ones changed goes, what the first changed stays.
    private void rollBack(Map<String, String> first, Map<String, String> last) throws IOException {
        ListView<?> timeline = hand.find("#timeline", ListView.class);
        choose(timeline, "due-date");
        hand.press("#rollback");
        hand.find("#rollback-go", ButtonBase.class);
        hand.awaitText("Will change 6 files, delete 2, leave 0 of your later edits alone; no conflicts.");
        assertThat(tree()).isEqualTo(last);
        hand.press("#rollback-go");
        hand.await("an entry of its own", () -> entries(timeline).size() == 6);
        assertThat(tree()).isEqualTo(first);
        assertThat(text("#seal")).contains("up to entry count 5");
    }

    /// What lies in the vault is changed behind the program's back; Verify says which entry's content it was.
    private void nameTheTamperedByte() throws IOException {
        Path pack = packs().getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length - 1] ^= 1;
        Files.write(pack, bytes);

        hand = new Hand(home);
        hand.await("the workspace", () -> hand.app().shell().model().placeProperty().get().isPresent());
        hand.robot().press(KeyCode.CONTROL).type(KeyCode.L).release(KeyCode.CONTROL);
        hand.find("#timeline", ListView.class, list -> !list.getItems().isEmpty());
        hand.press("#audit");
        hand.awaitText("The ledger does not verify");
        hand.awaitText("vault");
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(home.resolve("countersign/ledgers"))) {
            return files.filter(file -> file.getParent().endsWith("vault") && file.toString().endsWith(".pack")).sorted().toList();
        }
    }

    private void awaitReview(String node, String firstFile) {
        hand.await("the review of " + node, () -> hand.all(".review .code-chip", Label.class, chip -> chip.getText().equals(node))
                .size() == 1);
        awaitFile(firstFile);
        hand.find("#accept-rest", ButtonBase.class);
        hand.await("all files read", () -> text("#progress").endsWith("decided"));
    }

    private void awaitFile(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        hand.await(path + " in front", () -> hand.all(".review .diff-head .title-name", Label.class, _ -> true).stream()
                .map(Label::getText).toList().equals(List.of(name)));
    }

    private String text(String query) {
        return hand.find(query, Labeled.class).getText();
    }

    private void tab(int index) {
        TabPane tabs = hand.find(".ledger .tab-pane", TabPane.class);
        Screen.run(() -> tabs.getSelectionModel().select(index));
    }

    private void choose(ListView<?> timeline, String node) {
        Screen.run(() -> {
            for (int i = 0; i < timeline.getItems().size(); i++) {
                if (timeline.getItems().get(i) instanceof TimelineRow.Item item && item.entry().what().node().equals(node)) {
                    timeline.getSelectionModel().clearAndSelect(i);
                }
            }
        });
    }

    private static List<Entry> entries(ListView<?> timeline) {
        return Screen.on(() -> timeline.getItems().stream().filter(row -> row instanceof TimelineRow.Item)
                .map(row -> ((TimelineRow.Item) row).entry()).toList());
    }

    private Map<String, String> tree() throws IOException {
        try (var files = Files.walk(sample)) {
            var texts = new TreeMap<String, String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(sample.relativize(file).toString(), Files.readString(file));
            }
            return texts;
        }
    }

    private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        var all = new TreeMap<>(before);
        all.putAll(after);
        return all.keySet().stream().filter(path -> !String.valueOf(before.get(path)).equals(after.get(path)))
                .collect(Collectors.toSet());
    }

    private static String bundled(String name) throws IOException {
        try (InputStream in = WholeLineWindowTest.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
