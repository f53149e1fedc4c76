package dev.countersign.sandbox.local;

import dev.countersign.workspace.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// How the JVM of [ConfinementLauncher] is started. Most of its time goes into linking a call of the system, which a cache of classes as they
/// are when that is done spares (JEP 483, 514): less than half is left. It is made once for a version of the JDK and of the launcher, by a
/// process beside the commands, when some have run; without it, or where the JVM finds that it does not fit, the start just takes longer.
///
/// Safe for use by several threads.
final class LauncherCache {
    /// A machine with bubblewrap tries these levels and then never uses them.
    private static final int WORTH_IT = 4;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /// A maker that takes longer than this is gone.
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);
    private static final String JAR = "launcher.jar";
    private static final String CACHE = "launcher.aot";

    private final Path scratch;
    private final Path javaHome;
    private int starts;

    /// @param scratch  a private folder, which no contained command can write
    /// @param javaHome the JDK that runs Countersign
    LauncherCache(Path scratch, Path javaHome) {
        this.scratch = scratch;
        this.javaHome = javaHome;
    }

    /// What starts the launcher, but for its arguments.
    ///
    /// @param classes the launcher's class path without a cache
    List<String> java(Path classes) throws IOException {
        Path folder = folder();
        if (Files.isRegularFile(folder.resolve(CACHE))) {
            // So little of it runs that compiling takes longer.
            return command(List.of("-XX:AOTCache=" + folder.resolve(CACHE), "-Xint"), folder.resolve(JAR));
        }
        synchronized (this) {
            starts++;
            if (starts == WORTH_IT) {
                Thread.ofPlatform().daemon().name("sandbox-launcher").start(this::make);
            }
        }
        return command(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), classes);
    }

    private List<String> command(List<String> how, Path classes) throws IOException {
        var a = new ArrayList<String>();
        a.add(javaHome.toRealPath().resolve("bin/java").toString());
        a.addAll(how);
        a.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:-MaxFDLimit", "-Xmx32m", "-Xlog:disable", "--enable-native-access=ALL-UNNAMED",
                "-cp", classes.toString(), ConfinementLauncher.class.getName()));
        return a;
    }

    /// Made now, where it is not there.
    void make() {
        try {
            Path folder = folder();
            if (Files.isDirectory(folder)) {
                if (Files.exists(folder.resolve(CACHE)) || isNew(folder)) {
                    return;
                }
                clear(folder);
            }
            Files.createDirectories(scratch);
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path jar = Files.write(folder.resolve(JAR), jar());
            // All but giving up rights and becoming something else.
            Path plan = Files.write(folder.resolve("plan"), new ConfinementPlan().step("limit", "4", "0").step("landlock", "0", "0")
                    .rule(Path.of("/usr"), ConfinementPlan.READ).step("set", "A=b").step("argument", "a").step("end").bytes());
            Path made = folder.resolve("made.aot");
            List<String> command = command(List.of("-XX:AOTCacheOutput=" + made), jar);
            command.add(plan.toString());
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(new File("/dev/null"));
            builder.environment().clear();
            Process process = builder.start();
            if (process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0 && Files.isRegularFile(made)) {
                Files.move(made, folder.resolve(CACHE), StandardCopyOption.ATOMIC_MOVE);
            } else {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // It goes without.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// By the file system's own clock.
    private boolean isNew(Path folder) throws IOException {
        Path now = Files.createTempFile(scratch, "now", "");
        try {
            return Files.getLastModifiedTime(folder).toMillis() > Files.getLastModifiedTime(now).toMillis() - GIVEN_UP.toMillis();
        } finally {
            Files.delete(now);
        }
    }

    private Path folder() throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes((javaHome.toRealPath() + "\0" + Runtime.version() + "\0").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(launcher());
        return scratch.resolve("launcher-" + Sha256.of(all.toByteArray()).hex().substring(0, 16));
    }

    private static byte[] launcher() throws IOException {
        try (InputStream in = ConfinementLauncher.class.getResourceAsStream(ConfinementLauncher.class.getSimpleName() + ".class")) {
            if (in == null) {
                throw new IOException("the program that contains others is missing");
            }
            return in.readAllBytes();
        }
    }

    /// A cache takes classes from jars only.
    private static byte[] jar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes)) {
            out.putNextEntry(new JarEntry(ConfinementLauncher.class.getName().replace('.', '/') + ".class"));
            out.write(launcher());
        }
        return bytes.toByteArray();
    }

    private static void clear(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
