package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Readiness;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.store.Room;
import dev.countersign.policy.Rulebook;
import dev.countersign.sandbox.Protection;
import dev.countersign.script.ScriptFolder;
import dev.countersign.secret.Secrets;
import dev.countersign.verify.CheckCommand;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Looks at this machine and says what works, what does not, and what to do. Nothing is assumed: every line was tried just now.
public final class Doctor {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    /// After that long a key should be made anew.
    private static final int OLD_DAYS = 90;
    /// Security releases of Java come every three months.
    private static final int OLD_JAVA_DAYS = 120;
    private static final int OLD_AUDIT_DAYS = 30;
    private static final int OLD_COPY_DAYS = 30;
    private static final long LEAST_FREE = 500L << 20;

    /// The subject that a new audit settles.
    public static final String AUDIT = "Ledger audit";

    public enum Health { GOOD, NOTE, BAD }

    /// @param next        what to do; empty where nothing is
    /// @param canBeMended whether [#fix] mends it
    public record Finding(Health health, String subject, String says, String next, boolean canBeMended) {
        Finding(Health health, String subject, String says, String next) {
            this(health, subject, says, next, false);
        }
    }

    private final Workbench workbench;
    private final List<ConfigFile> config;

    /// @param config the user's files of settings
    public Doctor(Workbench workbench, List<ConfigFile> config) {
        this.workbench = workbench;
        this.config = List.copyOf(config);
    }

    /// Examines the machine and the workspace in `folder`. Starts no agent.
    public List<Finding> examine(Path folder) {
        var findings = new ArrayList<>(examine());
        findings.add(checks(folder));
        findings.add(room(folder));
        findings.add(audit(folder));
        findings.add(copies(folder));
        findings.add(scripts(folder));
        findings.addAll(new DependencyAges(folder, workbench.clock().instant()).examine());
        return List.copyOf(findings);
    }

    /// Examines the machine. Starts no agent.
    public List<Finding> examine() {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        findings.add(user());
        findings.add(data());
        findings.add(settings());
        findings.add(space());
        findings.add(sandbox());
        try {
            workbench.agents().all().stream().map(Doctor::agent).forEach(findings::add);
        } catch (ProblemException e) {
            findings.add(new Finding(Health.BAD, "Agents", e.problem().sentence() + " [" + e.problem().code() + "]",
                    e.problem().next()));
        }
        findings.add(environment());
        findings.addAll(secrets());
        findings.add(rules());
        return List.copyOf(findings);
    }

    /// Mends what can be mended without asking: makes the data folder and the files of settings private.
    ///
    /// @return what was done, one sentence each
    public List<String> fix() throws IOException {
        var done = new ArrayList<String>();
        if (Files.isDirectory(workbench.data()) && posix() && !Files.getPosixFilePermissions(workbench.data()).equals(PRIVATE)) {
            Files.setPosixFilePermissions(workbench.data(), PRIVATE);
            done.add("Made " + workbench.data() + " private to you.");
        }
        for (ConfigFile file : config) {
            if (isOpen(file)) {
                Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
                done.add("Made " + file.path() + " private to you.");
            }
        }
        return done;
    }

