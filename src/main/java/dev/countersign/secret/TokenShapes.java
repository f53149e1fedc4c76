package dev.countersign.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys and tokens told by their looks. The shapes are those that their makers publish; where a shape alone says little, the value must
/// look random too (Shannon's entropy over its characters), and must not be a known example.
///
/// Bounded quantifiers only: a hostile line costs no more than its length times a constant.
public final class TokenShapes {
    private static final int MAX_LINE = 4_000;
    private static final double RANDOM = 3.5;
    private static final Pattern EXAMPLE = Pattern.compile("(?i)example|sample|dummy|fake|changeme|change[_-]?it|placeholder|your[_-]|redacted"
            + "|xxxx|\\*\\*\\*|\\.\\.\\.|1234567|abcdef|password|\\$\\{|\\{\\{|<[a-z]|%[sd(]");

    private static final List<Shape> SHAPES = List.of(
            certain("private-key", List.of("-----BEGIN "), "a private key", "-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----"),
            certain("aws-access-key", List.of("AKIA", "ASIA"), "an AWS access key", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
            certain("github-token", List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), "a GitHub token", "\\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})[A-Za-z0-9_]{0,220}"),
            certain("gitlab-token", List.of("glpat-"), "a GitLab token", "\\bglpat-[A-Za-z0-9_-]{20}[A-Za-z0-9_.-]{0,40}"),
            certain("slack-token", List.of("xox"), "a Slack token", "\\bxox[abeoprs]-[A-Za-z0-9-]{10}[A-Za-z0-9-]{0,240}"),
            certain("google-api-key", List.of("AIza"), "a Google API key", "\\bAIza[0-9A-Za-z_-]{35}"),
            certain("stripe-key", List.of("k_live_"), "a Stripe key", "\\b[rs]k_live_[0-9A-Za-z]{16}[0-9A-Za-z]{0,240}"),
            certain("anthropic-key", List.of("sk-ant-"), "an Anthropic key", "\\bsk-ant-[A-Za-z0-9_-]{20}[A-Za-z0-9_-]{0,240}"),
            certain("openai-key", List.of("sk-"), "an OpenAI key", "\\bsk-(?:proj-)?[A-Za-z0-9_-]{32}[A-Za-z0-9_-]{0,240}"),
            certain("npm-token", List.of("npm_"), "an npm token", "\\bnpm_[A-Za-z0-9]{36}\\b"),
            certain("pypi-token", List.of("pypi-"), "a PyPI token", "\\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50}[A-Za-z0-9_-]{0,240}"),
            likely("stripe-test-key", List.of("k_test_"), "a Stripe test key", "\\b[rs]k_test_([0-9A-Za-z]{24}[0-9A-Za-z]{0,240})"),
            likely("slack-webhook", List.of("hooks.slack.com"), "a Slack webhook", "https://hooks\\.slack\\.com/services/(T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24})"),
            likely("sendgrid-key", List.of("SG."), "a SendGrid key", "\\bSG\\.([A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})\\b"),
            likely("digitalocean-token", List.of("_v1_"), "a DigitalOcean token", "\\bdo[opr]_v1_([a-f0-9]{64})\\b"),
            likely("huggingface-token", List.of("hf_"), "a Hugging Face token", "\\bhf_([A-Za-z0-9]{34})\\b"),
            likely("databricks-token", List.of("dapi"), "a Databricks token", "\\bdapi([a-f0-9]{32})\\b"),
            likely("shopify-token", List.of("shpat_", "shpca_", "shppa_", "shpss_"), "a Shopify token", "\\bshp(?:at|ca|pa|ss)_([a-fA-F0-9]{32})\\b"),
            likely("telegram-token", List.of(":AA"), "a Telegram bot token", "\\b([0-9]{8,10}:AA[A-Za-z0-9_-]{33})\\b"),
            likely("json-web-token", List.of("eyJ"), "a JSON web token", "\\beyJ[A-Za-z0-9_-]{10,800}\\.eyJ[A-Za-z0-9_-]{10,2000}\\.([A-Za-z0-9_-]{20,700})"),
            likely("aws-secret-key", List.of("secret"), "an AWS secret key", "(?i)aws.{0,20}secret.{0,20}[=:]\\s{0,4}[\"']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"),
            likely("url-password", List.of("://"), "a password in an address", "\\b[a-z][a-z0-9+]{2,12}://[^\\s/:@\"']{1,64}:([^\\s/:@\"'$<{]{8,64})@[A-Za-z0-9]"),
            likely("assigned-secret", List.of("password", "passwd", "secret", "key", "token"), "a password or key", "(?i)\\b[a-z_.-]{0,24}(?:password|passwd|secret|api_?key|auth_?token|access_?token)[a-z_.-]{0,8}"
                    + "[\"']?\\s{0,3}[:=]\\s{0,3}[\"']([A-Za-z0-9_/+=~!@#%^&*.-]{16,128})[\"']"));

