import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Builds target/countersign, the program with its own runtime, and from that the installer of this system. The build runs
 * it from source on the JDK it selected: {@code java packaging/Image.java image|installer BASE VERSION MAIN-CLASS}.
 */
final class Image {
    private static final String NAME = "countersign";
    private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final String OS = MAC ? "macos" : WINDOWS ? "windows" : "linux";
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    private final Path base;
    private final Path target;
    private final String version;
    private final String mainClass;

    private Image(Path base, String version, String mainClass) {
        this.base = base;
        this.target = base.resolve("target");
        this.version = version;
        this.mainClass = mainClass;
    }

    public static void main(String[] args) throws Exception {
        Image image = new Image(Path.of(args[1]).toAbsolutePath(), args[2], args[3]);
        switch (args[0]) {
            case "image" -> image.build();
            case "installer" -> image.installer();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private void build() throws Exception {
        Path stamp = target.resolve("image.stamp");
        String inputs = inputs();
        if (Files.exists(stamp) && Files.readString(stamp).equals(inputs) && Files.exists(application())) {
            return;
        }
        Files.deleteIfExists(stamp);
        for (String old : List.of("jmods", "runtime", "app", image().getFileName().toString())) {
            delete(target.resolve(old));
        }
        List<String> jlink = new ArrayList<>(List.of(
                "--module-path", jmods().toString(),
                "--add-modules", String.join(",", lines("jlink/modules")),
                "--output", target.resolve("runtime").toString()));
        jlink.addAll(lines("jlink/options"));
        tool("jlink", jlink);

        Path app = app();
        List<String> jpackage = new ArrayList<>(List.of(
                "--type", "app-image",
                "--name", NAME,
                "--app-version", version,
                "--runtime-image", target.resolve("runtime").toString(),
                "--input", app.toString(),
                "--main-jar", mainJar(),
                "--main-class", mainClass,
                "--dest", target.toString()));
        if (!MAC && !WINDOWS) {
            Path icon = base.resolve("resources/dev/countersign/icons/countersign-512.png");
            jpackage.addAll(List.of("--icon", icon.toString()));
        }
        for (String option : lines("jlink/java-options")) {
            jpackage.addAll(List.of("--java-options", option));
        }
        tool("jpackage", jpackage);
        train();
        delete(target.resolve("runtime"));
        delete(target.resolve("jmods"));
        delete(app);
        Files.writeString(stamp, inputs);
    }

    /** JavaFX's jars would unpack their natives to the home folder at the first start; as jmods they lie in the runtime. */
    private Path jmods() throws IOException {
        Path jmods = Files.createDirectories(target.resolve("jmods"));
        for (Path jar : files(target.resolve("fx"), ".jar")) {
            Path work = jmods.resolve("work");
            Path classes = Files.createDirectories(work.resolve("classes"));
            Path libraries = Files.createDirectories(work.resolve("libraries"));
            try (var zip = FileSystems.newFileSystem(jar)) {
                copy(zip.getPath("/"), classes, name -> !isNative(name));
                copy(zip.getPath("/"), libraries, Image::isNative);
            }
            String module = jar.getFileName().toString().replaceFirst("javafx-(\\w+)-.*", "javafx.$1");
            tool("jmod", List.of(
                    "create",
                    "--class-path", classes.toString(),
                    "--libs", libraries.toString(),
                    "--target-platform", OS + (ARM ? "-aarch64" : "-amd64"),
                    jmods.resolve(module + ".jmod").toString()));
            delete(work);
        }
        return jmods;
    }

    /** The jars, with this system's native libraries beside them instead of every system's inside. */
    private Path app() throws IOException {
        Path app = Files.createDirectories(target.resolve("app"));
        for (Path jar : files(target.resolve("lib"), ".jar")) {
            Path copy = Files.copy(jar, app.resolve(jar.getFileName()), REPLACE_EXISTING);
            String name = jar.getFileName().toString();
            if (name.startsWith("duckdb_jdbc-")) {
                String system = MAC ? "osx_universal" : OS + (ARM ? "_arm64" : "_amd64");
                pullOut(copy, "/libduckdb_java.so_" + system, System.mapLibraryName("duckdb_java"));
            } else if (name.startsWith("zstd-jni-")) {
                String library = name.replace(".jar", "");
                String folder = (MAC ? "darwin/" : WINDOWS ? "win/" : "linux/") + (ARM ? "aarch64" : MAC ? "x86_64" : "amd64");
                String file = "lib" + library + (MAC ? ".dylib" : WINDOWS ? ".dll" : ".so");
                pullOut(copy, "/" + folder + "/" + file, System.mapLibraryName(library));
            } else if (name.startsWith("tree-sitter-")) {
                // Where the binding looks below the folder of the property tree-sitter-lib.
                String grammar = name.matches("tree-sitter-\\d.*") ? "tree-sitter" : name.replaceFirst("-\\d.*", "");
                String file = (ARM ? "aarch64-" : "x86_64-") + (MAC ? "macos-" : WINDOWS ? "windows-" : "linux-gnu-") + grammar
                        + (MAC ? ".dylib" : WINDOWS ? ".dll" : ".so");
                pullOut(copy, "/lib/" + file, "lib/" + file);
            }
        }
        Files.copy(target.resolve(mainJar()), app.resolve(mainJar()), REPLACE_EXISTING);
        return app;
    }

    private static void pullOut(Path jar, String library, String name) throws IOException {
        Path slim = jar.resolveSibling("slim.jar");
        try (var zip = FileSystems.newFileSystem(jar)) {
            Path beside = jar.resolveSibling(name);
            Files.createDirectories(beside.getParent());
            Files.copy(zip.getPath(library), beside);
            Path classes = jar.resolveSibling("slim");
            copy(zip.getPath("/"), classes, file -> !isNative(file));
            tool("jar", List.of("--create", "--no-manifest", "--file", slim.toString(), "-C", classes.toString(), "."));
            delete(classes);
        }
        Files.move(slim, jar, REPLACE_EXISTING);
    }

    private static boolean isNative(String path) {
        return path.matches(".*\\.(so|dylib|jnilib|dll|a)(_\\w+)?");
    }

    /**
     * The AOT cache: one run of the desktop without a screen, ended after a while if it does not end itself.
     * {@code countersign.training} tells the program, which may use the time to touch what a start touches.
     */
    private void train() throws Exception {
        Path app = application();
        Path cache = app.resolve(NAME + ".aot");
        List<String> classPath = new ArrayList<>();
        for (String line : Files.readAllLines(app.resolve(NAME + ".cfg"))) {
            if (line.startsWith("app.classpath=")) {
                classPath.add(line.substring(line.indexOf('=') + 1).replace("$APPDIR", app.toString()));
            }
        }
        Path home = Files.createDirectories(target.resolve("training"));
        Path java = app.getParent().resolve(MAC ? "runtime/Contents/Home/bin/java" : WINDOWS ? "../runtime/bin/java.exe" : "runtime/bin/java");
        List<String> command = new ArrayList<>(List.of(java.normalize().toString()));
        for (String option : lines("jlink/java-options")) {
            if (!option.startsWith("-XX:AOTCache=") && !option.startsWith("-Xlog:")) {
                command.add(option.replace("$APPDIR", app.toString()));
            }
        }
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Dcountersign.training=true",
                "-Duser.home=" + home,
                "-cp", String.join(File.pathSeparator, classPath),
                mainClass));
        Path log = target.resolve("training.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("COUNTERSIGN_HOME", home.resolve("data").toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "JAVA_TOOL_OPTIONS"));
        Process run = builder.start();
        run.getOutputStream().close();
        if (!run.waitFor(60, TimeUnit.SECONDS)) {
            run.destroy();
            if (!run.waitFor(120, TimeUnit.SECONDS)) {
                run.destroyForcibly().waitFor();
            }
        }
        delete(home);
        if (!Files.exists(cache)) {
            throw new IllegalStateException("the training run left no AOT cache, see " + log);
        }
    }

    private void installer() throws Exception {
        Path destination = target.resolve("installer");
        Path work = target.resolve("installer-work");
        delete(destination);
        delete(work);
        String type = MAC ? "dmg" : WINDOWS ? "msi" : "deb";
        List<String> jpackage = new ArrayList<>(List.of(
                "--type", type,
                "--name", NAME,
                "--app-version", version,
                "--app-image", image().toString(),
                "--temp", work.toString(),
                "--verbose",
                "--dest", destination.toString()));
        Path resources = base.resolve("packaging/" + OS);
        if (Files.exists(resources)) {
            jpackage.addAll(List.of("--resource-dir", resources.toString()));
            jpackage.addAll(lines("packaging/" + OS + "/options"));
        }
        // What the packager says is worth reading only when it fails, and then it is the only clue.
        Path log = target.resolve("installer.log");
        try (PrintStream out = new PrintStream(log.toFile())) {
            tool("jpackage", jpackage, out);
        } catch (IllegalStateException failure) {
            throw new IllegalStateException(failure.getMessage() + ", see " + log, failure);
        }
        delete(work);
        Path test = resources.resolve("test-installer");
        if (Files.exists(test)) {
            int status = new ProcessBuilder(test.toString(), files(destination, "." + type).getFirst().toString())
                    .inheritIO().start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(test + " ended with " + status);
            }
        }
    }

