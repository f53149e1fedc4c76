package dev.countersign.run;

import dev.countersign.fault.UserException;
import dev.countersign.run.ReviewerVerdict.Finding;
import dev.countersign.run.ReviewerVerdict.Opinion;
import dev.countersign.run.ReviewerVerdict.Severity;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a verdict out of what a reviewer wrote. Strict: what is not one certain verdict is none.
///
/// A JSON object decides, alone or in a fenced block: `verdict` (approve, conditional, block), `findings` (each `path`, `line`,
/// `severity` error, warning or info, `message`), `summary`; no other key. Without one a line `verdict: lgtm | approve | conditional | block`
/// decides, Markdown around it allowed. What the reviewer was asked does not decide where it repeats it. Several that differ, one
/// that is damaged, approval with an error among its findings, a condition without a finding: none.
public final class VerdictReader {
    /// Longer output is not read.
    public static final int MOST = 4 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Pattern FENCED = Pattern.compile("(?ms)^[ \\t]*(`{3,}|~{3,})[ \\t]*(?:json)?[ \\t]*$\\R(.*?)^[ \\t]*\\1[ \\t]*$");
    private static final Pattern ABOUT = Pattern.compile("(?i)^[\\s>*_#`-]*(?:final\\s+|overall\\s+)?verdict\\b.*");
    private static final Pattern LINE = Pattern.compile("(?i)^[\\s>*_#`-]*(?:final\\s+|overall\\s+)?verdict[\\s*_`]*[:=\u2013\u2014-]?[\\s*_`]*(lgtm|approved?|block(?:ed)?|conditional)[\\s*_`.!]*$");
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)");
    private static final Set<String> KEYS = Set.of("verdict", "findings", "summary");
    private static final Set<String> FINDING_KEYS = Set.of("path", "line", "severity", "message");

    private final String reviewer;
    private final Sha256 tree;
    private final Set<String> asked;
    private final String prompt;

    /// @param prompt what the reviewer was asked, which it may repeat; empty where that is not known
    public VerdictReader(String reviewer, Sha256 tree, String prompt) {
        this.reviewer = reviewer;
        this.tree = tree;
        this.prompt = prompt;
        asked = prompt.lines().map(String::strip).collect(Collectors.toSet());
    }

    private static final class Unclear extends Exception {
        private static final long serialVersionUID = 1;

        Unclear(String why) {
            super(why);
        }
    }

    public ReviewerVerdict read(String output) {
        try {
            if (output.length() > MOST) {
                throw new Unclear("It wrote too much to be read.");
            }
            return verdict(ESCAPES.matcher(output).replaceAll(""));
        } catch (Unclear e) {
            return new ReviewerVerdict(reviewer, tree, Opinion.NONE, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private ReviewerVerdict verdict(String text) throws Unclear {
        var documents = new LinkedHashSet<ReviewerVerdict>();
        for (String block : blocks(text)) {
            documents.add(document(block));
        }
        Set<Opinion> said = lines(text);
        if (documents.size() > 1) {
            throw new Unclear("It gave several verdicts that differ.");
        }
        if (!documents.isEmpty()) {
            ReviewerVerdict one = documents.getFirst();
            if (said.stream().anyMatch(other -> other != one.outcome())) {
                throw new Unclear("Its words and its structured verdict differ.");
            }
            return one;
        }
        if (said.size() > 1) {
            throw new Unclear("It gave several verdicts that differ.");
        }
        Opinion outcome = said.stream().findFirst().orElseThrow(() -> new Unclear("It gave no verdict."));
        if (outcome == Opinion.CONDITIONAL) {
            throw new Unclear("It has a condition, but no finding that says which.");
        }
        return new ReviewerVerdict(reviewer, tree, outcome, List.of(), "");
    }

    /// Texts that are meant as a structured verdict and were not in the question.
    private List<String> blocks(String text) {
        var blocks = new ArrayList<String>();
        Matcher fenced = FENCED.matcher(text);
        while (fenced.find()) {
            blocks.add(fenced.group(2).strip());
        }
        if (blocks.isEmpty() && text.strip().startsWith("{")) {
            blocks.add(text.strip());
        }
        var own = new LinkedHashSet<String>();
        String question = squeezed(prompt);
        for (String block : blocks) {
            if (block.startsWith("{") && block.contains("\"verdict\"") && !(!question.isEmpty() && question.contains(squeezed(block)))) {
                own.add(block);
            }
        }
        return List.copyOf(own);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private Set<Opinion> lines(String text) throws Unclear {
        var said = new LinkedHashSet<Opinion>();
        for (String line : FENCED.matcher(text).replaceAll("").lines().toList()) {
            if (line.length() > 400 || !ABOUT.matcher(line).matches() || asked.contains(line.strip())) {
                continue;
            }
            Matcher verdict = LINE.matcher(line);
            if (!verdict.matches()) {
                throw new Unclear("It speaks of a verdict, but not plainly: " + line.strip());
            }
            said.add(outcome(verdict.group(1)));
        }
        return said;
    }

    private static Opinion outcome(String word) throws Unclear {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "lgtm", "approve", "approved" -> Opinion.APPROVE;
            case "block", "blocked" -> Opinion.BLOCK;
            case "conditional" -> Opinion.CONDITIONAL;
            default -> throw new Unclear("It gave a verdict that is none: " + word);
        };
    }

    private ReviewerVerdict document(String block) throws Unclear {
        JsonNode read;
        try {
            read = JSON.readTree(block);
        } catch (JacksonException e) {
            throw new Unclear("Its structured verdict is damaged.");
        }
        only(read, KEYS);
        Opinion outcome = outcome(text(read, "verdict"));
        var findings = new ArrayList<Finding>();
        JsonNode list = read.path("findings");
        if (!list.isMissingNode() && !list.isArray()) {
            throw new Unclear("Its findings are no list.");
        }
        for (JsonNode one : list) {
            findings.add(finding(one));
        }
        if (outcome == Opinion.APPROVE && findings.stream().anyMatch(f -> f.severity() == Severity.ERROR)) {
            throw new Unclear("It approves, and calls a finding an error.");
        }
        if (outcome == Opinion.CONDITIONAL && findings.isEmpty()) {
            throw new Unclear("It has a condition, but no finding that says which.");
        }
        return new ReviewerVerdict(reviewer, tree, outcome, findings, read.has("summary") ? text(read, "summary") : "");
    }

    private static Finding finding(JsonNode one) throws Unclear {
        if (!one.isObject()) {
            throw new Unclear("One of its findings is no object.");
        }
        only(one, FINDING_KEYS);
        Optional<WorkspacePath> path = Optional.empty();
        if (one.has("path")) {
            try {
                path = Optional.of(WorkspacePath.of(text(one, "path")));
            } catch (UserException e) {
                throw new Unclear("One of its findings names no path of the workspace.");
            }
        }
        JsonNode line = one.path("line");
        if (!line.isMissingNode() && !(line.isInt() && line.intValue() >= 0)) {
            throw new Unclear("One of its findings names no line.");
        }
        Severity severity = switch (text(one, "severity").toLowerCase(Locale.ROOT)) {
            case "error" -> Severity.ERROR;
            case "warning" -> Severity.WARNING;
            case "info" -> Severity.INFO;
            default -> throw new Unclear("One of its findings has no known severity.");
        };
        String says = text(one, "message");
        if (says.isBlank()) {
            throw new Unclear("One of its findings says nothing.");
        }
        return new Finding(path, line.isMissingNode() ? 0 : line.intValue(), severity, says);
    }

    private static void only(JsonNode read, Set<String> keys) throws Unclear {
        for (String name : read.propertyNames()) {
            if (!keys.contains(name)) {
                throw new Unclear("Its structured verdict has a field that nobody knows: " + name);
            }
        }
    }

    private static String text(JsonNode read, String name) throws Unclear {
        if (!read.path(name).isString()) {
            throw new Unclear("Its structured verdict has no text \"" + name + "\".");
        }
        return read.path(name).stringValue();
    }
}