    /// @param label short, for `[REDACTED:label]`
    /// @param parts one of these is in whatever the pattern matches; in small letters where the pattern knows no case
    /// @param words for a sentence: "a GitHub token"
    private record Shape(String label, List<String> parts, String words, Pattern pattern, boolean certain) {
        /// Much faster than the pattern, and seldom so.
        boolean isPossible(String text, String small) {
            String where = (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0 ? small : text;
            for (String part : parts) {
                if (where.contains(part)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// What was found on a line.
    ///
    /// @param words   for a sentence: "a GitHub token"
    /// @param certain the shape says it all; else it only looks random
    public record Found(String label, String words, boolean certain, int start, int end) {}

    private TokenShapes() {}

    private static Shape certain(String label, List<String> parts, String words, String pattern) {
        return new Shape(label, parts, words, Pattern.compile(pattern), true);
    }

    private static Shape likely(String label, List<String> parts, String words, String pattern) {
        return new Shape(label, parts, words, Pattern.compile(pattern), false);
    }

    /// The first of what stands on a line; what is certain before what is likely.
    public static Optional<Found> first(String line) {
        String text = line.substring(0, Math.min(line.length(), MAX_LINE));
        String small = text.toLowerCase(Locale.ROOT);
        for (Shape shape : SHAPES) {
            if (!shape.isPossible(text, small)) {
                continue;
            }
            Matcher matcher = shape.pattern.matcher(text);
            while (matcher.find()) {
                if (shape.certain || isRandom(matcher.group(1), line)) {
                    return Optional.of(new Found(shape.label, shape.words, shape.certain, matcher.start(), matcher.end()));
                }
            }
        }
        return Optional.empty();
    }

    /// A text without what certainly is a key or token; of a private key all its lines go.
    public static String redact(String text) {
        String redacted = text;
        for (Shape shape : SHAPES) {
            if (shape.certain && !shape.label.equals("private-key")) {
                redacted = shape.pattern.matcher(redacted).replaceAll("[REDACTED:" + shape.label + "]");
            }
        }
        return redacted.contains("PRIVATE KEY") ? withoutKeys(redacted) : redacted;
    }

    private static String withoutKeys(String text) {
        var lines = new ArrayList<String>();
        boolean inside = false;
        for (String line : text.split("\n", -1)) {
            boolean begins = line.contains("-----BEGIN ") && line.contains("PRIVATE KEY");
            boolean ends = line.contains("-----END ") && line.contains("PRIVATE KEY");
            boolean body = inside && line.matches("[ +-]?\\s*[\"']?(?:[A-Za-z0-9+/=\\\\]{1,90}|[A-Za-z-]+: .*)?[\"']?[,+;]?\\s*");
            if (begins || body && !ends) {
                lines.add(begins ? line.replaceAll("-----BEGIN .*", "[REDACTED:private-key]") : (line.isEmpty() ? "" : line.charAt(0)) + "");
            } else {
                lines.add(line);
            }
            inside = begins && !ends || body && !ends;
        }
        return String.join("\n", lines);
    }

    private static boolean isRandom(String value, String line) {
        return !EXAMPLE.matcher(value).find() && !line.toLowerCase(Locale.ROOT).contains("example")
                && value.chars().anyMatch(Character::isDigit) && value.chars().anyMatch(Character::isLetter)
                && entropy(value) >= (value.chars().allMatch(c -> Character.digit(c, 16) >= 0) ? 3.0 : random(value.length()));
    }

    /// A short text cannot reach the bits of a long one: of ten different characters it is log2(10).
    private static double random(int length) {
        return Math.min(RANDOM, 0.9 * Math.log(length) / Math.log(2));
    }

    /// Bits for each character.
    private static double entropy(String value) {
        return value.chars().boxed().collect(java.util.stream.Collectors.groupingBy(c -> c, java.util.stream.Collectors.counting())).values().stream()
                .mapToDouble(count -> (double) count / value.length()).map(p -> -p * Math.log(p) / Math.log(2)).sum();
    }
}