    private Path image() {
        return target.resolve(NAME + (MAC ? ".app" : ""));
    }

    private Path application() {
        return image().resolve(MAC ? "Contents/app" : WINDOWS ? "app" : "lib/app");
    }

    private String mainJar() {
        return NAME + "-" + version + ".jar";
    }

    /** A fingerprint of all the image is made of. */
    private String inputs() throws Exception {
        List<Path> paths = new ArrayList<>(List.of(target.resolve(mainJar())));
        paths.addAll(files(target.resolve("lib"), ""));
        paths.addAll(files(target.resolve("fx"), ""));
        paths.addAll(files(base.resolve("jlink"), ""));
        paths.add(base.resolve("packaging/Image.java"));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((Runtime.version() + " " + version + " " + mainClass + " " + base).getBytes());
        for (Path path : paths) {
            digest.update(base.relativize(path).toString().getBytes());
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(base.resolve(file)).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static void tool(String name, List<String> arguments) {
        tool(name, arguments, System.err);
    }

    /** Everything a tool says goes to one place, and not to stdout. */
    private static void tool(String name, List<String> arguments, PrintStream out) {
        int status = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(name + " ended with " + status + ": " + String.join(" ", arguments));
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static void copy(Path from, Path to, java.util.function.Predicate<String> wanted) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                String name = from.relativize(file).toString();
                if (wanted.test(name)) {
                    Path copy = to.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> walk = Files.walk(path)) {
                for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
