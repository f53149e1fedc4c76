package dev.countersign.testing;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The screen of the tests tagged "window": an Xvfb with openbox of their own where both are installed, else the DISPLAY
 * there is, else the tests are skipped and say why. JUnit finds both roles by META-INF/services.
 */
public final class Screen implements LauncherSessionListener, ExecutionCondition {
    /** Set by the build in the JVM of the window tests alone: "own" to start a screen, "inherit" to use DISPLAY. */
    private static final String WANTED = System.getProperty("countersign.screen", "none");

    /** Kept, so that the pipes their ends hang on stay open. */
    private static final List<Process> STARTED = new ArrayList<>();
    private static String missing = "";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String display = System.getenv("DISPLAY");
        boolean inherited = display != null && !display.isBlank();
        if (WANTED.equals("none") || WANTED.equals("inherit") && inherited) {
            return;
        }
        List<String> absent = new ArrayList<>(List.of("Xvfb", "openbox"));
        absent.removeIf(Screen::onPath);
        if (WANTED.equals("own") && absent.isEmpty()) {
            start();
        } else if (!inherited) {
            missing = "no window tests: there is no DISPLAY, and " + String.join(" and ", absent) + " can't be started";
            System.err.println(missing);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return !missing.isEmpty() && context.getTags().contains("window")
                ? ConditionEvaluationResult.disabled(missing)
                : ConditionEvaluationResult.enabled("there is a screen");
    }

    private static void start() {
        String number = run("Xvfb", "-displayfd", "1", "-screen", "0", "2560x1440x24", "-nolisten", "tcp", "-noreset");
        setEnvironment("DISPLAY", ":" + number);
        run("env", "DISPLAY=:" + number, "openbox", "--sm-disable", "--startup", "echo ready");
    }

    /**
     * Starts a tool and returns the first line it writes. It ends when this JVM has ended, not before: without its X
     * server GTK ends the JVM with status 1.
     */
    private static String run(String... command) {
        String untilEndOfInput = "\"$@\" </dev/null 2>/dev/null & exec >/dev/null; read -r end; kill $!";
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", untilEndOfInput, "sh"));
        wrapped.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(wrapped).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            STARTED.add(process);
            String line = process.inputReader().readLine();
            if (line == null) {
                throw new IllegalStateException("it ended early: " + String.join(" ", command));
            }
            return line.strip();
        } catch (IOException failure) {
            throw new IllegalStateException("it did not start: " + String.join(" ", command), failure);
        }
    }

    /** GTK asks the C library, and nothing has asked it before the first window. */
    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        var setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (result != 0) {
                throw new IllegalStateException("setenv failed");
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean onPath(String tool) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, tool))) {
                return true;
            }
        }
        return false;
    }
}
