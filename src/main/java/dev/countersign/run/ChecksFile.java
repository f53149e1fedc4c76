package dev.countersign.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Smoke;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The check commands of a workspace: those that its owner chose, kept outside of the tree, where no change reaches them; or, as
/// long as nothing was chosen, those found by the build files. Safe for use by several threads of one process.
public final class ChecksFile {
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.ALWAYS)).build();

    private final Path file;
    private final Path root;
    private final Verifier verifier;

    ChecksFile(Path data, Workspace workspace, Verifier verifier) {
        this.file = data.resolve("checks").resolve(workspace.id() + ".json");
        this.root = workspace.root();
        this.verifier = verifier;
    }

    /// As it is written. @param smokeMillis 0 with `says`, or where the command ends by itself
    private record Line(String name, Part part, List<String> argv, long limitMillis, long smokeMillis, Optional<String> says) {
        static Line of(CheckCommand check) {
            return new Line(check.name(), check.part(), check.argv(), check.limit().toMillis(),
                    check.smoke().map(smoke -> smoke.stays().toMillis()).orElse(0L), check.smoke().flatMap(Smoke::says));
        }

        CheckCommand check() {
            return new CheckCommand(name, part, argv, Duration.ofMillis(limitMillis), "chosen", smokeMillis == 0 && says.isEmpty()
                    ? Optional.empty() : Optional.of(new Smoke(Duration.ofMillis(smokeMillis), says)));
        }
    }

    private record Document(int version, List<Line> checks) {}

    /// What is run.
    ///
    /// @throws UserException `CHECK-005` where the file was damaged
    public synchronized List<CheckCommand> commands() {
        return chosen().orElseGet(this::found);
    }

    /// The one of that name, or all.
    ///
    /// @throws UserException `CHECK-005` where the file was damaged, `CHECK-007` where there is none of that name
    List<CheckCommand> commands(Optional<String> only) {
        List<CheckCommand> all = commands();
        List<CheckCommand> found = only.isEmpty() ? all : all.stream().filter(check -> check.name().equals(only.get())).toList();
        if (only.isPresent() && found.isEmpty()) {
            throw unknown(only.get(), all);
        }
        return found;
    }

    /// What the build files give, whatever was chosen.
    public List<CheckCommand> found() {
        return verifier.detect(root);
    }

    /// Whether the owner chose; else they are found anew each time.
    public boolean isChosen() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Adds a command, or puts it in the place of the one of its name. Those found are kept with it the first time.
    ///
    /// @throws EnvironmentException `CHECK-006` where it can't be written
    public synchronized void set(CheckCommand check) {
        var all = new ArrayList<>(commands());
        int at = all.stream().map(CheckCommand::name).toList().indexOf(check.name());
        if (at >= 0) {
            all.set(at, check);
        } else {
            all.add(check);
        }
        write(all);
    }

    /// Puts `check` in the place of the one called `was`, possibly under another name.
    ///
    /// @throws UserException `CHECK-007` where there is none called `was`, `CHECK-009` where another one has the new name
    public synchronized void replace(String was, CheckCommand check) {
        var all = new ArrayList<>(commands());
        List<String> names = all.stream().map(CheckCommand::name).toList();
        if (!names.contains(was)) {
            throw unknown(was, all);
        }
        if (!was.equals(check.name()) && names.contains(check.name())) {
            throw new UserException(Problem.of("CHECK-009", Exit.USAGE, "This workspace has another check \"" + check.name() + "\".",
                    "Nothing was changed.", "Choose another name, or change that one."));
        }
        all.set(names.indexOf(was), check);
        write(all);
    }

    /// Chooses what is run now: from here on build files that change don't change it.
    public synchronized void keep() {
        write(commands());
    }

    /// How residuals weigh. Of all workspaces.
    public Scale scale() {
        return verifier.scale();
    }

    /// @throws EnvironmentException `CHECK-008` where it can't be kept
    public void weigh(Scale scale) {
        verifier.weigh(scale);
    }

    /// @throws UserException `CHECK-007` where there is none of that name
    public synchronized void remove(String name) {
        var all = new ArrayList<>(commands());
        if (!all.removeIf(check -> check.name().equals(name))) {
            throw unknown(name, all);
        }
        write(all);
    }

    private static UserException unknown(String name, List<CheckCommand> all) {
        return new UserException(Problem.of("CHECK-007", Exit.USAGE, "This workspace has no check \"" + name + "\".",
                "Nothing was changed.", all.isEmpty() ? "It has no checks at all." : "It has: "
                + String.join(", ", all.stream().map(CheckCommand::name).toList()) + "."));
    }

    /// Back to those found.
    public synchronized void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Optional<List<CheckCommand>> chosen() {
        if (!isChosen()) {
            return Optional.empty();
        }
        try {
            Document document = JSON.readValue(Files.readAllBytes(file), Document.class);
            if (document.version() != 1) {
                throw damaged("its version is " + document.version() + ", not 1");
            }
            return Optional.of(document.checks().stream().map(Line::check).toList());
        } catch (IOException | JacksonException | IllegalArgumentException | NullPointerException e) {
            throw damaged(String.valueOf(e.getMessage()).lines().findFirst().orElse("it can't be read"));
        }
    }

    private UserException damaged(String why) {
        return new UserException(Problem.of("CHECK-005", Exit.USAGE, "The checks chosen for this workspace (" + file + ") are damaged: " + why + ".",
                "Nothing was checked.", "Start over with countersign checks detect, or mend the file."));
    }

    private EnvironmentException unwritable(IOException e) {
        return new EnvironmentException(Problem.of("CHECK-006", Exit.VERIFICATION, "The checks of this workspace (" + file + ") could not be written: "
                + e.getMessage() + ".", "They are as they were.", "See that the disk has room and the folder is writable."), e);
    }

    private void write(List<CheckCommand> checks) {
        try {
            Files.createDirectories(file.getParent());
            Path beside = Files.createTempFile(file.getParent(), "checks", ".part");
            Files.write(beside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Document(1, checks.stream().map(Line::of).toList())));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
