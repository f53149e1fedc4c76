package dev.countersign.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// From the start of the process to a window that can be used: shown and drawn with a workspace of 200 files that was open
/// before. Beside a window with one label on the same runtime, on JavaFX's headless platform. Needs the image in
/// `target/countersign`; without it, the classes.
final class StartScenario implements Scenarios.Scenario {
    private static final List<String> HEADLESS = List.of("-Dglass.platform=Headless", "-Dprism.order=sw");

    @Override
    public void run(Path folder) throws Exception {
        Path live = Files.createDirectory(folder.resolve("project"));
        Ground.fill(live, 200);
        Path home = Files.createDirectory(folder.resolve("home"));
        Path launcher = Path.of("target/countersign/bin/countersign").toAbsolutePath();
        Path java = launcher.resolveSibling("../lib/runtime/bin/java").normalize();
        boolean image = Files.exists(launcher) && Files.exists(java);
        List<String> jvm = image ? List.of(java.toString())
                : List.of(ProcessHandle.current().info().command().orElseThrow(), "--module-path", System.getProperty("jdk.module.path"),
                        "--add-modules", "javafx.controls,javafx.fxml");
        Path jar = jar(folder.resolve("bare.jar"));
        Path cache = folder.resolve("bare.aot");
        List<String> bare = List.of("--enable-native-access=javafx.graphics", "-cp", jar.toString(), BareWindow.class.getName());
        var bareCpu = new ArrayList<Duration>();
        var plainCpu = new ArrayList<Duration>();
        var ourCpu = new ArrayList<Duration>();
        ready(home, new ArrayList<>(), List.of(), join(jvm, HEADLESS, List.of("-XX:AOTCacheOutput=" + cache), bare));
        var rounds = new Rounds("Start to usable window", "bare window, own AOT cache",
                () -> ready(home, bareCpu, List.of(), join(jvm, HEADLESS, List.of("-XX:AOTCache=" + cache), bare)));
        rounds.beside("bare window, no AOT cache", () -> ready(home, plainCpu, List.of(), join(jvm, HEADLESS, bare)));
        if (image) {
            // The launcher takes no options for the JVM but from the environment.
            rounds.beside("countersign FOLDER, the image", () -> ready(home, ourCpu,
                    join(HEADLESS, List.of("-Dcountersign.training=true")), List.of(launcher.toString(), live.toString())));
        } else {
            rounds.beside("countersign FOLDER, from classes", () -> ready(home, ourCpu, List.of(), join(jvm, HEADLESS,
                    List.of("-Dcountersign.training=true", "--enable-native-access=javafx.graphics,ALL-UNNAMED", "-cp",
                            System.getProperty("java.class.path"), "dev.countersign.Main", live.toString()))));
        }
        rounds.run(7, System.out);
        System.out.printf("%nProcessor time until then, median: bare %d ms, bare without AOT cache %d ms, countersign %d ms%n",
                median(bareCpu), median(plainCpu), median(ourCpu));
    }

    private static long median(List<Duration> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElse(Duration.ZERO).toMillis();
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        var all = new ArrayList<String>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    /// @param cpu gets the processor time of the process so far at the line `ready`, which other load changes less
    /// @return ns from start to the line `ready`; waits for the end, which does not count
    private static long ready(Path home, List<Duration> cpu, List<String> options, List<String> command) throws Exception {
        File errors = home.resolve("stderr").toFile();
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectError(errors);
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("COUNTERSIGN_HOME", home.resolve("data").toString());
        builder.environment().put("HOME", home.toString());
        if (!options.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", options));
        }
        long start = System.nanoTime();
        Process process = builder.start();
        try (var lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("ready")) {
                line = lines.readLine();
            }
            long end = System.nanoTime();
            process.toHandle().info().totalCpuDuration().ifPresent(cpu::add);
            process.getOutputStream().close();
            if (line == null || process.waitFor() != 0) {
                throw new IllegalStateException(command + " ended without a window, or badly: " + Files.readString(errors.toPath()));
            }
            return end - start;
        }
    }

    /// An AOT cache takes classes from jars only.
    private static Path jar(Path jar) throws IOException {
        String name = BareWindow.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
             InputStream in = BareWindow.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }
}
