package dev.countersign.bench;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Tasks, sentences, names and code of a made-up team.
final class MadeUpWords {
    static final List<String> PEOPLE = List.of("amelia", "bjoern", "chidi", "dagny", "emeka", "farida", "goran", "hana", "ines", "jonas");
    static final List<String> AREAS = List.of("http", "cache", "billing", "search", "auth", "report", "export", "mail", "queue",
            "storage", "invoice", "catalog", "session", "metrics", "config", "import");
    private static final List<String> THINGS = List.of("RetryPolicy", "ConnectionPool", "PageCursor", "TokenStore", "RateLimiter",
            "InvoiceRun", "QueryPlan", "BackoffClock", "DraftFolder", "TaxTable", "MailQueue", "IndexWriter", "CsvReader", "LeaseKeeper",
            "PriceList", "AuditTrail", "FeatureFlags", "HeaderMap", "JobSchedule", "ImageScaler", "CurrencyTable", "LockFile");
    private static final List<String> VERBS = List.of("Add", "Rename", "Split", "Simplify", "Test", "Document", "Speed up", "Harden",
            "Extract", "Remove unused parts of", "Handle timeouts in", "Log failures of", "Validate input of", "Make thread-safe:");
    private static final List<String> REASONS = List.of("as the design says", "after the incident", "for the next release",
            "so that tests need no network", "without changing its interface", "and cover the edge cases", "for large inputs",
            "behind a flag", "in one pass", "as reviewed");
    private static final List<String> TYPES = List.of("int", "long", "String", "Duration", "List<String>", "Optional<String>", "boolean");
    private static final List<String> DOINGS = List.of("retries", "pages", "tokens", "leases", "rows", "entries", "attempts", "offsets",
            "prices", "headers", "jobs", "hits");
    private static final List<String> FAULTS = List.of("expected 3 but was 4", "timed out after 5 s", "expected an empty list",
            "was null", "expected the order of insertion", "NumberFormatException: \"\"");
    static final List<String> REJECTIONS = List.of("Wrong layer: this belongs into the client", "The test proves nothing",
            "Too much at once; split it", "Breaks callers outside of this module", "Not what the task asked for", "Duplicates what we have");

    private final Random random;

    MadeUpWords(Random random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(double of) {
        return random.nextDouble() < of;
    }

    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    String thing() {
        return one(THINGS);
    }

    String task(String area) {
        return one(VERBS) + " " + one(THINGS) + " in " + area + " " + one(REASONS);
    }

    String goal(String area) {
        return one(VERBS) + " " + one(THINGS) + " in " + area;
    }

    String fault() {
        return one(FAULTS);
    }

    String sentence(String goal, int files) {
        return goal + ": done in " + files + (files == 1 ? " file" : " files") + ". I kept the " + one(DOINGS) + " as they were and moved the "
                + one(DOINGS) + " next to " + one(THINGS) + ". Not touched: " + one(AREAS) + ".\n";
    }

    WorkspacePath path() {
        String area = one(AREAS);
        String name = one(THINGS) + (chance(0.5) ? "" : one(List.of("Reader", "Writer", "View", "Model", "Check", "Test", "Limits", "Codec")));
        return WorkspacePath.of(chance(0.1) ? "docs/" + area + "/" + name.toLowerCase(Locale.ROOT) + ".md"
                : "src/" + (name.endsWith("Test") ? "test" : "main") + "/java/acme/" + area + "/" + name + ".java");
    }

    List<String> code(WorkspacePath path) {
        var lines = new ArrayList<String>();
        if (path.extension().equals("md")) {
            lines.add("# " + path.name().replace(".md", ""));
            for (int i = 5 + random.nextInt(20); i > 0; i--) {
                lines.add(prose());
            }
            return lines;
        }
        String name = path.name().replace(".java", "");
        lines.add("package acme." + path.folder().substring(path.folder().lastIndexOf('/') + 1) + ";");
        lines.add("");
        lines.add("/// Keeps the " + one(DOINGS) + " of " + one(THINGS) + ".");
        lines.add("final class " + name + " {");
        for (int i = 8 + random.nextInt(40); i > 0; i--) {
            lines.add(line());
        }
        lines.add("}");
        return lines;
    }

    String line() {
        return switch (random.nextInt(5)) {
            case 0 -> "    private final " + one(TYPES) + " " + one(DOINGS) + random.nextInt(1_000) + ";";
            case 1 -> "    " + one(TYPES) + " " + one(DOINGS) + "Of" + one(THINGS) + "() { return limit(" + random.nextInt(10_000) + "); }";
            case 2 -> "    // The " + one(DOINGS) + " come in " + one(List.of("any", "their own", "reverse")) + " order here.";
            case 3 -> "    static final int MOST_" + one(DOINGS).toUpperCase(Locale.ROOT) + "_" + random.nextInt(100) + " = " + random.nextInt(1 << 16) + ";";
            default -> "    void " + one(List.of("count", "drop", "keep", "move")) + one(THINGS) + "() { " + one(DOINGS) + ".clear(" + random.nextInt(500) + "); }";
        };
    }

    String prose() {
        return "The " + one(DOINGS) + " of " + one(THINGS) + " are kept for " + random.nextInt(90) + " days, " + one(REASONS) + ".";
    }
}