    /// Whether others can read or change a file of settings.
    private boolean isOpen(ConfigFile file) throws IOException {
        return posix() && Files.isRegularFile(file.path(), LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(file.path()).stream().anyMatch(right -> !right.name().startsWith("OWNER"));
    }

    private Finding settings() {
        long there = 0;
        for (ConfigFile file : config) {
            try {
                if (isOpen(file)) {
                    return new Finding(Health.BAD, "Settings", file.path() + " can be opened by others on this machine", "Run countersign doctor --fix.", true);
                }
            } catch (IOException e) {
                return new Finding(Health.BAD, "Settings", file.path() + " cannot be examined: " + e.getMessage(), "Look at its permissions.");
            }
            ConfigFile.Found found = file.examine();
            if (found.problem().isPresent()) {
                return new Finding(Health.BAD, "Settings", found.problem().get().sentence() + " [" + found.problem().get().code() + "]", found.problem().get().next());
            }
            there += found.state() == ConfigFile.State.VALID ? 1 : 0;
        }
        return new Finding(Health.GOOD, "Settings", there == 0 ? "no file of settings is there: nothing that can be left off is on"
                : there + " files of settings, yours alone, and each can be used", "");
    }

    private Finding java() {
        String says = Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try {
            LocalDate released = LocalDate.parse(System.getProperty("java.version.date", ""));
            long days = ChronoUnit.DAYS.between(released, workbench.clock().instant().atZone(ZoneOffset.UTC).toLocalDate());
            return days > OLD_JAVA_DAYS
                    ? new Finding(Health.NOTE, "Java", says + ", released " + days + " days ago", "Get the newest release of it, or of Countersign if it came with that.")
                    : new Finding(Health.GOOD, "Java", says + ", released " + released, "");
        } catch (DateTimeException e) {
            return new Finding(Health.NOTE, "Java", says + "; when it was released is not known", "See whether there is a newer release.");
        }
    }

    /// Agents of an administrator could do more harm where nothing contains them.
    private static Finding user() {
        String name = System.getProperty("user.name", "");
        return name.equals("root") || name.equals("Administrator")
                ? new Finding(Health.NOTE, "User", "Countersign runs as " + name, "Start it as a user without special rights.")
                : new Finding(Health.GOOD, "User", "Countersign runs as " + name + ", without special rights", "");
    }

    /// Rules that cannot be used deny everything.
    private Finding rules() {
        List<Rulebook.Layer> layers = workbench.policy().rulebook().map(Rulebook::layers).orElse(List.of());
        for (Rulebook.Layer layer : layers) {
            if (layer.fault().isPresent()) {
                return new Finding(Health.BAD, "Rules", layer.fault().get(), "Mend that: until then everything is denied.");
            }
            for (Rulebook.RuleFile file : layer.files()) {
                if (!file.isTest() && !file.faults().isEmpty()) {
                    return new Finding(Health.BAD, "Rules", file.faults().getFirst().toString(), "Mend that line: until then everything is denied.");
                }
            }
        }
        long files = layers.stream().flatMap(layer -> layer.files().stream()).filter(file -> !file.isTest()).count();
        return new Finding(Health.GOOD, "Rules", files + " files of rules, and every one can be used", "");
    }

    private Finding data() {
        Path data = workbench.data();
        try {
            if (!Files.exists(data)) {
                return new Finding(Health.GOOD, "Data folder", data + " will be made when it is needed", "");
            }
            if (!Files.isWritable(data)) {
                return new Finding(Health.BAD, "Data folder", data + " cannot be written",
                        "Give yourself write permission, or set COUNTERSIGN_HOME.");
            }
            if (posix() && !Files.getPosixFilePermissions(data).equals(PRIVATE)) {
                return new Finding(Health.BAD, "Data folder", data + " can be opened by others on this machine",
                        "Run countersign doctor --fix.", true);
            }
            return new Finding(Health.GOOD, "Data folder", data + " is yours alone", "");
        } catch (IOException e) {
            return new Finding(Health.BAD, "Data folder", data + " cannot be examined: " + e.getMessage(), "Look at its permissions.");
        }
    }

    private Finding space() {
        Path place = workbench.data();
        while (!Files.exists(place)) {
            place = place.getParent();
        }
        try {
            FileStore store = Files.getFileStore(place);
            long free = store.getUsableSpace();
            String says = (free >> 20) + " MiB free on " + store.name();
            return free < LEAST_FREE
                    ? new Finding(Health.BAD, "Disk", says, "Free some space: a run needs room for a copy of the workspace.")
                    : new Finding(Health.GOOD, "Disk", says, "");
        } catch (IOException e) {
            return new Finding(Health.NOTE, "Disk", "free space is not known: " + e.getMessage(), "");
        }
    }

    private Finding sandbox() {
        Protection protection = workbench.sandbox().protection();
        return protection.contains()
                ? new Finding(Health.GOOD, "Sandbox", protection.words(), "")
                : new Finding(Health.NOTE, "Sandbox", protection.words()
                        + ": agents and checks can read and change what you can", "Run agents only on code and machines you can spare.");
    }

    private static Finding agent(Agent agent) {
        Readiness readiness = agent.presence();
        return new Finding(readiness.ready() ? Health.GOOD : Health.NOTE, "Agent " + agent.name(), readiness.says(), "");
    }

    /// What every program that is started from here could read, were it not for the environments of their own.
    private Finding environment() {
        var stored = new TreeSet<>(workbench.redaction().names());
        try {
            workbench.secrets().list().forEach(info -> stored.remove(info.name()));
        } catch (IOException | ProblemException e) {
            // What is wrong with the list is a finding of its own.
        }
        return stored.isEmpty() ? new Finding(Health.GOOD, "Environment", "no keys lie in the environment of Countersign", "")
                : new Finding(Health.NOTE, "Environment", "keys lie in the environment of Countersign: " + String.join(", ", stored),
                        "Store them with countersign secret set NAME, and unset them.");
    }

    private List<Finding> secrets() {
        try {
            var findings = new ArrayList<Finding>();
            for (Secrets.Info info : workbench.secrets().list()) {
                long days = Duration.between(info.since(), workbench.clock().instant()).toDays();
                findings.add(days > OLD_DAYS
                        ? new Finding(Health.NOTE, "Secret", info.name() + " was set " + days + " days ago",
                                "Have its provider make a new one, and store it with countersign secret set " + info.name() + ".")
                        : new Finding(Health.GOOD, "Secret", info.name() + " is in the " + info.place() + ", set " + days + " days ago", ""));
            }
            return findings;
        } catch (ProblemException e) {
            return List.of(new Finding(Health.BAD, "Secrets", e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next()));
        } catch (IOException e) {
            return List.of(new Finding(Health.BAD, "Secrets", "their list cannot be read: " + e.getMessage(), "Look at its permissions."));
        }
    }

    private Finding checks(Path folder) {
        List<CheckCommand> found;
        try {
            found = new ChecksFile(workbench.data(), Workspace.open(folder), workbench.verifier()).commands();
        } catch (ProblemException e) {
            return new Finding(Health.BAD, "Checks", e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next());
        }
        return found.isEmpty()
                ? new Finding(Health.NOTE, "Checks", "no build or tests found in " + folder, "Name one: countersign checks set, or --check.")
                : new Finding(Health.GOOD, "Checks", String.join(", ", found.stream()
                        .map(check -> check.name() + " (" + check.foundBy() + ")").toList()), "");
    }

    private Finding room(Path folder) {
        try {
            Room room = workbench.room(Workspace.open(folder));
            return switch (room.level()) {
                case FREE -> new Finding(Health.GOOD, "Ledger", "its content takes " + room.says(), "");
                case NEAR, OVER -> new Finding(room.level() == Room.Level.OVER ? Health.BAD : Health.NOTE, "Ledger",
                        "its content takes " + room.says(), "Run countersign ledger gc, or raise content_budget in ledger.toml.");
            };
        } catch (ProblemException e) {
            return new Finding(Health.BAD, "Ledger", e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next());
        } catch (IOException e) {
            return new Finding(Health.NOTE, "Ledger", "what its content takes is not known: " + e.getMessage(), "");
        }
    }

    /// Whether the ledger's own word was looked at lately.
    private Finding audit(Path folder) {
        try {
            String id = Workspace.open(folder).id();
            if (!Upkeep.hasLedger(workbench.data(), id)) {
                return new Finding(Health.GOOD, AUDIT, "the workspace has no ledger yet", "");
            }
            Optional<Upkeep.LastAudit> last = Upkeep.last(workbench.data(), id);
            if (last.isEmpty()) {
                return new Finding(Health.NOTE, AUDIT, "the ledger was never audited here", "Run countersign ledger verify.");
            }
            long days = days(last.get().at());
            if (!last.get().intact()) {
                return new Finding(Health.BAD, AUDIT, "the audit of " + days + " days ago found something wrong: " + last.get().finding(),
                        "Run countersign ledger verify, and restore what it names from a copy.");
            }
            String says = "all " + last.get().entries() + " entries agreed " + (days == 0 ? "today" : days + " days ago") + " (" + last.get().trust() + ")";
            return days > OLD_AUDIT_DAYS ? new Finding(Health.NOTE, AUDIT, says, "Run countersign ledger verify.") : new Finding(Health.GOOD, AUDIT, says, "");
        } catch (ProblemException e) {
            return new Finding(Health.BAD, AUDIT, e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next());
        } catch (IOException e) {
            return new Finding(Health.NOTE, AUDIT, "when it was audited is not known: " + e.getMessage(), "Run countersign ledger verify.");
        }
    }

    /// What stands against somebody who can write the whole data folder.
    private Finding copies(Path folder) {
        String next = "Run countersign ledger checkpoint --after-each-run FOLDER, with a folder on another disk or machine.";
        try {
            String id = Workspace.open(folder).id();
            if (!Upkeep.hasLedger(workbench.data(), id)) {
                return new Finding(Health.GOOD, "Copies", "the workspace has no ledger yet", "");
            }
            Optional<Upkeep.Copies> copies = Upkeep.copies(workbench.data(), id);
            if (copies.isEmpty()) {
                return new Finding(Health.NOTE, "Copies", "no checkpoints of the ledger are kept elsewhere", next);
            }
            String where = copies.get().folder().toString();
            if (copies.get().newest().isEmpty()) {
                return new Finding(Health.BAD, "Copies", "checkpoints go to " + where + ", and none is there", "See that the folder is there and can be written.");
            }
            long days = days(copies.get().newest().get());
            return days > OLD_COPY_DAYS
                    ? new Finding(Health.NOTE, "Copies", "the newest checkpoint in " + where + " is " + days + " days old", "Run countersign ledger checkpoint --to " + where + ".")
                    : new Finding(Health.GOOD, "Copies", "the newest checkpoint in " + where + " is " + days + " days old", "");
        } catch (ProblemException e) {
            return new Finding(Health.BAD, "Copies", e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next());
        } catch (IOException | IllegalArgumentException e) {
            return new Finding(Health.NOTE, "Copies", "where checkpoints are kept is not known: " + e.getMessage(), next);
        }
    }

    private Finding scripts(Path folder) {
        try {
            int count = new ScriptFolder(folder).read().size();
            return new Finding(Health.GOOD, "Scripts", count == 0 ? "none lie in the workspace" : count + " lie in the workspace; agents can call those that you approved",
                    count == 0 ? "" : "See which wait for you: countersign scripts.");
        } catch (ProblemException e) {
            return new Finding(Health.BAD, "Scripts", e.problem().sentence() + " [" + e.problem().code() + "]", e.problem().next());
        } catch (IOException e) {
            return new Finding(Health.NOTE, "Scripts", "they cannot be read: " + e.getMessage(), "");
        }
    }

    private long days(Instant since) {
        return Math.max(0, Duration.between(since, workbench.clock().instant()).toDays());
    }

    private boolean posix() {
        return workbench.data().getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
