package dev.countersign.run;

import dev.countersign.run.Doctor.Finding;
import dev.countersign.run.Doctor.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// How old a workspace's dependencies are, as far as its own lock files tell without a network: a few name the day on which a package was
/// released, the others only when they were changed last. What is not known is said to be so.
final class DependencyAges {
    /// After that long there are newer ones of nearly everything.
    private static final int OLD_DAYS = 180;
    private static final long LONGEST = 32L << 20;
    /// PEP 751 and uv write `upload-time` or `upload_time` beside each file.
    private static final Pattern UPLOADED = Pattern.compile("upload[-_]time\\s*=\\s*\"?(\\d{4}-\\d{2}-\\d{2})");
    /// A version that was made of a commit (go.dev/ref/mod#pseudo-versions).
    private static final Pattern PSEUDO = Pattern.compile("-(?:0\\.)?(\\d{8})\\d{6}-[0-9a-f]{12}\\b");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /// @param counts what one package looks like in it
    /// @param next   what tells of newer ones
    private record Kind(String file, Pattern counts, Optional<Pattern> dates, String next) {
        Kind(String file, String counts, String next) {
            this(file, Pattern.compile(counts, Pattern.MULTILINE), Optional.empty(), next);
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("package-lock.json", "^\\s*\"resolved\"\\s*:", "npm outdated"),
            new Kind("Cargo.lock", "^\\[\\[package]]", "cargo update --dry-run"),
            new Kind("go.mod", Pattern.compile("^\\s*(?:require\\s+)?[\\w.-]+\\.[\\w.-]+/\\S+\\s+v\\d\\S*", Pattern.MULTILINE), Optional.of(PSEUDO), "go list -m -u all"),
            new Kind("uv.lock", Pattern.compile("^\\[\\[package]]", Pattern.MULTILINE), Optional.of(UPLOADED), "uv lock --upgrade --dry-run"),
            new Kind("pylock.toml", Pattern.compile("^\\[\\[packages]]", Pattern.MULTILINE), Optional.of(UPLOADED), "pip list --outdated"),
            new Kind("requirements.txt", "^\\s*[A-Za-z0-9][^#\\n]*", "pip list --outdated"));
    private static final Pattern PINNED = Pattern.compile("^\\s*[A-Za-z0-9][\\w.\\[\\], -]*===?\\s*[^*#\\s]+", Pattern.MULTILINE);

    private final Path root;
    private final Instant now;

    /// @param root of the workspace; what lies deeper is not looked at
    DependencyAges(Path root, Instant now) {
        this.root = root;
        this.now = now;
    }

    /// One for each file that is there; one that says so where none is.
    List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        for (Kind kind : KINDS) {
            Path file = root.resolve(kind.file);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    findings.add(finding(kind, file));
                } catch (IOException e) {
                    findings.add(new Finding(Health.NOTE, "Dependencies", kind.file + " cannot be read: " + e.getMessage(), "Look at its permissions."));
                }
            }
        }
        return findings.isEmpty() ? List.of(new Finding(Health.GOOD, "Dependencies", "no lock file of npm, Cargo, Go or Python lies in the workspace's folder", "")) : findings;
    }

    private Finding finding(Kind kind, Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            return new Finding(Health.NOTE, "Dependencies", kind.file + " is too large to be looked at", "Ask " + kind.next + ".");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        long count = kind.counts.matcher(text).results().count();
        if (count == 0) {
            return new Finding(Health.GOOD, "Dependencies", kind.file + " names no package", "");
        }
        String says = kind.file + ": " + (count == 1 ? "1 package" : count + " packages");
        List<LocalDate> days = kind.dates.map(pattern -> days(pattern, text)).orElse(List.of());
        long changed = Math.max(0, Duration.between(Files.getLastModifiedTime(file).toInstant(), now).toDays());
        long loose = kind.file.equals("requirements.txt") ? count - PINNED.matcher(text).results().count() : 0;
        if (days.isEmpty()) {
            says += ", last changed " + changed + " days ago; when they were released is not known here";
        } else {
            LocalDate newest = days.getLast();
            changed = Math.max(0, ChronoUnit.DAYS.between(newest, now.atZone(ZoneOffset.UTC).toLocalDate()));
            says += ", the oldest of the known releases of " + days.getFirst() + ", the newest of " + newest
                    + (kind.file.equals("go.mod") ? "; of most versions of Go no day is known here" : "");
        }
        if (loose > 0) {
            return new Finding(Health.NOTE, "Dependencies", says + "; " + loose + " of them of no fixed version, so that others may be installed tomorrow", "Write versions as name==1.2.3.");
        }
        return changed > OLD_DAYS ? new Finding(Health.NOTE, "Dependencies", says, "See what is newer: " + kind.next + ".") : new Finding(Health.GOOD, "Dependencies", says, "");
    }

    /// In order; what is no day is none.
    private static List<LocalDate> days(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> day(found.group(1))).flatMap(Optional::stream).filter(Predicate.not(LocalDate.EPOCH::isAfter)).sorted().toList();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(text.contains("-") ? LocalDate.parse(text) : LocalDate.parse(text, DAY));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
